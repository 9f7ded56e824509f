"""A place never gets worse without a cause on record: somebody went past, and their own place says
by what."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.any_line import desks, lines, places, rules
from segue.domain import routing
from segue.domain.line_rules import LineRules
from segue.domain.lineup import Lineup


def moved_past(p: routing.Place, q: routing.Place, by: LineRules) -> bool:
    """Does q's own record say why it goes before p: it stood there earlier, or has the larger head
    start (priority, tier, a person who was lost)?"""
    earlier = routing.stood(q, by) <= routing.stood(p, by)
    return earlier or routing.head(q, by) > routing.head(p, by)


@given(places(), lines, rules, st.lists(desks, max_size=3), st.data())
def test_whatever_happens_to_others_a_place_gets_worse_only_by_who_goes_past_it(
    mine: routing.Place,
    others: list[routing.Place],
    by: LineRules,
    staff: list[routing.Desk],
    data: st.DataObject,
) -> None:
    assume(all(one.conversation != mine.conversation for one in others))
    lineup = Lineup(by)
    lineup.put(mine)
    stands: dict[str, routing.Place] = {}
    for other in others:
        before = lineup.ahead(mine.conversation)
        lineup.put(other)
        stands[other.conversation] = other
        after = lineup.ahead(mine.conversation)
        assert after <= before + 1, "one newcomer costs one place at the most"
        if after > before:
            assert other.team == mine.team
            assert other.counts
            assert moved_past(mine, other, by)
    for desk in staff:  # who is at work moves nobody
        before = lineup.ahead(mine.conversation)
        lineup.seat(desk)
        assert lineup.ahead(mine.conversation) == before
    while stands:  # and whoever leaves makes it better, or leaves it as it is
        gone = stands.pop(data.draw(st.sampled_from(sorted(stands))))
        before = lineup.ahead(mine.conversation)
        lineup.drop(gone.conversation)
        assert lineup.ahead(mine.conversation) <= before
    assert lineup.ahead(mine.conversation) == 0
