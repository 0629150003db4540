"""`python -m redheat_game` is the same as `redheat`."""

from redheat_game.cli import run

if __name__ == "__main__":
    run()
