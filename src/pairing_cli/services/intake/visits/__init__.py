"""Rows of tables from outside become visits; those that are there already are known again."""
