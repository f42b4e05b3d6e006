"""Every promise of docs/guarantees, under fault."""
