"""Racing the story: categories, clocks, splits, replays and their verification."""
