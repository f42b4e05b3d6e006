"""What the bureau judges: inspections and their findings, bulletins."""
