"""An exact judge: the story as a Promela model, whose whole state space SPIN visits one state at a time.

A scene is a label, so that SPIN's own program counter says where a playthrough is; live variables are global, and
those that no longer matter are set to 0 on arrival, as the diagrams forget them. What comes about is marked in an array
beside the state (`c_decl`, which is no part of it) and printed when the search is over. SPIN's LTL cannot say that an
ending can always still be reached, so of soft-locks and doom this judge is silent.
"""

from __future__ import annotations

from collections.abc import Iterator

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

    def text(self) -> str:
        """The model."""
        body = "\n".join(line for number in range(len(self.machine.scenes)) for line in self._scene(number))
        tables = "\n".join(
            f"  static const unsigned short {name}[] = {{{', '.join(map(str, table))}}};"
            for table, name in self._tables.items()
        )
        bits = {variable: max(1, (self.system.sizes[variable] - 1).bit_length()) for variable in self.variables}
        start = self.system.indexes(self.system.start.values)
        first = "\n".join(
            f"  v{variable} = {start[variable]};" for variable in self.live[self.system.start.scene] if start[variable]
        )
        return "\n".join(
            [
                "c_decl {",
                f"  static unsigned char marks[{max(1, len(self._marks))}];",
                tables,
                "  static void print_marks(void) {",
                f"    size_t n; printf(\"{MARKED}\"); for (n = 0; n < sizeof marks; n++) putchar('0' + marks[n]);",
                "    putchar('\\n');",
                "  }",
                "}",
                *(f"unsigned v{variable} : {bits[variable]};" for variable in self.variables),
                "init {",
                "  c_code { atexit(print_marks); };",
                f"  d_step {{ skip;\n{first}\n  }};",
                f"  goto s{self.system.start.scene};",
                body,
                "over: skip",
                "}\n",
            ]
        )

    def _mark(self, *what: str) -> str:
        number = self._marks.setdefault(what, len(self._marks))
        return f"marks[{number}] = 1;"

    def _scene(self, number: int) -> Iterator[str]:
        scene = self.machine.scenes[number]
        if scene.ending is not None:
            return
        yield f"s{number}:"
        yield "  if"
        for command in self.system.commands[number]:
            yield f"  :: d_step {{ c_expr {{ {self._tested(command.guard)} }} -> c_code {{ {self._done(command)} }} }};"
            yield f"     goto {self._label(command)};"
        yield f"  :: else -> c_code {{ {self._mark('dead_end', scene.id)} }}; goto over;"
        yield "  fi;"

    def _label(self, command: Command) -> str:
        is_over = command.fault is not None or self.machine.scenes[command.target].ending is not None
        return "over" if is_over else f"s{command.target}"

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
            return " ".join(parts)
        for grant in self.grants.get((command.scene, command.choice), ()):
            parts.append(f"if ({self._tested(grant.guard)}) {self._mark('achievement', self.names[grant.variable])}")
        live = self.live[command.target]
        for variable, table in command.changes:
            if variable in live:
                parts.append(f"now.v{variable} = {self._looked_up(variable, table)};")
        for variable in sorted(self.live[command.scene] - live):
            parts.append(f"now.v{variable} = 0;")
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
