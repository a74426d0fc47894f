"""What would have become of past cases under another edition of their scheme. Nothing is written here."""
