"""The change log: what it holds, how it is written, read, carried out again and taken back."""
