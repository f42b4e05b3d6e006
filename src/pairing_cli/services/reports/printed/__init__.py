"""Papers to print and file: what each says, in blocks; `files` makes documents of them."""
