"""Tests of the engine: every rule of docs/semantics.md as the player meets it."""
