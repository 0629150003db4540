"""Calls and returns: where each sub-scene can return to, and that calls neither circle nor nest too deep."""

from __future__ import annotations

from collections.abc import Iterable

from redheat_game.story import syntax
from redheat_game.story.collection import Collection
from redheat_game.story.diagnostics import flow
from redheat_game.story.references import References
from redheat_game.story.source import Scalar, Span

MAX_CALL_DEPTH = 4


class SubScenes:
    """The sub-scenes of a story with their return points."""

    def __init__(
        self,
        found: Collection,
        references: References,
        calls: Iterable[tuple[str, Scalar, Scalar | None, Span]],
    ) -> None:
        self.found = found
        self.references = references
        self.report = found.report
        self.return_points: dict[str, list[str]]
        """For each sub-scene the scenes it can return to, sorted, so that no order of files shows."""
        points: dict[str, set[str]] = {}
        callers: dict[str, list[tuple[str, Span]]] = {}
        called_at_all: set[str] = set()
        for origin, called, back, place in calls:
            name = references.scene(called)
            if name is None:
                continue
            if not found.scenes[name].sub_scene:
                self.report.add(flow.CALL_OF_ORDINARY_SCENE, place, name=name)
                continue
            called_at_all.add(name)
            point = self._return_point(origin, back)
            if point is not None:
                points.setdefault(name, set()).add(point)
                callers.setdefault(origin, []).append((name, place))
        self.return_points = {name: sorted(scenes) for name, scenes in points.items()}
        self._check_depth(callers)
        for name, scene in found.scenes.items():
            if scene.sub_scene and name not in called_at_all and not found.broken:
                self.report.add(flow.NEVER_CALLED, scene.scene.span, name=name)

    def _return_point(self, origin: str, back: Scalar | None) -> str | None:
        if back is None:
            return origin
        name = self.references.scene(back)
        if name is None or name == origin:
            return name
        return name if self.references.may_go(origin, name, back.span) else None

    def called(self, origin: str, call: Scalar, go: Scalar | list[syntax.TargetEntry] | None) -> tuple[str, int] | None:
        """The sub-scene that a call in `origin` enters and the number of its return point."""
        back = go.value if isinstance(go, Scalar) else origin
        points = self.return_points.get(call.value, [])
        return (call.value, points.index(back)) if back in points else None

    def _check_depth(self, callers: dict[str, list[tuple[str, Span]]]) -> None:
        """Follow calls from sub-scene to sub-scene; report circles and chains over the limit."""
        settled: dict[str, int] = {}

        def depth(name: str, above: tuple[str, ...]) -> int:
            if name in settled:
                return settled[name]
            deepest = 1
            if len(above) > 4 * MAX_CALL_DEPTH:
                return deepest
            for called, place in callers.get(name, ()):
                if called in above or called == name:
                    before = above[above.index(called) :] if called in above else ()
                    circle = " -> ".join([*before, name, called])
                    self.report.add(flow.CALL_CIRCLE, place, circle=circle)
                    continue
                deepest = max(deepest, 1 + depth(called, (*above, name)))
            settled[name] = deepest
            return deepest

        for name, scene in self.found.scenes.items():
            if scene.sub_scene:
                depth(name, ())
        for name, scene in self.found.scenes.items():
            if not scene.sub_scene:
                for called, place in callers.get(name, ()):
                    if settled.get(called, 1) > MAX_CALL_DEPTH:
                        self.report.add(flow.CALLS_TOO_DEEP, place, depth=settled[called], limit=MAX_CALL_DEPTH)
