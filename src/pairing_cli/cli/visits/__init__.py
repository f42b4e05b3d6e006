"""Visits: what was done, planned, confirmed and cancelled."""
