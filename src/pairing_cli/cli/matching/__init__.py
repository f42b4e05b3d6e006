"""Commands on matching: proposals of who should help whom, and the distances they go by."""
