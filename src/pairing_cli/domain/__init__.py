"""What the programme is: words, calendar, rules and counting. Pure Python, no I/O."""
