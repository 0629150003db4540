"""What was proved of a story, told to people and put into diagnostics."""

from __future__ import annotations

import contextlib
import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from redheat_game.analysis.questions import Answer
from redheat_game.analysis.report import CategoryRoutes, Finding, FindingKind, Proof, Route
from redheat_game.authoring import findings
from redheat_game.engine.playthrough import Playthrough
from redheat_game.engine.step import StoryFault
from redheat_game.story.diagnostics import Diagnostic, proofs
from redheat_game.story.diagnostics.core import Definition, diagnosed
from redheat_game.story.script import Story

DEFINITIONS: dict[FindingKind, Definition] = {
    "scene": proofs.SCENE_UNREACHABLE,
    "choice": proofs.CHOICE_NEVER_TAKEN,
    "target": proofs.WAY_NEVER_TAKEN,
    "rule": proofs.RULE_NEVER_APPLIES,
    "locked": proofs.LOCKED_NEVER_SHOWN,
    "alternative": proofs.WORDS_NEVER_SHOWN,
    "achievement": proofs.ACHIEVEMENT_UNEARNABLE,
    "unavoidable": proofs.ACHIEVEMENT_UNAVOIDABLE,
    "ending": proofs.ENDING_UNREACHABLE,
    "overflow": proofs.VARIABLE_LEAVES_RANGE,
    "dead_end": proofs.NOTHING_TO_CHOOSE,
    "soft_lock": proofs.NO_WAY_OUT,
    "doom": proofs.ONLY_DEATHS,
    "beat": proofs.BEAT_NOT_PLAYED,
    "trope": proofs.TROPE_NOT_EARNABLE,
    "category": proofs.CATEGORY_IMPOSSIBLE,
    "note": proofs.NOTE_NEVER_READ,
}
UNDECIDED: dict[FindingKind, str] = {
    "scene": "whether the scene {name} can be entered",
    "choice": "whether {scene}.{name} can ever be taken",
    "target": "whether the way {name} of {scene} is ever taken",
    "rule": "whether the rule {name} ever applies",
    "locked": "whether the reason of {scene}.{name} is ever shown",
    "alternative": "whether “{name}” in {scene} is ever shown",
    "achievement": "whether {name} can be earned",
    "unavoidable": "whether {name} can be avoided",
    "ending": "whether the ending {name} can be reached",
    "overflow": "whether {scene}.{choice} can take {name} out of its range",
    "dead_end": "whether there can be nothing to choose in {scene}",
    "soft_lock": "whether an ending can be reached whenever a run is in {scene}",
    "doom": "whether an ending but death can be reached whenever a run is in {scene}",
    "note": "whether {name} can ever be read in the notebook",
}
REACHED: tuple[tuple[FindingKind, str], ...] = (("scene", "scenes"), ("choice", "choices"), ("ending", "endings"))
SHOWN: tuple[tuple[FindingKind, str], ...] = (
    ("alternative", "alternatives of prose"),
    ("locked", "reasons of locked choices"),
    ("note", "parts of notes"),
)
MOST_NAMED = 2
"""Variables on which routes rest that the summary names; the JSON names all."""
MOST_UNDECIDED = 10
"""Undecided things that the summary names."""


def diagnostics_of(proof: Proof, packs: Sequence[Path] = ()) -> list[Diagnostic]:
    """What is wrong with the story of some packs, one diagnostic each, in the order of files and lines."""
    without_choice = {finding.scene for finding in proof.dead_ends}
    found = [
        diagnosed(DEFINITIONS[finding.kind], finding.span, _facts(finding), notes=_notes(finding, packs))
        for finding in proof.findings
        # where there is nothing to choose, it goes without saying that no ending can be reached
        if not (finding.kind in ("soft_lock", "doom") and without_choice.issuperset(finding.scenes))
    ]
    return sorted(
        found, key=lambda item: (item.span.file.name, item.span.line, item.span.column) if item.span else ("", 0, 0)
    )


def sentence(finding: Finding) -> str:
    """What is wrong, in a few words."""
    return DEFINITIONS[finding.kind].message.format(**_facts(finding))


def _facts(finding: Finding) -> dict[str, object]:
    return {"name": finding.name, "scene": finding.scene or "?", "choice": finding.choice or "?"}


def _notes(finding: Finding, packs: Sequence[Path]) -> Iterator[str]:
    if finding.condition:
        yield f"it needs: {finding.condition}"
    for name, values in finding.values.items():
        yield f"there, {name} can be: {', '.join(values) or 'nothing, for nobody comes there'}"
    if finding.rests_on:
        yield f"rests on: {', '.join(finding.rests_on)}"
    if finding.lost_by:
        yield f"all is lost with: {finding.lost_by}"
    if finding.scenes and set(finding.scenes) != {finding.name}:
        yield f"from then on: {', '.join(finding.scenes)}"
    for rule in finding.rules:
        yield f"a rule takes over: {rule}"
    if finding.witness is not None:
        is_near = finding.kind in ("scene", "choice", "achievement", "ending")
        yield ("as near as one can come: " if is_near else "to see it: ") + play_from(finding, packs)


def play_from(finding: Finding, packs: Sequence[Path] = ()) -> str:
    """The command that opens the game, with the packs laid over it, where the witness of a finding leads.

    A choice that fails, the last one of an overflow's witness, is left to the player.
    """
    witness = finding.witness or ()
    if finding.kind == "overflow":
        witness = witness[:-1]
    return _play_command(witness, packs)


def _play_command(choices: Sequence[str], packs: Sequence[Path]) -> str:
    words = ["redheat", "play", *(word for pack in packs for word in ("--story", str(pack)))]
    return shlex.join([*words, "--from", " ".join(choices)])


def summary(proof: Proof, story: Story, *, reads_otherwise: int = 0) -> RenderableType:
    """How the story stands, on one screen.

    Args:
        proof: what was proved.
        story: of which.
        reads_otherwise: how many blessed playthroughs do not read as they did.
    """
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for label, told in _rows(proof, story):
        table.add_row(label, told)
    return Group(table, Text(verdict(proof, reads_otherwise), "bold"))


def _rows(proof: Proof, story: Story) -> Iterator[tuple[str, str]]:
    total = proof.looked_at

    def share(kind: FindingKind, missing: int, what: str) -> str:
        return f"{total.get(kind, 0) - missing} of {total.get(kind, 0)} {what}"

    def missing(kind: FindingKind) -> int:
        return sum(finding.kind == kind for finding in (*proof.findings, *proof.undecided))

    yield "reached", ", ".join(share(kind, missing(kind), what) for kind, what in REACHED)
    if total.get("achievement"):
        avoidable = "" if missing("unavoidable") else ", each avoidable"
        yield "earned", share("achievement", missing("achievement"), "achievements") + avoidable
    if any(total.get(kind) for kind, _ in SHOWN):
        yield "shown", ", ".join(share(kind, missing(kind), what) for kind, what in SHOWN if total.get(kind))
    rests_on = f" (rests on {', '.join(proof.always_rests_on)})" if proof.always_rests_on else ""
    promises = []
    kinds = {finding.kind for finding in (*proof.findings, *proof.undecided)}
    if not kinds & {"soft_lock", "dead_end"}:
        promises.append(f"an ending can be reached from everywhere{rests_on}")
    if "doom" not in kinds:
        promises.append("an ending but death can be reached where no scene says `doomed`")
    if "overflow" not in kinds:
        promises.append("every variable keeps its range")
    for number, promise in enumerate(promises):
        yield "" if number else "always", promise
    for name, routes in proof.routes.items():
        yield story.categories[name].title, _by_achievements(routes, story) + _routes(routes)
    if story.categories and not proof.routes:
        yield "races", "their shortest routes were not asked for"
    most = proof.max_achievements
    if most is not None and story.achievements:
        bound = "no run earns more" if most.proved else f"at most {most.at_most}"
        yield "in one run", f"{most.found} achievements; {bound}"
    if proof.undecided:
        yield "undecided", f"{len(proof.undecided)}: {_undecided(proof.undecided)}"


def _by_achievements(routes: CategoryRoutes, story: Story) -> str:
    """What counts first in a race by achievements."""
    best = routes.by_achievements
    if best is None or best.choices is None:
        return ""
    earned = len(Playthrough.of_choices(story, best.choices).achievements)
    return f"{earned} achievements in {best.cost} moves, {'proved' if best.proved else 'best found'}; "


def _routes(routes: CategoryRoutes) -> str:
    names = list(dict.fromkeys((*routes.moves.rests_on, *routes.story_seconds.rests_on)))
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    moves, seconds = routes.moves, routes.story_seconds
    if moves.proved and moves.cost is not None and seconds.proved and seconds.cost is not None:
        over = f" over {', '.join((*names[:MOST_NAMED], *more))}" if names else ""
        return f"{moves.cost} moves, {story_time(seconds.cost)}, proved{over}"
    rests_on = f" (rests on {', '.join((*names[:MOST_NAMED], *more))})" if names else ""
    return "; ".join((_route(moves, lambda cost: f"{cost} moves"), _route(seconds, story_time))) + rests_on


def _route(route: Route, in_words: Callable[[int], str]) -> str:
    if route.cost is None:
        return "no run" if route.at_least is None else f"no run found, at least {in_words(route.at_least)}"
    if route.proved:
        return f"{in_words(route.cost)}, proved shortest"
    return f"best found {in_words(route.cost)}, proved at least {in_words(route.at_least or 0)}"


def answer(found: Answer, story: Story, packs: Sequence[Path] = ()) -> RenderableType:
    """How a thing is reached in the story of some packs, choice by choice; or what blocks it."""
    finding = found.finding
    if found.is_possible is None:
        return Text(
            f"It is undecided {UNDECIDED[finding.kind].format(**_facts(finding))}: give it more time (--max-seconds)."
        )
    if not found.is_possible:
        return findings.for_people(
            [diagnosed(DEFINITIONS[finding.kind], finding.span, _facts(finding), notes=_notes(finding, packs))]
        )
    count = len(found.choices)
    shortest = ", and there is no shorter way" if found.is_shortest else ""
    told = Text(f"By {count} choice{'' if count == 1 else 's'}{shortest}:\n" if count else "It is so from the start.\n")
    played = Playthrough.start(story)
    for choice in found.choices:
        option = next((each for each in played.options if each.id == choice), None)
        told.append(f"{played.scene:>24}  ", "dim")
        told.append(f"{choice:<18}", "bold")
        told.append(f" {option.text if option else ''}\n")
        with contextlib.suppress(StoryFault):
            played = played.choose(choice)
    if count:
        told.append(f"{_play_command(found.choices, packs)}\n", "dim")
    return told


def story_time(seconds: int) -> str:
    """Story time as people read it: `2 d 3 h 04 min 05 s`, from its largest part that is not zero."""
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, rest = divmod(rest, 60)
    parts = [f"{days} d", f"{hours} h", f"{minutes:02} min", f"{rest:02} s"]
    first = next((place for place, part in enumerate((days, hours, minutes)) if part), 3)
    return " ".join(parts[first:])


def _undecided(findings: Sequence[Finding]) -> str:
    told = [UNDECIDED[finding.kind].format(**_facts(finding)) for finding in findings[:MOST_UNDECIDED]]
    hard = sorted({name for finding in findings for name in finding.rests_on})
    told += [f"and {len(findings) - MOST_UNDECIDED} more"] if len(findings) > MOST_UNDECIDED else []
    told += [f"hard are {', '.join(hard)}"] if hard else []
    return "; ".join(told)


def verdict(proof: Proof, reads_otherwise: int = 0) -> str:
    """One line that says what came of it."""
    if proof.findings:
        count = len(proof.findings)
        told = f"{count} thing{'' if count == 1 else 's'} found"
    else:
        told = "nothing found"
    if reads_otherwise:
        told += f", but {reads_otherwise} blessed playthrough{'s read' if reads_otherwise > 1 else ' reads'} otherwise"
    state = "proved" if proof.complete else "the budget ran out, not all is decided"
    return f"{told[0].upper()}{told[1:]}; {state}, in {proof.seconds:.1f} s."
