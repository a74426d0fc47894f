"""Who reviews what over a whole call: gathered, proposed, looked at, changed by hand, applied."""
