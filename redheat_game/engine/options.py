"""What a player is offered in a state: choices that can be taken, and locked ones with their reason."""

from __future__ import annotations

from dataclasses import dataclass

from redheat_game.engine.program import program_of
from redheat_game.engine.rendering import Run, render_line
from redheat_game.engine.state import State
from redheat_game.story.script import Story


@dataclass(frozen=True, slots=True)
class Option:
    """One line of the list that a player chooses from."""

    number: int
    """Its number on screen, from 1; a locked choice keeps its own."""
    position: int
    """Its position among the choices of the machine's scene."""
    id: str
    say: tuple[Run, ...]
    cost: str
    locked: tuple[Run, ...] | None = None
    """Why it cannot be taken; None where it can."""
    is_timeout: bool = False

    @property
    def takeable(self) -> bool:
        """Whether it can be taken."""
        return self.locked is None

    @property
    def text(self) -> str:
        """Its words without style."""
        return "".join(run.text for run in self.say)

    @property
    def reason(self) -> str:
        """The words of `locked`; empty where it can be taken."""
        return "".join(run.text for run in self.locked or ())


def options(story: Story, state: State) -> tuple[Option, ...]:
    """The choices shown in this state, in their order; hidden ones are left out."""
    runnable = program_of(story.machine).scene(state.scene).choices
    machine_choices = story.machine.scenes[state.scene].choices
    shown: list[Option] = []
    for position, script in enumerate(story.scenes[state.scene].choices):
        choice = runnable[position]
        locked = None
        if choice.guard is not None and not choice.guard(state.values):
            if choice.locked is None or script.locked is None or not choice.locked(state.values):
                continue
            locked = render_line(story, script.locked, state)
        shown.append(
            Option(
                len(shown) + 1,
                position,
                machine_choices[position].id,
                render_line(story, script.say, state),
                script.cost,
                locked,
                script.is_timeout,
            )
        )
    return tuple(shown)
