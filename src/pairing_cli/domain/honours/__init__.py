"""What the cycle's end makes of two years: a score for both partners, honours, experience."""
