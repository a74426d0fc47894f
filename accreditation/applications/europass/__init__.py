"""A Europass CV in the words of the form: both XML formats and the JSON of Europass, and what of them has no place."""
