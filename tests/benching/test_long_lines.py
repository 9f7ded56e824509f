"""The line that is measured is one worth measuring, and the same each time."""

from segue.benching.routing import House, standing
from segue.domain import routing


def test_the_same_seed_makes_the_same_house() -> None:
    one, other = House(), House()
    assert one.desks() == other.desks()
    assert one.places(50) == other.places(50)
    assert House(6).places(50) != other.places(50)


def test_everybody_is_full_and_half_of_those_who_wait_need_a_skill() -> None:
    lineup, desks = standing(400, House())
    assert all(desk.room == 0 for desk in desks)
    assert len(lineup) == 400
    skilled = sum(bool(place.needs) for place in lineup.line())
    assert 150 < skilled < 300
    free = routing.given(desks[0], -100, 0)
    lineup.seat(free)
    assert lineup.matches() == routing.choose(list(lineup.line()), [free, *desks[1:]], lineup.rules)
