"""What is told of the game, and what makes the pictures for it."""
