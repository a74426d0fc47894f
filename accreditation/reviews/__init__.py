"""Desk reviews, conflicts of interest and decisions."""
