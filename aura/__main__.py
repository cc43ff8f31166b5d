"""`python -m aura` is `aura`."""

from aura.cli import main

main()
