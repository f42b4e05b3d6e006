"""The database: tables and the write side (SQLModel), views and the read side (plain SQL)."""
