"""A household's year under one plan, which more than one calculator works out."""
