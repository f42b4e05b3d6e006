"""Days, spans, terms and moments."""
