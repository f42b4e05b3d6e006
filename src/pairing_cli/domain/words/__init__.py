"""How codes, tables, values and the system are spoken of."""
