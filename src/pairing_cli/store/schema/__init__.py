"""The schema as steps of SQL, and whether a file has it."""
