"""Every claim of speed, as a command that measures it beside its baseline in one run."""
