"""Two keys of two different offices for acts that harm: the request, the second key, and that each is used once."""
