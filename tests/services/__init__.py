"""What the services do, on a small programme."""
