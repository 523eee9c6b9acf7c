"""`CHECKS`: every part that is looked at, in the order in which it is told."""

from __future__ import annotations

from app.doctor import broker, broker_config, clock, disk, machine, models, seat, station
from app.doctor.finding import Check

CHECKS = (
    Check("display", seat.look_display, 20.0),
    Check("fonts", seat.look_fonts, 20.0),
    Check("sound", seat.look_sound, 20.0),
    Check("broker", broker.look, 40.0),
    Check("config", broker_config.look, 5.0),
    Check("database", station.look, 60.0),
    Check("clock", clock.look, 10.0),
    Check("disk", disk.look, 20.0),
    Check("models", models.look_models, 20.0),
    Check("engine", models.look_engines, 60.0),
    Check("memory", machine.look, 5.0),
)
