"""Tables and pasted lines coming in."""
