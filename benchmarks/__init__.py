"""How fast the program is, beside the tools that it is measured against: `make bench`."""
