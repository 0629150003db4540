"""Playthroughs that were found good, kept with what is read in them; and what has become of them since.

`NAME.json` holds the choices, `NAME.txt` beside it the transcript, one passage for each choice. A playthrough without a
transcript is only replayed.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from redheat_game.authoring.bounds import is_inside
from redheat_game.authoring.findings import github_command
from redheat_game.engine.playthrough import Playthrough, Turn, unlocked_in
from redheat_game.engine.state import present_choice
from redheat_game.engine.step import ChoiceNotAvailable, StoryFault
from redheat_game.engine.transcript import turn_text
from redheat_game.engine.wording import counted
from redheat_game.storage.writing import write_atomically
from redheat_game.story.loader import game_scenes
from redheat_game.story.schema import IDENTIFIER
from redheat_game.story.script import Story

FOLDER = "playthroughs"
BETWEEN_PASSAGES = "\n\n\n"
MOST_TOLD = 10
"""Passages that an annotation names."""


@dataclass(frozen=True)
class Difference:
    """One passage of a blessed playthrough that is not as it was, or the point from which it cannot be played."""

    playthrough: str
    """The file's name without its ending."""
    passage: int
    """The number of choices before it."""
    scene: str
    before: str
    """The passage as it was blessed; empty where there was none."""
    after: str
    """The passage as it is now; empty where there is none."""
    problem: str = ""
    """Why the playthrough goes no further, if it does not."""


@dataclass(frozen=True)
class Replay:
    """A blessed playthrough as it is now."""

    file: Path
    passages: tuple[str, ...]
    scenes: tuple[str, ...]
    """The scene of each passage."""
    problem: str
    """Why it cannot be played to its end; empty where it can."""

    @property
    def transcript(self) -> str:
        """What is kept beside the choices."""
        return BETWEEN_PASSAGES.join(self.passages) + "\n"

    @property
    def transcript_file(self) -> Path:
        """Where it is kept."""
        return self.file.with_suffix(".txt")


class NotAPlaythrough(ValueError):
    """A file is no blessed playthrough; says which, and why."""


def blessed_folders(packs: Sequence[Path]) -> list[Path]:
    """The folders of blessed playthroughs that there are: of the packs, or of the game where there are none.

    The game's own are not replayed with packs over it, which may well change what is read. An installed game carries
    none.
    """
    homes = list(packs) or [game_scenes().parent / "tests"]
    return [home / FOLDER for home in homes if (home / FOLDER).is_dir() and is_inside(home, home / FOLDER)]


def replay_all(story: Story, packs: Sequence[Path]) -> list[Replay]:
    """All blessed playthroughs of these packs (none for the game alone), in this story, as they are now.

    Raises:
        NotAPlaythrough: a file cannot be read as one.
    """
    files = [file for folder in blessed_folders(packs) for file in sorted(folder.glob("*.json"))]
    return [replay(story, file) for file in files]


def blessed_choices(packs: Sequence[Path]) -> Iterator[list[str]]:
    """The choices of all blessed playthroughs that can be read."""
    for folder in blessed_folders(packs):
        for file in sorted(folder.glob("*.json")):
            with contextlib.suppress(NotAPlaythrough):
                yield _choices_in(file)


def differences(replays: Sequence[Replay]) -> list[Difference]:
    """What is not as it was blessed, passage by passage."""
    return [difference for each in replays for difference in _differences(each)]


def replay(story: Story, file: Path) -> Replay:
    """Play the choices of a file, as far as they go; ids that were renamed since are followed.

    Raises:
        NotAPlaythrough: the file cannot be read.
    """
    return _played(story, file, _choices_in(file))


def _choices_in(file: Path) -> list[str]:
    for each in (file, file.with_suffix(".txt")):
        if not is_inside(file.parent, each):
            raise NotAPlaythrough(f"{each} is a link that leads out of its folder")
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return [str(choice) for choice in data["choices"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAPlaythrough(f"{file} is no blessed playthrough: it has to be JSON with a list `choices`") from error


def _played(story: Story, file: Path, choices: Sequence[str]) -> Replay:
    played = Playthrough.start(story)
    problem = ""
    for choice in choices:
        try:
            played = played.choose(present_choice(story, played.scene, choice))
        except ChoiceNotAvailable:
            problem = f"{choice} cannot be chosen in {played.scene}"
            break
        except StoryFault as fault:
            problem = f"after {choice} in {played.scene}: {fault}"
            break
    scenes = tuple(story.machine.scenes[turn.state.scene].id for turn in played.turns)
    return Replay(file, tuple(passages(played)), scenes, problem)


def passages(played: Playthrough) -> Iterator[str]:
    """What is kept of each turn: the choice that led there, what was read, what was earned, how it ended."""
    for turn in played.turns:
        yield _passage(played, turn)


def _passage(played: Playthrough, turn: Turn) -> str:
    story = played.story
    scene = story.machine.scenes[turn.state.scene]
    parts = [f"> {turn.said}"] if turn.said else []
    parts.append(turn_text(played, turn))
    for name in unlocked_in(turn.events):
        parts.append(f"Earned: {story.achievements[name].title}. {story.achievements[name].told}")
    if scene.ending:
        parts.append(f"The end: {story.endings[scene.ending].title}. {story.endings[scene.ending].line}")
    return "\n\n".join(parts)


class CannotBless(ValueError):
    """A playthrough cannot be blessed; says why."""


def bless(story: Story, choices: Sequence[str], folder: Path, name: str) -> list[Path]:
    """Keep a playthrough and its transcript as `name` in `folder`; gives the files written.

    Raises:
        CannotBless: the choices cannot be taken, the name is taken or no name.
        OSError: it cannot be written.
    """
    if not IDENTIFIER.fullmatch(name):
        raise CannotBless(f"{name} cannot be a name: those are lower-case words joined by underscores")
    file = folder / f"{name}.json"
    if not all(is_inside(folder.parent, path) for path in (file, file.with_suffix(".txt"))):
        raise CannotBless(f"{folder} holds a link that leads out of the pack")
    if file.exists():
        raise CannotBless(f"{file} is there already; redheat bless --update {name} accepts how it reads now")
    now = _played(story, file, choices)
    if now.problem:
        raise CannotBless(f"it cannot be played: {now.problem}")
    write_atomically(file, json.dumps({"choices": list(choices)}, indent=1) + "\n")
    write_atomically(now.transcript_file, now.transcript)
    return [file, now.transcript_file]


def home_of(pack: Path | None) -> Path | None:
    """The folder for blessed playthroughs of a pack, or of the game; None where the game is installed without one."""
    home = pack if pack is not None else game_scenes().parent / "tests"
    return home / FOLDER if home.is_dir() else None


def _differences(now: Replay) -> Iterator[Difference]:
    name = now.file.stem
    if now.problem:
        count = len(now.passages) - 1
        yield Difference(name, count, now.scenes[count], "", "", now.problem)
    try:
        kept = now.transcript_file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except (OSError, UnicodeDecodeError) as error:
        raise NotAPlaythrough(f"{now.transcript_file} cannot be read: {error}") from error
    before = kept.rstrip("\n").split(BETWEEN_PASSAGES)
    matching = SequenceMatcher(None, before, now.passages, autojunk=False)
    for kind, start, end, now_start, now_end in matching.get_opcodes():
        if kind == "equal" or (now.problem and kind == "delete"):
            continue
        for offset in range(max(end - start, now_end - now_start)):
            old = before[start + offset] if start + offset < end else ""
            new = now.passages[now_start + offset] if now_start + offset < now_end else ""
            number = min(now_start + offset, len(now.passages) - 1)
            yield Difference(name, number, now.scenes[number], old, new)


def for_people(found: Sequence[Difference]) -> RenderableType:
    """Each difference with its lines, those that went with - and those that came with +."""
    told = []
    for each in found:
        lines = Text()
        lines.append(f"{each.playthrough}, after {counted(each.passage, 'choice')}, in {each.scene}", "bold")
        if each.problem:
            lines.append(f": goes no further: {each.problem}", "red")
        lines.append("\n")
        before, after = each.before.splitlines(), each.after.splitlines()
        for kind, start, end, now_start, now_end in SequenceMatcher(None, before, after).get_opcodes():
            if kind != "equal":
                lines.append("".join(f"  - {line}\n" for line in before[start:end] if line), "red")
                lines.append("".join(f"  + {line}\n" for line in after[now_start:now_end] if line), "green")
        told.append(lines)
    return Group(*told)


def for_github(replays: Sequence[Replay], found: Sequence[Difference]) -> str:
    """One line for each playthrough that differs, which GitHub shows beside its transcript."""
    lines = []
    for replay in replays:
        own = [each for each in found if each.playthrough == replay.file.stem]
        if not own:
            continue
        problems = [f"goes no further: {each.problem}" for each in own if each.problem]
        reads = [
            f"reads otherwise after {counted(each.passage, 'choice')}, in {each.scene}"
            for each in own
            if not each.problem
        ]
        more = [f"and {len(reads) - MOST_TOLD} more"] if len(reads) > MOST_TOLD else []
        accept = f"redheat bless --update {replay.file.stem} accepts how it reads now"
        told = "\n".join((*problems, *reads[:MOST_TOLD], *more, accept))
        file = replay.file if problems else replay.transcript_file
        file = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
        lines.append(github_command("error", told, {"file": file, "title": f"playthrough {replay.file.stem}"}))
    return "".join(lines)


def summary(replays: Sequence[Replay], found: Sequence[Difference]) -> str:
    """One line about all of them."""
    changed = {each.playthrough for each in found}
    return f"{counted(len(replays), 'blessed playthrough')}: " + (
        f"{len(changed)} read otherwise now" if changed else "all as they were"
    )
