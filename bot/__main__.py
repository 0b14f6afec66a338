"""`python -m bot` is `hieukhach`."""

from bot.cli import main

if __name__ == "__main__":
    main()
