"""The cycle's end: both partners assessed, units and people honoured, experience shown."""
