"""What was proved of a story, told to people."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from redheat_game.analysis.report import CategoryRoutes, Finding, FindingKind, Proof
from redheat_game.story.script import Story

KINDS: dict[FindingKind, str] = {
    "scene": "this scene cannot be reached",
    "choice": "this choice can never be taken",
    "locked": "this locked choice is never shown",
    "alternative": "these words are never shown",
    "target": "this way is never taken",
    "rule": "this rule never applies",
    "achievement": "this achievement cannot be earned",
    "unavoidable": "every playthrough to a good end earns this achievement",
    "ending": "this ending cannot be reached",
    "overflow": "this variable can leave its range",
    "dead_end": "here there can be nothing to choose",
    "soft_lock": "from here no ending can be reached",
    "doom": "from here only deaths remain",
}
LONGEST_WITNESS = 400


def for_people(proof: Proof, story: Story) -> RenderableType:
    """What is wrong, what is undecided, and what holds."""
    lines = [*(_finding(finding, "red") for finding in proof.findings)]
    lines += [_finding(finding, "yellow", undecided=True) for finding in proof.undecided]
    return Group(*lines, *_what_holds(proof, story))


def _finding(finding: Finding, colour: str, *, undecided: bool = False) -> Text:
    told = Text()
    if finding.span is not None:
        told.append(f"{finding.span.file.name}:{finding.span.line}:{finding.span.column}: ", "bold")
    what = KINDS[finding.kind]
    told.append(f"undecided whether {what}" if undecided else what, colour)
    told.append(f": {finding.name}\n")
    details = []
    if finding.condition:
        details.append(f"it would need {finding.condition}")
    for name, values in finding.values.items():
        details.append(f"there {name} can be {', '.join(values)}")
    if finding.rests_on:
        details.append(f"rests on {', '.join(finding.rests_on)}")
    if finding.witness is not None:
        told_witness = " ".join(finding.witness)
        shown = told_witness[:LONGEST_WITNESS] + (" ..." if len(told_witness) > LONGEST_WITNESS else "")
        details.append(f"by these choices to {finding.witness_scene}: {shown}")
    told.append("".join(f"        {detail}\n" for detail in details), "dim")
    return told


def _what_holds(proof: Proof, story: Story) -> Iterator[Text]:
    if not proof.undecided and not (proof.soft_locks or proof.dead_ends):
        rests_on = f" (rests on {', '.join(proof.always_rests_on)})" if proof.always_rests_on else ""
        yield Text(f"Proved: an ending can be reached from everywhere{rests_on}.")
    for name, routes in proof.routes.items():
        yield Text(_route(story.categories[name].title, routes))
    most = proof.max_achievements
    if most is not None:
        bound = "and no more" if most.proved else f"and at most {most.at_most}"
        yield Text(f"Most achievements in one playthrough: {most.found}, {bound}.")
    state = "complete" if proof.complete else f"{len(proof.undecided)} undecided"
    yield Text(f"{len(proof.findings)} found, {state}, in {proof.seconds:.1f} s.")


def _route(title: str, routes: CategoryRoutes) -> str:
    told = []
    for measure, route in (("moves", routes.moves), ("seconds of story time", routes.story_seconds)):
        if route.cost is None:
            told.append(f"no run found for {measure}")
        elif route.proved:
            told.append(f"{route.cost} {measure}, proved shortest")
        else:
            told.append(f"best found {route.cost} {measure}, proved at least {route.at_least or 0}")
    return f"{title}: {'; '.join(told)}."


def exit_code(proof: Proof, fault: int, undecided: int) -> int:
    """0 where all is proved and nothing found; else what stands for a fault or for a budget that ran out."""
    if proof.findings:
        return fault
    return 0 if proof.complete else undecided
