"""How far those who judge agree, how severe each is, and what that does to the levels of a case."""
