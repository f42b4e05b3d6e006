"""A cycle checked, closed, corrected, reopened, and the next one arranged from it."""
