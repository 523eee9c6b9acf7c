"""The sample estate: a made-up place with made-up people, to show, learn and test with – never on a real register."""

from app.sample.decorate import decorate
from app.sample.estate import Hints, SampleEstate, generate

__all__ = ["Hints", "SampleEstate", "decorate", "generate"]
