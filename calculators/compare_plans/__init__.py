"""Which of several plans is cheapest for a household."""
