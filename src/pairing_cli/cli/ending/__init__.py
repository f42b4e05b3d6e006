"""`cycle`: check, close, reopen, roll."""
