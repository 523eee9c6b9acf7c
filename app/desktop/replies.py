"""Why a command was not carried out, in words: what happened, what was not lost, and what to do."""

from __future__ import annotations

from app.desktop.i18n import QT_TRANSLATE_NOOP, translate
from app.desktop.texts import say
from domain.commands import Reply

REPLIES: dict[str, str] = {
    "link_lost": QT_TRANSLATE_NOOP("Replies", "No line to the desk: nothing was sent. Try again when it is back"),
    "link_unsure": QT_TRANSLATE_NOOP("Replies", "The line broke: whether it was done shows when it is back"),
    "not_allowed": QT_TRANSLATE_NOOP("Replies", "Your role may not do this"),
}


def refused_words(reply: Reply) -> str:
    """The sentence for a refused command."""
    text = REPLIES.get(reply.code)
    if text is None:
        return translate("Replies", "The desk refused this ({code}); nothing has changed").format(code=reply.code)
    return say("Replies", text).format_map(reply.params)
