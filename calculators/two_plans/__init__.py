"""Two plans, one bill: who pays first, and what is left."""
