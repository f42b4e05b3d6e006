"""What is owed: rules and packs, overrides, waivers, indicators."""
