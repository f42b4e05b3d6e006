"""Matching: who should help whom."""
