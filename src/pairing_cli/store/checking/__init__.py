"""Whether a file is sound, and how what is wrong with it is told."""
