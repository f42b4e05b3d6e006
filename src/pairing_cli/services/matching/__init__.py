"""Matching: distances on record, and the best arrangement of a layer, proposed and written."""
