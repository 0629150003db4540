"""Finding the story of a replay: the present one, packed ones that were given, and those kept beside replays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from redheat_game.speedrun.optimum import Optima, Optimum
from redheat_game.speedrun.packing import SUFFIX, PackedStory, PackError, unpack
from redheat_game.story.script import Story

STORIES = "stories"
"""The folder beside replays in which their stories are kept."""


def read_packed(path: Path) -> PackedStory:
    """The packed story of a file.

    Raises:
        PackError: it cannot be read, or is none; the message names the file.
    """
    try:
        return unpack(path.read_bytes())
    except OSError as error:
        raise PackError(f"{path} cannot be read: {error.strerror}") from error
    except PackError as error:
        raise PackError(f"{path}: {error}") from error


class Stories:
    """Stories by their rules digest; each is loaded when it is first asked for.

    Args:
        present: loads the present story; called once, and only where nothing else has the digest.
        given: packed stories.
        folders: where packed stories may lie, under the names of their digests.
        optima: what was proved before.
    """

    def __init__(
        self,
        present: Callable[[], Story | None],
        given: Iterable[PackedStory] = (),
        folders: Sequence[Path] = (),
        optima: Optima | None = None,
    ) -> None:
        self._present = present
        self._folders = list(folders)
        self._optima = optima
        self._known: dict[str, Story | None] = {}
        self._proved: dict[tuple[str, str], Optimum] = {}
        self._has_present = False
        for packed in given:
            self._take(packed)

    def _take(self, packed: PackedStory) -> None:
        digest = packed.story.rules_digest
        self._known[digest] = packed.story
        for name, optimum in packed.optima.items():
            self._proved[digest, name] = optimum.better_of(self._proved.get((digest, name)))

    def beside(self, replay: Path) -> None:
        """Look also in the folder of stories beside a replay."""
        folder = replay.parent / STORIES
        if folder not in self._folders:
            self._folders.append(folder)
            # what was not there may be here
            self._known = {digest: story for digest, story in self._known.items() if story is not None}

    def of(self, rules: str) -> Story | None:
        """The story of a rules digest; None where it is not at hand."""
        if not self._has_present and rules not in self._known:
            self._has_present = True
            story = self._present()
            if story is not None:
                self._known.setdefault(story.rules_digest, story)
        if rules not in self._known:
            self._known[rules] = self._kept(rules)
        return self._known[rules]

    def _kept(self, rules: str) -> Story | None:
        for folder in self._folders:
            path = folder / f"{rules}{SUFFIX}"
            try:
                if path.is_file() and (packed := read_packed(path)).story.rules_digest == rules:
                    self._take(packed)
                    return packed.story
            except PackError:
                continue
        return None

    def optimum(self, story: Story, category: str) -> Optimum | None:
        """What is proved of a category."""
        found = self._proved.get((story.rules_digest, category))
        kept = self._optima.get(story, category) if self._optima else None
        return kept.better_of(found) if kept else found
