"""Everything that reaches the user's eyes or a script's pipe. Nothing else prints."""
