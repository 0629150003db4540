"""Everything that can be wrong with a story: one definition each, and the report that collects what was found."""

from __future__ import annotations

from redheat_game.story.diagnostics import expressions, files, flow, names, notes, offers, proofs, prose, shapes
from redheat_game.story.diagnostics.core import Definition, Diagnostic, Report

DEFINITIONS: dict[str, Definition] = {
    definition.code: definition
    for module in (files, shapes, names, expressions, prose, flow, offers, notes, proofs)
    for definition in vars(module).values()
    if isinstance(definition, Definition)
}
"""All definitions by code, in the order of their codes."""

__all__ = ["DEFINITIONS", "Definition", "Diagnostic", "Report"]
