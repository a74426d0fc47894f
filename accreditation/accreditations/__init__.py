"""The lasting status of an accredited person."""
