"""Which of many texts are part of another one."""

from retrieval.language import Within


def test_texts_are_found_wherever_they_stand_short_and_long_ones_alike() -> None:
    finder = Within(["TP", "busan technopark", "busan technology", "park", "", "울산"])
    assert finder.found_in("the busan technopark (TP)") == {"TP", "busan technopark", "park"}
    assert finder.found_in("울산에서") == {"울산"}


def test_nothing_is_found_in_nothing() -> None:
    assert Within(["a"]).found_in("") == set()
    assert Within([]).found_in("a") == set()
