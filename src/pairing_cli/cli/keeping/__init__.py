"""Keeping the records: history, undo, the doctor, seeding."""
