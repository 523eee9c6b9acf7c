"""What a key on the map stands for: a kind and an id, written "kind:id" so that one layer may show several kinds."""

from typing import Literal, TypeAlias, cast, get_args

Kind: TypeAlias = Literal[
    "alarm",
    "building",
    "camera",
    "community",
    "device",
    "drawing",
    "grid",
    "home",
    "order",
    "person",
    "responder",
    "safety",
]
Target: TypeAlias = tuple[Kind, str]

KINDS: frozenset[str] = frozenset(get_args(Kind))


def key_of(kind: Kind, ident: str) -> str:
    """The key that a shape carries."""
    return f"{kind}:{ident}"


def target_of(key: str) -> Target | None:
    """Inverse of `key_of`; None for a key that stands for nothing here (ids may hold colons themselves)."""
    kind, colon, ident = key.partition(":")
    return (cast("Kind", kind), ident) if colon and ident and kind in KINDS else None
