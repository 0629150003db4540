"""What the player has found in a story, over all playthroughs. It only grows: undo takes nothing back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from redheat_game.engine.playthrough import Playthrough, ending_in, unlocked_in
from redheat_game.engine.step import SceneEntered
from redheat_game.storage.database import Database, now
from redheat_game.story.script import Story


@dataclass(frozen=True)
class Earned:
    """An achievement as it was first earned."""

    id: str
    earned: str
    """When: UTC, ISO 8601."""
    playthrough: str
    """The id of the playthrough."""
    scene: str
    """The id of the scene that its choice led to."""
    moves: int
    """Choices taken until then, that one included."""
    seconds: int
    """Story time until then."""
    title: str
    """As it was called then."""
    told: str


@dataclass(frozen=True)
class FoundEnding:
    """An ending that was reached."""

    id: str
    first: str
    """When: UTC, ISO 8601."""
    count: int
    """How often; once more where it is reached again after undo."""
    title: str
    kind: str


@dataclass(frozen=True)
class Counts:
    """How much of what there is in the story was found: pairs of (found, there are)."""

    achievements: tuple[int, int]
    scenes: tuple[int, int]
    choices: tuple[int, int]
    endings: tuple[int, int]


@dataclass(frozen=True)
class Discoveries:
    """Ids of what was never met before."""

    achievements: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


class Profile:
    """What was found in one story; ids of an edited story are found under what they used to be called as well.

    All methods raise `sqlite3.Error` where the database cannot be read or written.
    """

    def __init__(self, database: Database, key: str, story: Story) -> None:
        self._database = database
        self._key = key
        self._story = story

    def record(self, playthrough: str, moves: Iterable[tuple[Playthrough, int]]) -> Discoveries:
        """Add what happened at some turns; joins the transaction that is under way.

        Args:
            playthrough: the id of the playthrough.
            moves: (a playthrough, the position of one of its turns), each of which just happened.
        """
        moves = tuple(moves)
        return self._database.write(lambda connection: self._record(connection, playthrough, moves))

    def _record(
        self, connection: sqlite3.Connection, identity: str, moves: Sequence[tuple[Playthrough, int]]
    ) -> Discoveries:
        time = now()
        key = self._key
        achievements: list[str] = []
        scenes: list[str] = []
        endings: list[str] = []
        for playthrough, position in moves:
            story = playthrough.story
            machine = story.machine
            turn = playthrough.turns[position]
            scene = machine.scenes[turn.state.scene].id
            if position > 0 and turn.choice is not None:
                before = machine.scenes[playthrough.turns[position - 1].state.scene].id
                connection.execute(
                    "INSERT INTO taken (story, scene, choice, first, count) VALUES (?, ?, ?, ?, 1) "
                    "ON CONFLICT DO UPDATE SET count = count + 1",
                    (key, before, turn.choice, time),
                )
            for event in turn.events:
                if isinstance(event, SceneEntered):
                    if not self._knows(connection, "scenes", "scene", event.scene, story.former.scenes):
                        scenes.append(event.scene)
                    connection.execute(
                        "INSERT INTO scenes (story, scene, first, count) VALUES (?, ?, ?, 1) "
                        "ON CONFLICT DO UPDATE SET count = count + 1",
                        (key, event.scene, time),
                    )
            for name in unlocked_in(turn.events):
                if self._knows(connection, "achievements", "id", name, story.former.achievements):
                    continue
                achievements.append(name)
                told = story.achievements[name]
                connection.execute(
                    "INSERT INTO achievements (story, id, earned, playthrough, scene, moves, seconds, title, told) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (key, name, time, identity, scene, turn.state.moves, turn.state.seconds, told.title, told.told),
                )
            ending = ending_in(turn.events)
            if ending is not None:
                if not self._knows(connection, "endings", "id", ending, story.former.endings):
                    endings.append(ending)
                reached = story.endings[ending]
                connection.execute(
                    "INSERT INTO endings (story, id, first, count, title, kind) VALUES (?, ?, ?, 1, ?, ?) "
                    "ON CONFLICT DO UPDATE SET count = count + 1",
                    (key, ending, time, reached.title, reached.kind),
                )
        return Discoveries(tuple(achievements), tuple(scenes), tuple(endings))

    def _knows(
        self, connection: sqlite3.Connection, table: str, column: str, name: str, former: Mapping[str, str]
    ) -> bool:
        names = [name, *(old for old, new in former.items() if new == name)]
        marks = ", ".join("?" * len(names))
        query = f"SELECT 1 FROM {table} WHERE story = ? AND {column} IN ({marks})"
        return connection.execute(query, (self._key, *names)).fetchone() is not None

    def earned(self) -> dict[str, Earned]:
        """All achievements ever earned, by their present id, the first earned first."""
        former = self._story.former.achievements
        found: dict[str, Earned] = {}
        for row in self._rows("achievements", "earned, id"):
            name = former.get(row["id"], row["id"])
            values = {column: row[column] for column in row.keys() if column not in ("story", "id")}  # noqa: SIM118
            found.setdefault(name, Earned(id=name, **values))
        return found

    def seen_scenes(self) -> dict[str, int]:
        """All scenes ever entered, by their present id, with how often."""
        former = self._story.former.scenes
        found: dict[str, int] = {}
        for row in self._rows("scenes", "first"):
            name = former.get(row["scene"], row["scene"])
            found[name] = found.get(name, 0) + row["count"]
        return found

    def taken(self, scene: str) -> dict[str, int]:
        """The choices ever taken in a scene, by their present id, with how often."""
        return self.all_taken().get(scene, {})

    def all_taken(self) -> dict[str, dict[str, int]]:
        """The choices ever taken, by scene and choice, with how often."""
        former = self._story.former
        machine = self._story.machine
        found: dict[str, dict[str, int]] = {}
        for row in self._rows("taken", "first"):
            scene = former.scenes.get(row["scene"], row["scene"])
            choice = former.choices.get(scene, {}).get(row["choice"], row["choice"])
            number = machine.scene_numbers.get(scene)
            # a choice without an id of its own bears the id of its first target, which may have been renamed
            if number is not None and all(there.id != choice for there in machine.scenes[number].choices):
                choice = former.scenes.get(choice, choice)
            counts = found.setdefault(scene, {})
            counts[choice] = counts.get(choice, 0) + row["count"]
        return found

    def endings(self) -> dict[str, FoundEnding]:
        """All endings ever reached, by their present id, the first reached first."""
        former = self._story.former.endings
        found: dict[str, FoundEnding] = {}
        for row in self._rows("endings", "first, id"):
            name = former.get(row["id"], row["id"])
            first, count = (found[name].first, found[name].count) if name in found else (row["first"], 0)
            found[name] = FoundEnding(name, first, count + row["count"], row["title"], row["kind"])
        return found

    def counts(self) -> Counts:
        """How much of the present story was found; what has gone from it does not count."""
        story = self._story
        scenes = {scene.id for scene in story.machine.scenes}
        choices = {(scene.id, choice.id) for scene in story.machine.scenes for choice in scene.choices}
        taken = {(scene, choice) for scene, found in self.all_taken().items() for choice in found}
        return Counts(
            (len(story.achievements.keys() & self.earned().keys()), len(story.achievements)),
            (len(scenes & self.seen_scenes().keys()), len(scenes)),
            (len(choices & taken), len(choices)),
            (len(story.endings.keys() & self.endings().keys()), len(story.endings)),
        )

    def _rows(self, table: str, order: str) -> list[sqlite3.Row]:
        query = f"SELECT * FROM {table} WHERE story = ? ORDER BY {order}"
        return self._database.read(lambda connection: connection.execute(query, (self._key,)).fetchall())
