"""Tests of the game's own story."""
