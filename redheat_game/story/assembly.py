"""Puts a story together from what was declared and what was lowered."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from redheat_game.story import category_syntax, script, syntax
from redheat_game.story.collection import Collection, Table, check_former_ids, plain
from redheat_game.story.conditions import Tree
from redheat_game.story.diagnostics import offers
from redheat_game.story.digests import rules_digest, text_digest
from redheat_game.story.lowering import Lowering
from redheat_game.story.machine import Machine
from redheat_game.story.parsed import Parsed
from redheat_game.story.picture_syntax import lower_picture
from redheat_game.story.source import Scalar, Span
from redheat_game.story.syntax_base import Syntax
from redheat_game.story.variables import declared_variables

MAX_COPIED = 4_000_000
"""Characters, roughly, of groups and rules, counted once for each scene that gets its copy of them."""


def assemble(found: Collection, parsed: Parsed | None = None) -> script.Story | None:
    """The story of a collection, or None where its errors leave none; all errors are in its report.

    Args:
        found: what was declared.
        parsed: what expressions and passages were parsed to before; it takes up what they are parsed to now.
    """
    if _copied(found) > MAX_COPIED:
        found.report.add(offers.TOO_MANY_COPIES, None, limit=MAX_COPIED)
        return None
    table, meters, pockets = declared_variables(found)
    lowering = Lowering(found, table, meters, parsed or Parsed())
    pictures = {name: lower_picture(picture, found.report) for name, picture in found.pictures.items()}
    places = _places(found, lowering)
    endings = {
        name: script.Ending(name, plain(ending.title), ending.kind, plain(ending.line))
        for name, ending in found.endings.items()
    }
    categories = {name: _category(name, category, lowering) for name, category in found.categories.items()}
    machine = lowering.run()
    former = _former_ids(found, lowering.choices.former_choices)
    if machine is None or found.report.has_errors:
        return None
    _warn_of_unreached(machine, lowering)
    return script.Story(
        title=plain(found.title),
        machine=machine,
        scenes=tuple(lowering.scripts),
        clock=found.clock,
        acts={
            name: script.Act(name, plain(act.title), act.theme, number)
            for number, (name, act) in enumerate(found.acts.items(), start=1)
        },
        cast={name: script.CastMember(plain(member.name), plain(member.about)) for name, member in found.cast.items()},
        places=places,
        endings=endings,
        achievements=_achievements(found, machine),
        categories=categories,
        meters=lowering.meters,
        pockets=pockets,
        former=former,
        pictures=pictures,
        rules_digest=rules_digest(machine, categories),
        text_digest=text_digest(plain(found.title), machine, lowering.scripts, lowering.notebook),
        beats=tuple(found.beats),
        tropes=tuple(found.tropes),
        declared_at=_places_of_declarations(found),
        hero=plain(found.hero) or "You",
        notebook=lowering.notebook,
        content_note="\n\n".join(map(plain, found.content_notes)),
    )


def _places_of_declarations(found: Collection) -> dict[tuple[str, str], Span]:
    places: dict[tuple[str, str], Span] = {("rule", rule.go.value): rule.span for rule in reversed(found.always)}
    for table in (found.endings, found.achievements, found.categories, found.beats, found.tropes):
        assert isinstance(table, Table)
        places.update({(table.kind, name): span for name, span in table.places.items()})
    return places


def _places(found: Collection, lowering: Lowering) -> dict[str, script.Place]:
    places = {}
    for name, place in found.places.items():
        picture = None
        if place.picture:
            picture = lowering.references.find("picture", found.pictures, place.picture)
        places[name] = script.Place(plain(place.name), picture)
    return places


def _achievements(found: Collection, machine: Machine) -> dict[str, script.Achievement]:
    return {
        name: script.Achievement(
            name,
            plain(item.title),
            plain(item.riddle),
            plain(item.hint),
            plain(item.told),
            plain(item.trope) or None,
            machine.variable_numbers[f"@unlocked.{name}"],
        )
        for name, item in found.achievements.items()
    }


def _category(name: str, written: category_syntax.Category, lowering: Lowering) -> script.Category:
    find, found, scope = lowering.references.find, lowering.found, lowering.scopes.rules("")
    endings = [find("ending", found.endings, ending) for ending in written.endings]
    splits = []
    for split in written.splits:
        ways = [way for way in (split.scene, split.when, split.ending) if way is not None]
        if len(ways) != 1:
            found.report.add(offers.SPLIT_REACHED_HOW, split.span, title=plain(split.title))
        splits.append(
            script.Split(
                plain(split.title),
                lowering.references.scene(split.scene) if split.scene else None,
                lowering.scopes.condition(split.when, scope),
                find("ending", found.endings, split.ending) if split.ending else None,
            )
        )
    condition: Tree | None = lowering.scopes.condition(written.when, scope)
    if not written.endings:
        found.report.add(offers.CATEGORY_WITHOUT_ENDING, written.where("endings"), name=name)
    return script.Category(
        name,
        plain(written.title),
        plain(written.about),
        tuple(ending for ending in endings if ending),
        condition,
        written.order,
        tuple(splits),
        written.undo,
        written.pause,
    )


def _former_ids(found: Collection, former_choices: dict[str, dict[str, str]]) -> script.FormerIds:
    def by_former(table: dict[str, Any], kind: str) -> dict[str, str]:
        renamed = {}
        for name, item in table.items():
            check_former_ids(item.was, table, kind, found.report)
            renamed.update({former.value: name for former in item.was})
        return renamed

    variables = {
        former.value: name
        for name, (_, written) in found.variables.items()
        if isinstance(written, syntax.Variable)
        for former in written.was
    }
    return script.FormerIds(
        by_former(found.scenes, "scene"),
        former_choices,
        variables,
        by_former(found.achievements, "achievement"),
        by_former(found.endings, "ending"),
    )


def _warn_of_unreached(machine: Machine, lowering: Lowering) -> None:
    """Warn of scenes to which no way leads at all, whatever the conditions."""
    reached = {machine.start}
    waiting = [machine.start]
    while waiting:
        scene = machine.scenes[waiting.pop()]
        ways = [target for choice in scene.choices for target in choice.targets] + list(scene.always)
        for target in ways:
            if target.scene not in reached:
                reached.add(target.scene)
                waiting.append(target.scene)
    for number, scene in enumerate(machine.scenes):
        if number not in reached:
            lowering.report.add(offers.NOTHING_LEADS_HERE, lowering.scripts[number].span, name=scene.id)


def _copied(found: Collection) -> int:
    """How much lowering would copy: the groups that scenes include, and every rule for every scene."""
    groups = {name: _size(group) for name, group in found.groups.items()}
    included = sum(
        groups.get(entry.include.value, 0)
        for scene in found.scenes.values()
        for entry in scene.choices or ()
        if isinstance(entry, syntax.Include)
    )
    return included + _size(found.always) * len(found.scenes)


def _size(value: object) -> int:
    """Characters of a piece of syntax, and some for each of its parts."""
    match value:
        case Scalar():
            return 20 + len(value.value)
        case Syntax():
            return 50 + sum(_size(getattr(value, item.name)) for item in fields(value))
        case list() | tuple():
            return sum(_size(item) for item in value)
    return 0
