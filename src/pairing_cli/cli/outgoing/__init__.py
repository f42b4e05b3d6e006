"""Listings going out into files, as their audience may see them."""
