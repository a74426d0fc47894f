"""Stored files behind five functions."""
