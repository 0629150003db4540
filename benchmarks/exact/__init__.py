"""Exact judges of a story, for stories small enough: what `redheat_game.analysis` is measured and tested against."""
