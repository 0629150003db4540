"""How fast the game is. Nothing here asserts a time."""
