"""The graph of a story as one HTML page that needs nothing else."""

from __future__ import annotations

import html
import json
from importlib.resources import files

from redheat_game.authoring.graph import StoryGraph


def page(graph: StoryGraph) -> str:
    """The page. Its parameters stand behind `#` in its address: `search`, `fold` (ids of acts), `route`, `colour`,
    `scene`; so a view of it can be kept as a bookmark."""
    template = (files("redheat_game.authoring") / "graph_page.html").read_text(encoding="utf-8")
    # a story's text must not be able to end the script element
    data = json.dumps(graph.to_json(), ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    return template.replace("{{title}}", html.escape(graph.title)).replace("{{data}}", data)
