"""What comes out: progress, why, status, schedule, summary, packs and archives."""
