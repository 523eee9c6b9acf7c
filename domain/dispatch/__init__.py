"""Dispatch: who may be sent, who is nearest by walking time, and why."""

from domain.dispatch.matrix import MATRIX, NO_LIFT, OFFICERS_MIN, Permit, What, permit
from domain.dispatch.network import PathNetwork
from domain.dispatch.ranking import Ranked, external, rank
from domain.dispatch.reasons import REASONS, reason

__all__ = [
    "MATRIX",
    "NO_LIFT",
    "OFFICERS_MIN",
    "REASONS",
    "PathNetwork",
    "Permit",
    "Ranked",
    "What",
    "external",
    "permit",
    "rank",
    "reason",
]
