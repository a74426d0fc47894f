"""Synthetic data in bulk, for benchmarks: the same tables and rule book as the pages, written past the door by thousands."""
