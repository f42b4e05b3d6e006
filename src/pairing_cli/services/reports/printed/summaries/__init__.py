"""The summary of a term or a cycle as an official paper."""
