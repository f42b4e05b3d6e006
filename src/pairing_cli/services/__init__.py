"""What the program does: one module per noun, functions named by verbs, rows as dataclasses."""
