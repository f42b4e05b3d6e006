"""Commands on visits."""
