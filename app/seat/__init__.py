"""The client side of the seat link, without Qt: messages, the link itself, and what travels on the wire."""

from app.seat.door import Door, FarDoor, RuntimeDoor
from app.seat.link import SeatLink
from app.seat.messages import Answered, Changed, Login, Lost, Message, Opened, Pulse, Refused, Resumed

__all__ = [
    "Answered",
    "Changed",
    "Door",
    "FarDoor",
    "Login",
    "Lost",
    "Message",
    "Opened",
    "Pulse",
    "Refused",
    "Resumed",
    "RuntimeDoor",
    "SeatLink",
]
