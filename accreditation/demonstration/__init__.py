"""The demo: a fictitious history of a real region, made by performing transitions with a moved clock."""
