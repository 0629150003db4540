"""The Textual app: all that is seen."""
