"""The desk: the one door through which events, commands and time become changes."""

from domain.alarms import OrderNotice
from domain.desk.desk import Committed, Desk, Taken
from domain.desk.limits import Limits
from domain.desk.replies import FALSE_REASONS, REPLY_CODES

__all__ = ["FALSE_REASONS", "REPLY_CODES", "Committed", "Desk", "Limits", "OrderNotice", "Taken"]
