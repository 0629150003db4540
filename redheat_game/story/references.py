"""Finding what a reference names, and whether one scene may lead to another."""

from __future__ import annotations

from collections.abc import Mapping

from redheat_game.story.collection import Collection
from redheat_game.story.diagnostics import flow, names, notes, offers
from redheat_game.story.source import Scalar, Span

_UNKNOWN = {
    "scene": names.UNKNOWN_SCENE,
    "achievement": names.UNKNOWN_ACHIEVEMENT,
    "ending": names.UNKNOWN_ENDING,
    "place": names.UNKNOWN_PLACE,
    "group": names.UNKNOWN_GROUP,
    "act": names.UNKNOWN_ACT,
    "beat": names.UNKNOWN_BEAT,
    "picture": names.UNKNOWN_PICTURE,
    "heading": notes.UNKNOWN_HEADING,
    "note": notes.UNKNOWN_NOTE,
}


class References:
    """Looks ids up; one that is unknown is reported with the nearest that is known."""

    def __init__(self, found: Collection) -> None:
        self.found = found
        self.report = found.report

    def find(self, kind: str, known: Mapping[str, object], scalar: Scalar) -> str | None:
        """The id if something of that kind bears it. What was declared wrongly is not reported again."""
        if scalar.value in known:
            return scalar.value
        if scalar.value not in self.found.broken:
            proposal = self.report.nearest(scalar.value, known)
            self.report.add(_UNKNOWN[kind], scalar.span, name=scalar.value, suggestion=proposal)
        return None

    def scene(self, scalar: Scalar) -> str | None:
        """The id if a scene bears it."""
        return self.find("scene", self.found.scenes, scalar)

    def may_go(self, origin: str, target: str, place: Span) -> bool:
        """Whether `origin` may lead to `target` without a call or a return; if not, that is reported."""
        to = self.found.scenes[target]
        if to.sub_scene:
            self.report.add(flow.GO_TO_SUB_SCENE, place, name=target)
            return False
        if self.found.scenes[origin].sub_scene and to.ending is None:
            self.report.add(flow.LEAVES_SUB_SCENE, place, origin=origin, name=target)
            return False
        return True

    def start(self) -> str | None:
        """The first scene, or None where it was reported."""
        if self.found.title is None or self.found.start is None:
            if not self.found.broken:
                missing = "story" if self.found.title is None else "start"
                self.report.add(names.NO_START, self.found.title.span if self.found.title else None, key=missing)
            return None
        name = self.scene(self.found.start)
        if name is not None and (self.found.scenes[name].sub_scene or self.found.scenes[name].ending):
            self.report.add(offers.START_UNFIT, self.found.start.span, name=name)
            return None
        return name
