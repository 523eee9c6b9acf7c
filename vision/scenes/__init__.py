"""Rendered scenes: what the sample estate's cameras show. Real time; invented people in invented places."""

from vision.scenes.backdrop import RESTRICTED
from vision.scenes.play import Dark, SceneSource

__all__ = ["RESTRICTED", "Dark", "SceneSource"]
