"""What a writer begins with: a pack that can be checked and played at once, and pieces to add to one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from redheat_game.authoring.json_schema import FILE_NAME as SCHEMA_NAME
from redheat_game.authoring.json_schema import modeline, schema_text
from redheat_game.story.collection import Collection
from redheat_game.story.loader import collect_story
from redheat_game.story.schema import IDENTIFIER, RESERVED

STAND_ALONE = """\
{modeline}
# Everything that the story declares. `redheat check` says what is wrong, `redheat write` shows the story as you write.
story: {title}
hero: You
start: {prefix}_start
clock: "09:00"

acts:
  - {{id: first, title: The First Act}}

variables:
  courage: {{is: range 0..3, start: 1, clamp: true, meter: Courage, better: more}}

places:
  here: {{name: here}}

endings:
  home:
    title: Home
    kind: victory
    line: You are where you wanted to be.

achievements:
  first_step:
    title: The First Step
    riddle: It is said to be the hardest.
    hint: Begin, and be brave about it.
    told: You have begun.
"""
STAND_ALONE_SCENES = """\
{modeline}
scene: {prefix}_start
title: The Beginning
place: here
act: first
text: |
  Write here what the player reads. {{courage > 1: You feel braver than you are.|You hold on to your bag.}}
choices:
  - say: Be brave.
    id: brave
    once: true
    do: courage += 1
    unlock: first_step
    go: {prefix}_start
  - say: Go home.
    go: {prefix}_home
---
scene: {prefix}_home
title: Home
place: here
act: first
text: |
  The door is where you left it.
ending: home
"""
BRANCH = """\
{modeline}
# A branch of your own. `from` hangs it on a scene that stands; nothing of the game's has to be edited.
scene: {prefix}_begins
title: A Way of Your Own
{setting}from:
  - scene: {attach_to}
    say: Look the other way.
text: |
  Write here what the player reads. {{First time.|Again.}}
choices:
  - say: Turn back.
    go: {attach_to}
"""
PRE_COMMIT = """\
repos:
  - repo: local
    hooks:
      - id: redheat-check
        name: redheat check
        # seconds; the shortest routes of the races, which take longer, are the workflow's
        entry: redheat check --no-routes .
        language: system
        files: \\.ya?ml$
        pass_filenames: false
"""
WORKFLOW = """\
name: story
on: [push, pull_request]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
      # what pip calls the game, or the address of its repository
      - run: pip install redheat-game
      - run: redheat check --format github --max-seconds 900 .
"""


class ScaffoldError(ValueError):
    """What was asked for cannot be made; says why."""


@dataclass(frozen=True)
class Plan:
    """Files to be written."""

    files: Mapping[Path, str]
    kept: tuple[Path, ...] = ()
    """Files that would have been written, but are there already."""


def pack_plan(folder: Path, title: str | None, attach_to: str | None = None) -> Plan:
    """A pack in `folder`: a story of its own with this title, or a branch of the game where there is no title.

    Whatever is there already is kept; where there are story files, none are added.

    Args:
        folder: where it is to be.
        title: the title of a story of its own.
        attach_to: the scene of the game on which the branch hangs; else the game's first.

    Raises:
        ScaffoldError: there is no such scene to hang it on.
    """
    schema_file = folder / SCHEMA_NAME
    prefix = prefix_of(folder)
    texts: dict[Path, str] = {}
    if not any(_story_files(folder)):
        if title is not None:
            for name, text in (("story.yaml", STAND_ALONE), ("scenes.yaml", STAND_ALONE_SCENES)):
                line = modeline(folder / name, schema_file)
                texts[folder / name] = text.format(modeline=line, prefix=prefix, title=json.dumps(title))
        else:
            game = collect_story()
            assert game.start is not None
            attach_to = attach_to or game.start.value
            _check_open(attach_to, game)
            setting = "".join(f"{each}\n" for each in _setting(attach_to, game))
            path = folder / "branch.yaml"
            line = modeline(path, schema_file)
            texts[path] = BRANCH.format(modeline=line, prefix=prefix, attach_to=attach_to, setting=setting)
    settings = {"yaml.schemas": {f"./{SCHEMA_NAME}": ["*.yaml", "**/*.yaml", "!.pre-commit-config.yaml"]}}
    texts[folder / ".vscode" / "settings.json"] = json.dumps(settings, indent=2) + "\n"
    texts[folder / ".vscode" / "extensions.json"] = json.dumps({"recommendations": ["redhat.vscode-yaml"]}) + "\n"
    texts[folder / ".pre-commit-config.yaml"] = PRE_COMMIT
    texts[folder / ".github" / "workflows" / "story.yml"] = WORKFLOW
    kept = tuple(path for path in texts if path.exists())
    return Plan({path: text for path, text in texts.items() if path not in kept}, kept)


def schema_plan(folder: Path) -> Plan:
    """The schema of a pack, as it has to be now."""
    return Plan({folder / SCHEMA_NAME: schema_text(collect_story([folder]))})


def scene_plan(folder: Path, name: str, attach_to: str | None, to: str | None) -> Plan:
    """A scene in a file of its own; it hangs on the scene `attach_to` and leads to `to`, or back.

    Raises:
        ScaffoldError: the id is taken or cannot be one, or a scene that is named is not there.
    """
    found = _pack(folder)
    _check_id(name, found.scenes, "scene")
    if to is not None:
        _check_there(to, found)
    if attach_to is not None:
        _check_open(attach_to, found)
    to = to or attach_to or (found.start.value if found.start else None)
    path = folder / f"{name}.yaml"
    lines = [modeline(path, folder / SCHEMA_NAME), f"scene: {name}", f"title: {_title(name)}"]
    if attach_to is not None:
        lines += [*_setting(attach_to, found), "from:", f"  - scene: {attach_to}", f"    say: To {_title(name)}."]
    lines += ["text: |", "  Write here what the player reads.", "choices:", "  - say: Go on.", f"    go: {to or name}"]
    return _new_file(path, "\n".join(lines) + "\n")


def trope_plan(folder: Path, name: str) -> Plan:
    """An achievement, in the pack's `tropes.yaml`.

    Raises:
        ScaffoldError: the id is taken, or cannot be one.
    """
    _check_id(name, _pack(folder).achievements, "achievement")
    text = f"""\
achievements:
  {name}:
    title: {_title(name)}
    riddle: What the gallery says before it is earned.
    hint: A plainer second hint, for those who ask.
    told: What the player reads on earning it.
"""
    return _added(folder / "tropes.yaml", folder, text)


def ending_plan(folder: Path, name: str, kind: str) -> Plan:
    """An ending and its last scene, `end_<name>`, in the pack's `endings.yaml`.

    Raises:
        ScaffoldError: the id is taken, or cannot be one.
    """
    found = _pack(folder)
    _check_id(name, found.endings, "ending")
    _check_id(f"end_{name}", found.scenes, "scene")
    text = f"""\
endings:
  {name}:
    title: {_title(name)}
    kind: {kind}
    line: One line under its name.
---
scene: end_{name}
title: {_title(name)}
text: |
  Write here how it ends.
ending: {name}
"""
    return _added(folder / "endings.yaml", folder, text)


def prefix_of(folder: Path) -> str:
    """What the ids of a pack begin with, so that packs of several writers do not clash."""
    words = re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip("_")
    return words if IDENTIFIER.fullmatch(words) and words not in RESERVED and len(words) <= 40 else "my"


def _pack(folder: Path) -> Collection:
    return collect_story([folder] if any(_story_files(folder)) else [])


def _story_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = [path for ending in ("yaml", "yml") for path in folder.rglob(f"*.{ending}")]
    return [path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _check_there(scene: str, found: Collection) -> None:
    if scene not in found.scenes:
        near = found.report.nearest(scene, found.scenes)
        raise ScaffoldError(f"no scene {scene}" + (f"; did you mean {near}?" if near else ""))


def _check_open(scene: str, found: Collection) -> None:
    _check_there(scene, found)
    if found.scenes[scene].choices is None:
        raise ScaffoldError(f"the scene {scene} has no choices to add one to")


def _setting(scene: str, found: Collection) -> list[str]:
    """The lines that let another scene play where this one does, under the same act."""
    written = found.scenes[scene]
    act = written.act.value if written.act else found.act_of_folder(written.span.file.folder)
    lines = [f"act: {act}"] if act else []
    return [*lines, f"place: {written.place.value}"] if written.place else lines


def _check_id(name: str, taken: Mapping[str, object], kind: str) -> None:
    if not IDENTIFIER.fullmatch(name) or len(name) > 60:
        raise ScaffoldError(f"{name} cannot be an id: those are lower-case words joined by underscores")
    if name in RESERVED:
        raise ScaffoldError(f"{name} is a word of the expression language and cannot be an id")
    if name in taken:
        raise ScaffoldError(f"{name} is the id of another {kind} already")


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _new_file(path: Path, text: str) -> Plan:
    if path.exists():
        raise ScaffoldError(f"{path} is there already")
    return Plan({path: text})


def _added(path: Path, folder: Path, text: str) -> Plan:
    line = modeline(path, folder / SCHEMA_NAME)
    if not path.exists():
        return Plan({path: f"{line}\n{text}"})
    before = path.read_text(encoding="utf-8").rstrip("\n")
    return Plan({path: f"{before}\n---\n{text}"})
