"""A cycle or a term summed up: figures, gaps, balance, and what people wrote of it."""
