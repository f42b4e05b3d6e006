"""Who helps whom: assigning, capacity, coverage, and what records of a pairing share."""
