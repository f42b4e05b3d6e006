"""The scheme as data: seeded from YAML, edited by command, brought up to date."""
