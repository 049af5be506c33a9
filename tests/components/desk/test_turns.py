"""Nobody has more than two checks running at once."""

import pytest

from components.desk.turns import Busy, Turns


def test_a_third_check_of_one_person_is_not_begun():
    turns = Turns(2)

    with turns.turn("ban"), turns.turn("ban"), pytest.raises(Busy), turns.turn("ban"):
        pass


def test_others_are_not_held_up():
    turns = Turns(1)

    with turns.turn("ban"), turns.turn("hoa"):
        pass


def test_a_check_that_ended_or_failed_makes_room():
    turns = Turns(1)

    for _time in range(2):
        with pytest.raises(ValueError, match="broken"), turns.turn("ban"):
            raise ValueError("broken")
