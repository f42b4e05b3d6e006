"""Kindergartens: the roster, their fields and their figures over time."""
