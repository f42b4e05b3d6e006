"""What a pairing owes: rules, how records are counted, and where it stands."""
