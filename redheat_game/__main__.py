"""`python -m redheat_game` is the same as `redheat`."""

from redheat_game.cli import main

if __name__ == "__main__":
    main()
