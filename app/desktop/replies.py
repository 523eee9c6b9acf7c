"""Why a command was not carried out, in words: what happened, what was not lost, and what to do."""

from __future__ import annotations

from app.desktop import facts, texts
from app.desktop.i18n import QT_TRANSLATE_NOOP, translate
from domain.alarms import OrderStage, Stage, Verb
from domain.commands import Reply
from domain.situation import Situation

REPLIES: dict[str, str] = {
    "not_allowed": QT_TRANSLATE_NOOP("Replies", "Your role may not do this; the attempt is logged"),
    "out_of_reach": QT_TRANSLATE_NOOP("Replies", "This lies outside your grids or communities"),
    "unknown_alarm": QT_TRANSLATE_NOOP("Replies", "This alarm is not on the desk any more"),
    "unknown_order": QT_TRANSLATE_NOOP("Replies", "This order is not on the desk any more"),
    "unknown_responder": QT_TRANSLATE_NOOP("Replies", "{responder} is not in the register"),
    "unknown_person": QT_TRANSLATE_NOOP("Replies", "This person is not in the register"),
    "unknown_place": QT_TRANSLATE_NOOP("Replies", "This place is not in the register: choose a building or a home"),
    "no_road": QT_TRANSLATE_NOOP("Replies", "Not possible now: {stage}. Somebody else may have been quicker"),
    "nobody_named": QT_TRANSLATE_NOOP("Replies", "Nobody is ticked"),
    "off_duty": QT_TRANSLATE_NOOP("Replies", "{responder} is off duty; nobody was sent"),
    "already_sent": QT_TRANSLATE_NOOP("Replies", "{responder} is on the way already; nobody else was sent"),
    "class_not_sent": QT_TRANSLATE_NOOP("Replies", "{responder}: {class} not for this kind; nobody was sent"),
    "ground_floor_only": QT_TRANSLATE_NOOP("Replies", "{responder}: {class} not above the ground; nobody was sent"),
    "officers_needed": QT_TRANSLATE_NOOP("Replies", "Officers needed: {count} at least; nobody was sent"),
    "override_not_allowed": QT_TRANSLATE_NOOP("Replies", "Only a supervisor may send against the matrix"),
    "bad_reason": QT_TRANSLATE_NOOP("Replies", "This reason is not on the list; nothing has changed"),
    "reason_missing": QT_TRANSLATE_NOOP("Replies", "A reason is needed; nothing has changed"),
    "bad_minutes": QT_TRANSLATE_NOOP("Replies", "An alarm can be shelved for one minute to one day"),
    "bad_field": QT_TRANSLATE_NOOP("Replies", "There is no such field"),
    "same_alarm": QT_TRANSLATE_NOOP("Replies", "An alarm is no duplicate of itself"),
    "unknown_camera": QT_TRANSLATE_NOOP("Replies", "This camera is not in the register"),
    "bad_watcher": QT_TRANSLATE_NOOP(
        "Replies",
        "A watcher's name has 1 to 64 letters, digits, dots, dashes or underscores; no camera was given to it",
    ),
    "bad_zone": QT_TRANSLATE_NOOP(
        "Replies", "A zone needs three corners or more inside the picture; nothing was changed"
    ),
    "unknown_drawing": QT_TRANSLATE_NOOP("Replies", "This is not drawn any more, or never was; nothing was changed"),
    "drawing_changed": QT_TRANSLATE_NOOP(
        "Replies", "{user} has changed this meanwhile; your points are still in your hand: look at it, then save again"
    ),
    "drawing_gone": QT_TRANSLATE_NOOP(
        "Replies",
        "Somebody has taken this away meanwhile; your points are still in your hand: save again to draw it anew",
    ),
    "drawing_unnamed": QT_TRANSLATE_NOOP("Replies", "Give it a name, then save again; your points are still there"),
    "drawing_points": QT_TRANSLATE_NOOP("Replies", "It takes {least} to {most} points; draw on, then save again"),
    "drawing_crosses": QT_TRANSLATE_NOOP(
        "Replies", "Its edges cross each other: move a point so that they do not, then save again"
    ),
    "drawing_small": QT_TRANSLATE_NOOP(
        "Replies", "It is smaller than {square_metres} m²: move its points apart, then save again"
    ),
    "drawing_short": QT_TRANSLATE_NOOP("Replies", "It is shorter than {metres}: add points, then save again"),
    "drawing_outside": QT_TRANSLATE_NOOP(
        "Replies", "It reaches more than 100 m out of the estate: move its points back in, then save again"
    ),
    "drawing_beyond_grid": QT_TRANSLATE_NOOP(
        "Replies", "It reaches out of your grids: move its points back in, then save again"
    ),
    "drawing_off_camera": QT_TRANSLATE_NOOP(
        "Replies", "It begins more than 15 m from its camera: draw it from where the camera stands, then save again"
    ),
    "drawing_overlaps": QT_TRANSLATE_NOOP(
        "Replies", "It lies over the grid {grid}: move its points back, or change that one first"
    ),
    "drawing_takes": QT_TRANSLATE_NOOP(
        "Replies", "{building} would change hands, and with it who sees its residents: leave it in the grid {grid}"
    ),
    "not_owner": QT_TRANSLATE_NOOP("Replies", "Contacts are for whoever has taken the alarm: {owner}"),
    "no_subject": QT_TRANSLATE_NOOP("Replies", "This alarm is about no person"),
    "alarm_ended": QT_TRANSLATE_NOOP("Replies", "That alarm has ended"),
    "erased": QT_TRANSLATE_NOOP("Replies", "This person was erased; nothing is left to show"),
    "text_too_short": QT_TRANSLATE_NOOP("Replies", "Type at least one character"),
    "unknown_command": QT_TRANSLATE_NOOP("Replies", "This desk is older than the window and does not know this"),
    "store_fault": QT_TRANSLATE_NOOP("Replies", "The ledger could not be read; nothing has changed, try again"),
    "link_lost": QT_TRANSLATE_NOOP("Replies", "No line to the desk: nothing was sent. Try again when it is back"),
    "link_unsure": QT_TRANSLATE_NOOP("Replies", "The line broke: whether it was done shows when it is back"),
}
"""Every code of `domain.desk.replies`, and the two that the link itself gives."""


def refused_words(reply: Reply, situation: Situation | None = None) -> str:
    """The sentence for a refused command."""
    text = REPLIES.get(reply.code)
    if text is None:
        return translate("Replies", "The desk refused this ({code}); nothing has changed").format(code=reply.code)
    values = {name: _shown(name, value, situation) for name, value in reply.params.items()}
    return texts.say("Replies", text).format_map(facts.Known(values))


def _shown(name: str, value: facts.Value, situation: Situation | None) -> str:
    if name == "stage":
        return _stage(str(value))
    if name == "verb" and value in set(Verb):
        return texts.say("Verbs", texts.VERBS[Verb(str(value))])
    return facts.shown(name, value, situation) if situation is not None else str(value)


def _stage(value: str) -> str:
    if value in set(Stage):
        return texts.say("Stages", texts.STAGES[Stage(value)])
    return texts.say("OrderStages", texts.ORDER_STAGES[OrderStage(value)]) if value in set(OrderStage) else value
