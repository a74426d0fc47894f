"""Renewal: the log of practice, the request with the administration's word, and the audit of a sample drawn by lot."""
