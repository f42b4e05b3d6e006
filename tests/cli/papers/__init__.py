"""The papers of a pairing: agreements, groups, teacher pairs, needs, problems, donations, files."""
