"""The same person with two accounts: found, shown with the evidence, merged with a log, and separated again."""
