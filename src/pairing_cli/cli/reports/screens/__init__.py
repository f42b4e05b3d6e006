"""What `status` and `progress` draw: pages, bands, columns."""
