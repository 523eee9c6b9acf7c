"""What every stroke of one picture shares: the pixels, the scene made ready, the sight, the colours, and how fine."""

from dataclasses import dataclass

from map.palette import Palette
from map.raster import Image
from map.stage import Stage
from map.view import View


@dataclass(frozen=True, eq=False)
class Sheet:
    """One picture in the making. `view` counts physical pixels and keeps in its dpr how many make a logical one."""

    image: Image
    stage: Stage
    view: View
    palette: Palette
    fine: bool

    @property
    def zoom(self) -> float:
        """Logical pixels a metre."""
        return self.view.px_per_m / self.view.dpr

    @property
    def hairline(self) -> int:
        """Physical pixels of a thin line."""
        return max(1, round(self.view.dpr))
