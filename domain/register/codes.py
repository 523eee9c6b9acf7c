"""The register's closed lists as small integers for a numpy column. Numbers are stored: append, never renumber."""

from enum import IntEnum, IntFlag


class Tenure(IntEnum):
    """How a home is held."""

    OWNER = 0
    RENTAL = 1
    GROUP_RENTAL = 2
    VACANT = 3
    UNKNOWN = 4
    """Not told: what a seat without the right to know is given."""


class Ring(IntEnum):
    """The three protection rings 三道防护圈; NONE for what belongs to no ring (trackers, wearables)."""

    NONE = 0
    OUTER = 1
    MIDDLE = 2
    INNER = 3


class DeviceKind(IntEnum):
    """Device kinds of the wire; `wire_name` is the topic's word."""

    DOOR = 0
    LOCK = 1
    GATE = 2
    BARRIER = 3
    SMOKE = 4
    TRACKER = 5
    CAMERA = 6
    PANEL = 7
    SOS = 8
    METER = 9
    GENERIC = 10

    @property
    def wire_name(self) -> str:
        """The word in a topic."""
        return self.name.lower()


class ResponderClass(IntEnum):
    """Classes of responder, told apart by shape on the map."""

    OFFICER = 0
    AUXILIARY = 1
    GRID_WORKER = 2
    VOLUNTEER = 3
    PROPERTY = 4
    FIRE_POST = 5
    EXTERNAL = 6


class PersonFlag(IntFlag):
    """What the rules and layers need to know of a person; nothing else is kept in the open (decent.md R1, R3)."""

    NONE = 0
    ELDER_ALONE = 1
    TENANT = 2
    NEEDS_HELP = 4
    MINOR = 8
    KEY_HOLDER = 16


class EdgeKind(IntEnum):
    """What a stretch of the path network is; walking speeds differ."""

    PATH = 0
    ROAD = 1
    STAIRS = 2
    GATE = 3
    ENTRANCE = 4


class GroundKind(IntEnum):
    """Flat things that the map is painted from."""

    ROAD = 0
    YARD = 1
    GREEN = 2
    WATER = 3
    PLAZA = 4
    PARKING = 5
    PATH = 6


class SafetyKind(IntEnum):
    """Safety objects (T1-49)."""

    HYDRANT = 0
    AED = 1
    RISER = 2
    LIFT = 3
    GAS_VALVE = 4
    FIRE_LANE = 5
