"""What other people and other programs build on: the schema, the imports, help, docs, wheel."""
