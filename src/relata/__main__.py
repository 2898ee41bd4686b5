"""``python -m relata``: the same as the command ``relata``."""

from relata.cli import main

if __name__ == "__main__":
    main()
