"""The work itself: each job claims rows that are due, does them, and says how many it did."""
