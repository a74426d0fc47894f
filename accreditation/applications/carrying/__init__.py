"""Filling in once: answers that go along into the next application, and answers that come in from a file."""
