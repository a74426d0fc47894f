"""Stations waived one by one for experts accredited before: proposed, decided, taken back, and passed over by a step."""
