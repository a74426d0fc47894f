"""The outbox, its hand-over to the job runner, and recurring work."""
