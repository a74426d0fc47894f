"""Conflicts of interest between persons and cases: found, weighed, and found late."""
