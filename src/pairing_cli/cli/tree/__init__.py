"""The command tree: how commands and groups are built, named, found and explained."""
