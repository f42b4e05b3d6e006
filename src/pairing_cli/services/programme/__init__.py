"""The frame of a programme: cycles, terms, regions, forms, and how things are found by name."""
