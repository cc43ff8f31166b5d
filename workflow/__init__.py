"""The clinic's rules: who may do what, what follows from it, and where it is kept."""
