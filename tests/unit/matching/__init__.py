"""The matching: against an independent solver, and its own proofs."""
