"""People: accounts, roles with scope and period, interests, sign-in."""
