"""Commands that keep the file, its history and the saved defaults."""
