"""Conversation in and out: webhook, inbox, turns, wording, outbox and the channels that carry them."""
