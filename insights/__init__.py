"""Figures about the clinic, each with its formula, its period and the rows behind it."""
