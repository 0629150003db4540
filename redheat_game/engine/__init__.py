"""What happens in one playthrough. Pure: no files, clocks, chance or interface."""
