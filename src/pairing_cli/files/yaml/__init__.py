"""YAML read strictly: line numbers, no aliases, no tags, no double keys."""
