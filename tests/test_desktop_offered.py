"""Whom the case offers: the best first, and every key keeps its person while the case is looked at."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.case_view import Ranked
from app.desktop.offered import steady

IDS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=5)


def ranked(responder: str) -> Ranked:
    return Ranked(responder, 60.0)


@given(IDS, IDS)
def test_who_is_still_offered_keeps_his_key(now: list[str], before: list[str]) -> None:
    shown = [r.responder for r in steady([ranked(i) for i in now], before)]
    assert sorted(shown) == sorted(now), "nobody is lost, nobody is added"
    if len(now) >= len(before):
        for place, responder in enumerate(before):
            if responder in now:
                assert shown[place] == responder
    kept = [r for r in shown if r in before]
    assert kept == [r for r in before if r in now], "nobody overtakes"
    fresh = [r for r in shown if r not in before]
    assert fresh == [r for r in now if r not in before], "the nearest of the new ones first"


def test_without_a_place_before_the_best_come_first() -> None:
    assert [r.responder for r in steady([ranked("b"), ranked("a")], ())] == ["b", "a"]
