"""Rows of tables from outside become rows of the registers: papers, groups, honours, tasks."""
