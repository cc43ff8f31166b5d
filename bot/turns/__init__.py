"""Turns: what one event makes the clinic do. Each acts through the workflow's operations and leaves one answer."""
