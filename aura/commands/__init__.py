"""The subcommands, one file for each kind of thing a person wants from the service."""
