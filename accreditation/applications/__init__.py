"""The dossier of one person in one call."""
