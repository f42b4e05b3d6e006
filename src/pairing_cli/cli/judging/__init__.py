"""Commands of what the bureau judges: inspections and their findings, bulletins."""
