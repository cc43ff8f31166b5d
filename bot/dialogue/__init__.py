"""Forms filled in by talk: questions one after the other, answered by words or by buttons. Decision 0023."""
