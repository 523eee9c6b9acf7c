"""What can be wrong with a camera's picture: a code, which a window puts into its language, and an English sentence."""

from __future__ import annotations

from dataclasses import dataclass

SAY = "say rtsp://host:554/path, and write an @ of the path as %40, a / or ? of the password as %2F or %3F"
SENTENCES: dict[str, str] = {
    "name_unknown": "The name {there} is not known here; is it spelt right?",
    "nobody": "Nobody answers at {there}; is the camera on, and the port right?",
    "no_camera": "{there} does not answer as a camera does (or not at all); check address and network.",
    "refused": "{there} refuses this user or password; correct the address.",
    "wanted": "{there} wants a user and a password; correct the address.",
    "strange_login": "{there} wants a login that is not known here; set the camera to digest (MD5) or basic.",
    "no_stream": "{there} knows no stream of this name; correct the path behind the host.",
    "no_picture": "{there} answers, but no picture comes from it.",
    "no_address": f"{{there!r}} is no address of a stream; {SAY}.",
    "no_webcam": "{there!r} is no webcam; say webcam:0 for the first.",
    "no_source": "{there!r} is neither a file nor an address of a stream (rtsp://…, webcam:0).",
    "cannot_open": "{there!r} cannot be opened.",
    "no_film": "{there} cannot be read as a film.",
    "no_detector": "The detector cannot be loaded: cameras show pictures, nobody is found.",
    "events_lost": "Camera events lost because the broker could not take them: {there}. "
    "Watch the pictures until it is back.",
}


@dataclass(frozen=True)
class Trouble:
    """`code` of SENTENCES; `there`: a host and port, a file or a figure, never a user or password."""

    code: str
    there: str = ""

    @property
    def text(self) -> str:
        """One sentence."""
        return SENTENCES[self.code].format(there=self.there)
