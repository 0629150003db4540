"""What stands beside the game on the desk: mistakes, changes, where one is, what is proved, and variables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from redheat_game.analysis.report import Finding, Proof
from redheat_game.authoring.consequence import read_in
from redheat_game.authoring.editions import Edition
from redheat_game.authoring.jumping import value_text
from redheat_game.authoring.proofs import DEFINITIONS, sentence
from redheat_game.engine.playthrough import Playthrough
from redheat_game.story.diagnostics import Diagnostic
from redheat_game.story.source import Span
from redheat_game.ui.content import joined, text

MOST_LISTED = 8
"""Mistakes, changes or findings that are shown of each kind."""


@dataclass
class DeskState:
    """What the panel tells."""

    edition: Edition | None = None
    read_at: str = ""
    """The time of day at which the files were last read."""
    proof: Proof | None = None
    is_proving: bool = False
    progress: str = ""
    """How far the proof is that is going on."""
    notices: list[str] = field(default_factory=list)


class DeskPanel(VerticalScroll, can_focus=False):
    """The panel."""

    DEFAULT_CSS = """
    DeskPanel { background: $band; padding: 0 1 0 2; scrollbar-size-vertical: 1; }
    DeskPanel Static { width: 1fr; height: auto; color: $quiet; }
    """

    def compose(self) -> Iterator[Static]:
        """One text."""
        yield Static(id="told", markup=False)

    def show(self, state: DeskState, playthrough: Playthrough | None, *, is_alone: bool = False) -> None:
        """Tell how things stand.

        Args:
            state: what is told.
            playthrough: where the writer stands in the game.
            is_alone: whether it hides the game, whose line of keys is then not to be seen.
        """
        sections = [[text("l the game again · [ ] turn pages", "$dim")]] if is_alone else []
        sections.append(list(_how_it_stands(state)))
        if state.edition is not None:
            sections.append(list(_mistakes(state.edition.diagnostics)))
            sections.append(list(_changed(state.edition)))
        if playthrough is not None:
            sections.append(list(_here(playthrough)))
        sections.append(list(_proved(state, playthrough.scene if playthrough else None)))
        if playthrough is not None:
            sections.append(list(_variables(playthrough)))
        blocks = [joined(section) for section in sections if section]
        self.query_one("#told", Static).update(joined(blocks, "\n\n"))


def _heading(words: str) -> Content:
    return text(words, "$ink bold")


def _place(span: Span) -> str:
    """File and line; of a file that lies elsewhere the end of its path."""
    path = PurePath(span.file.name)
    name = f"…/{'/'.join(path.parts[-2:])}" if path.is_absolute() else span.file.name
    return f"{name}:{span.line}"


def _more(count: int) -> Iterator[Content]:
    if count > MOST_LISTED:
        yield text(f"and {count - MOST_LISTED} more: redheat check", "$quiet")


def _how_it_stands(state: DeskState) -> Iterator[Content]:
    edition = state.edition
    if edition is None:
        yield text("Reading the story ..", "$quiet")
        return
    mistakes = sum(item.severity == "error" for item in edition.diagnostics)
    warnings = len(edition.diagnostics) - mistakes
    counted = [
        f"{count} {what}{'' if count == 1 else 's'}"
        for count, what in ((mistakes, "mistake"), (warnings, "warning"))
        if count
    ]
    if edition.is_good:
        yield text(f"✓ {state.read_at} {', '.join(counted) or 'no mistake'}", "$name bold")
    else:
        yield text(f"✗ {state.read_at} {', '.join(counted)}", "$warm bold")
        if edition.story is not None:
            seen = "the game without your pack" if edition.is_game_alone else "the last good story"
            yield text(f"You see {seen}.", "$ink")
    for notice in state.notices:
        yield text(notice, "$gold")


def _mistakes(found: Sequence[Diagnostic]) -> Iterator[Content]:
    ordered = sorted(found, key=lambda item: item.severity != "error")
    for item in ordered[:MOST_LISTED]:
        place = f"{_place(item.span)}:{item.span.column}" if item.span else ""
        colour = "$warm" if item.severity == "error" else "$gold"
        yield Content.assemble(text(f"{item.code} ", f"{colour} bold"), text(place, "$ink"))
        yield text(f"  {item.message}", "$ink")
        if item.span is not None and item.severity == "error":
            line = item.span.file.line(item.span.line).strip()
            yield text(f"  | {line[:100]}", "$dim")
    yield from _more(len(ordered))


def _changed(edition: Edition) -> Iterator[Content]:
    if edition.changed:
        yield _heading("CHANGED")
        for each in edition.changed[:MOST_LISTED]:
            yield Content.assemble(text(f"{each.scene} ", "$ink"), text(", ".join(each.what), "$gold"))
        yield from _more(len(edition.changed))


def _here(playthrough: Playthrough) -> Iterator[Content]:
    script = playthrough.story.scenes[playthrough.state.scene]
    yield _heading("HERE")
    yield text(playthrough.scene, "$ink")
    if script.span is not None:
        yield text(_place(script.span), "$quiet")


def _variables(playthrough: Playthrough) -> Iterator[Content]:
    machine = playthrough.story.machine
    turns = playthrough.turns
    before = turns[-2].state.values if len(turns) > 1 else turns[-1].state.values
    declared = [(number, each) for number, each in enumerate(machine.variables) if not each.name.startswith("@")]
    if declared:
        yield _heading("VARIABLES")
    width = max((len(each.name) for _, each in declared), default=0)
    story = playthrough.story
    shown = {meter.variable for meter in story.meters} | {pocket.variable for pocket in story.pockets}
    here = read_in(story, playthrough.state.scene)
    # what the last move changed comes first, then what this scene goes by, then what players see
    declared.sort(
        key=lambda item: (
            playthrough.state.values[item[0]] == before[item[0]],
            item[0] not in here,
            item[0] not in shown,
        )
    )
    for number, variable in declared:
        value = playthrough.state.values[number]
        told = [text(f"{variable.name:<{width}} ", "$quiet"), text(value_text(variable, value), "$ink")]
        if value != before[number]:
            told.append(text(f" was {value_text(variable, before[number])}", "$gold"))
        elif variable.kind == "range":
            told.append(text(f" of {variable.low}..{variable.high}", "$dim"))
        yield Content.assemble(*told)


def _proved(state: DeskState, scene: str | None) -> Iterator[Content]:
    proof = state.proof
    yield _heading("PROOF")
    if state.is_proving:
        yield text(f"proving .. {state.progress}".rstrip(), "$quiet")
    has_mistakes = state.edition is not None and not state.edition.is_good
    if proof is None:
        if not state.is_proving:
            yield text("nothing proved yet", "$quiet")
        return
    if state.is_proving or has_mistakes:
        yield text("this was before:", "$quiet")
    # what concerns the scene in front of the writer comes first
    found = sorted(proof.findings, key=lambda finding: finding.scene != scene)
    for finding in found[:MOST_LISTED]:
        yield from _finding(finding)
    yield from _more(len(found))
    if not found:
        yield text("✓ nothing wrong found", "$name")
    if proof.undecided:
        yield text(f"{len(proof.undecided)} undecided after {proof.seconds:.0f} s", "$quiet")
    else:
        yield text(f"✓ all decided in {proof.seconds:.1f} s", "$name")


def _finding(finding: Finding) -> Iterator[Content]:
    yield Content.assemble(text(f"{DEFINITIONS[finding.kind].code} ", "$warm"), text(sentence(finding), "$ink"))
