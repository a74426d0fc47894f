"""Referees: who is asked for a reference, what they write by a one-use link, and what each side may know of it."""
