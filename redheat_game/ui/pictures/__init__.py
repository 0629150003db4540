"""Pictures on the terminal: from a `Picture` (data) to pixels, from pixels to lines, and the widget that shows them.

`painter.paint` is the pure part, `strips.to_strips` puts pixels into terminal lines, `band.PictureBand` is the widget.
"""

from redheat_game.ui.pictures.band import PictureBand
from redheat_game.ui.pictures.painter import FRAMES_PER_SECOND, paint
from redheat_game.ui.pictures.strips import ColourMode, to_strips

__all__ = ["FRAMES_PER_SECOND", "ColourMode", "PictureBand", "paint", "to_strips"]
