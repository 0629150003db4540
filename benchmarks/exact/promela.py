"""An exact judge: the story as a Promela model, whose whole state space SPIN visits one state at a time.

The state is the scene and the live variables, each in as few bits as it needs; those that no longer matter are set to 0
on arrival, as the diagrams forget them. Guards and changes are C functions, one pair for each scene: as Promela
statements they would all become one C function, over which a compiler takes minutes. What comes about is marked in an
array that is no part of the state, and printed when the search is over. SPIN's LTL cannot say that an ending can always
still be reached, so of soft-locks and doom this judge is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from benchmarks.exact.reduction import live_variables
from benchmarks.exact.verdicts import Verdicts
from redheat_game.analysis.commands import Command, Grant, Guard
from redheat_game.analysis.system import System
from redheat_game.engine.step import begin
from redheat_game.story.script import Story

MARKED = "marked:"
"""Before what came about, in the output of the search."""
MOST_BITS = 64
"""Values of a variable that fit the word in which a set of them is looked up."""


class Model:
    """A story as a Promela model.

    Args:
        story: the story.
    """

    def __init__(self, story: Story) -> None:
        self.story = story
        self.machine = story.machine
        self.system = System(self.machine, begin(self.machine).state).reduced()
        self.live = live_variables(self.system)
        self.variables = sorted(frozenset[int]().union(*self.live))
        self.names = {achievement.variable: name for name, achievement in story.achievements.items()}
        self.grants: dict[tuple[int, int], list[Grant]] = {}
        for grant in self.system.grants:
            self.grants.setdefault((grant.scene, grant.choice), []).append(grant)
        self._marks: dict[tuple[str, ...], int] = {}
        self._tables: dict[tuple[int, ...], str] = {}

    def functions(self) -> str:
        """What the model includes as `story.c`."""
        scenes = range(len(self.system.commands))
        functions = [line for number in scenes for line in self._scene(number)]
        tables = [
            f"static const unsigned short {name}[] = {{{', '.join(map(str, table))}}};"
            for table, name in self._tables.items()
        ]
        lines = [
            f"static unsigned char marks[{max(1, len(self._marks))}];",
            *tables,
            *functions,
            "static int can_no_more(int command) { return 0; }",
            "static void take_no_more(int command) { }",
            f"static int (*const allowed[])(int) = {{{self._names('can', scenes)}}};",
            f"static void (*const taken[])(int) = {{{self._names('take', scenes)}}};",
            "static void print_marks(void) {",
            f"  size_t n; printf(\"{MARKED}\"); for (n = 0; n < sizeof marks; n++) putchar('0' + marks[n]);",
            "  putchar('\\n');",
            "}",
        ]
        return "\n".join([*lines, ""])

    def text(self) -> str:
        """The model."""
        commands = self.system.commands
        bits = {variable: max(1, (self.system.sizes[variable] - 1).bit_length()) for variable in self.variables}
        start = self.system.start
        first = [f"now.v{name} = {self.system.indexes(start.values)[name]};" for name in self.live[start.scene]]
        lines = [
            f"unsigned scene : {max(1, len(commands).bit_length())};",
            *(f"unsigned v{variable} : {bits[variable]};" for variable in self.variables),
            # the backslash leaves the inclusion to the C compiler: SPIN's own texts may not be as long
            'c_code { \\#include "story.c"\n};',
            "init {",
            f"  c_code {{ atexit(print_marks); now.scene = {start.scene}; {' '.join(first)} }};",
            "  do",
            *(
                f"  :: d_step {{ c_expr {{ allowed[now.scene]({one}) }} -> c_code {{ taken[now.scene]({one}); }} }}"
                for one in range(max(len(own) for own in commands))
            ),
            "  :: else -> c_code { taken[now.scene](-1); }; break",
            "  od",
            "}",
        ]
        return "\n".join([*lines, ""])

    def _names(self, prefix: str, scenes: Iterable[int]) -> str:
        return ", ".join([*(f"{prefix}{number}" for number in scenes), f"{prefix}_no_more"])

    def _mark(self, *what: str) -> str:
        number = self._marks.setdefault(what, len(self._marks))
        return f"marks[{number}] = 1;"

    def _scene(self, number: int) -> Iterator[str]:
        """What can be done in a scene, and what then becomes of it; -1 is what is left where nothing can."""
        scene = self.machine.scenes[number]
        commands = self.system.commands[number]
        yield f"static int can{number}(int command) {{ switch (command) {{"
        for position, command in enumerate(commands):
            yield f"  case {position}: return {self._tested(command.guard)};"
        yield "  } return 0; }"
        yield f"static void take{number}(int command) {{ switch (command) {{"
        for position, command in enumerate(commands):
            yield f"  case {position}: {self._done(command)} break;"
        if scene.ending is None:
            yield f"  default: {self._mark('dead_end', scene.id)}"
        yield "  } }"

    def _tested(self, guard: Guard) -> str:
        return " && ".join(self._in(variable, values) for variable, values in guard) or "1"

    def _in(self, variable: int, values: int) -> str:
        size = self.system.sizes[variable]
        if size <= MOST_BITS:
            return f"({values}ull >> now.v{variable} & 1)"
        return self._looked_up(variable, tuple(values >> index & 1 for index in range(size)))

    def _done(self, command: Command) -> str:
        scene = self.machine.scenes[command.scene]
        choice = scene.choices[command.choice].id
        parts = [self._mark("choice", scene.id, choice)]
        parts += [self._mark("scene", self.machine.scenes[entered].id) for entered in command.entered]
        if command.fault is not None:
            parts.append(self._mark("overflow", scene.id, choice, self.machine.variables[command.fault].name))
            parts += [f"now.v{variable} = 0;" for variable in sorted(self.live[command.scene])]
            return " ".join([*parts, f"now.scene = {len(self.machine.scenes)};"])
        for grant in self.grants.get((command.scene, command.choice), ()):
            parts.append(f"if ({self._tested(grant.guard)}) {self._mark('achievement', self.names[grant.variable])}")
        live = self.live[command.target]
        for variable, table in command.changes:
            if variable in live:
                parts.append(f"now.v{variable} = {self._looked_up(variable, table)};")
        for variable in sorted(self.live[command.scene] - live):
            parts.append(f"now.v{variable} = 0;")
        parts.append(f"now.scene = {command.target};")
        return " ".join(parts)

    def _looked_up(self, variable: int, table: tuple[int, ...]) -> str:
        if len(set(table)) == 1:
            return str(table[0])
        return f"{self._tables.setdefault(table, f'table{len(self._tables)}')}[now.v{variable}]"

    def verdicts(self, printed: str) -> Verdicts:
        """What came about, read from the output of a search that visited everything."""
        marked = next(line for line in printed.splitlines() if line.startswith(MARKED)).removeprefix(MARKED)
        found = Verdicts.at_start(self.machine)
        for what, mark in zip(self._marks, marked, strict=True):
            if mark == "1":
                match what:
                    case ("scene", scene):
                        found.scenes.add(scene)
                        ending = self.machine.scenes[self.machine.scene_numbers[scene]].ending
                        found.endings |= {ending} if ending is not None else set()
                    case ("choice", scene, choice):
                        found.choices.add((scene, choice))
                    case ("achievement", achievement):
                        found.achievements.add(achievement)
                    case ("overflow", scene, choice, variable):
                        found.overflows.add((scene, choice, variable))
                    case ("dead_end", scene):
                        found.dead_ends.add(scene)
        return found
