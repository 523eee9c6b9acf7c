"""A person's own fields: what is sealed under one key per person and never stands in the open anywhere."""

from __future__ import annotations

from msgspec import Struct


class Contact(Struct, frozen=True, kw_only=True):
    """One rung of a contact ladder."""

    name: str
    relation: str
    phone: str
    key_holder: bool = False


class PersonFile(Struct, frozen=True, kw_only=True):
    """The personal fields of one person; `id` is the key's name. Leaves the station only by an audited `reveal`."""

    id: str
    name: str
    phone: str = ""
    id_number: str = ""
    born: str = ""
    contacts: tuple[Contact, ...] = ()
    notes: str = ""
