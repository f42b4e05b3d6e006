"""What benchmarks stand on, and what they can't tell: how many queries a command needs."""
