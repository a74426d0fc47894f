"""Workshops at the training centres: attendance and marks."""
