"""The game as numbered lines, for pipes, plain terminals and screen readers. No Textual."""
