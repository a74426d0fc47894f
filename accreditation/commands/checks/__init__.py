"""What `accreditation doctor` looks at: each check says how it stands, or raises a Finding with the cure."""


class Finding(Exception):
    """What is wrong, and the cure, in one sentence."""
