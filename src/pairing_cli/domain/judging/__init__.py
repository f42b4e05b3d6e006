"""Judging what was done: inspections, findings, bulletins, and what is frozen of them."""
