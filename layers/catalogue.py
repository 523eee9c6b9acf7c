"""LAYERS: every layer there is, from the lowest drawn to the highest."""

from layers.alarms import AlarmsLayer
from layers.cameras import CamerasLayer
from layers.devices import DevicesLayer
from layers.districts import BuildingsLayer, GridsLayer, PathsLayer
from layers.drawings import DrawingsLayer
from layers.ended import EndedLayer
from layers.gathered import GatheredLayer
from layers.guards import GuardsLayer, TrailsLayer
from layers.homes import EldersLayer, RentalsLayer
from layers.layer import Layer
from layers.orders import OrdersLayer
from layers.safety import SafetyLayer
from layers.selection import SelectionLayer

LAYERS: tuple[Layer, ...] = (
    GridsLayer(),
    DrawingsLayer(),
    BuildingsLayer(),
    PathsLayer(),
    RentalsLayer(),
    EldersLayer(),
    SafetyLayer(),
    EndedLayer(),
    DevicesLayer(),
    CamerasLayer(),
    TrailsLayer(),
    GuardsLayer(),
    GatheredLayer(),
    OrdersLayer(),
    AlarmsLayer(),
    SelectionLayer(),
)

BY_KEY: dict[str, Layer] = {layer.key: layer for layer in LAYERS}
