"""A small supervisor without Qt: starts broker, desk, simulator and window, and ends them all with itself."""
