"""The seed: a programme as a YAML file, read and checked."""
