"""The writers' desk: the game beside what a writer needs to know, while the files are being edited."""
