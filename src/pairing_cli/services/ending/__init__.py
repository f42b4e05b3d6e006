"""A cycle closed, its figures frozen, and the next one arranged."""
