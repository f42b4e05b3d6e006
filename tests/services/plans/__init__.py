"""Plans: stages and tasks, what is missing in them, and visits made from them."""
