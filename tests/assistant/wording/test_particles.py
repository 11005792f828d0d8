from __future__ import annotations

import unicodedata

import pytest

from assistant.wording.particles import particle


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("계획", "은 이 을 과 으로 이라"),
        ("부서", "는 가 를 와 로 라"),
        ("서울", "은 이 을 과 로 이라"),
        ("기획팀(204호)", "는 가 를 와 로 라"),
        ("「기본계획」", "은 이 을 과 으로 이라"),
        ("계획”.", "은 이 을 과 으로 이라"),
        ("2010", "은 이 을 과 으로 이라"),
        ("2021", "은 이 을 과 로 이라"),
        ("2022", "는 가 를 와 로 라"),
        ("2023", "은 이 을 과 으로 이라"),
        ("2024", "는 가 를 와 로 라"),
        ("2026", "은 이 을 과 으로 이라"),
        ("2027", "은 이 을 과 로 이라"),
        ("40%", "는 가 를 와 로 라"),
        ("Quay Team", "은 이 을 과 으로 이라"),
        ("Harbour Plan", "은 이 을 과 으로 이라"),
        ("Policy Planning Group", "은 이 을 과 으로 이라"),
        ("Gyeongbuk", "은 이 을 과 으로 이라"),
        ("Building", "은 이 을 과 으로 이라"),
        ("Gyeongbuk Technopark", "는 가 를 와 로 라"),
        ("Department", "는 가 를 와 로 라"),
        ("Gwangju", "는 가 를 와 로 라"),
        ("Office", "는 가 를 와 로 라"),
        ("Seoul", "은 이 을 과 로 이라"),
        ("role", "은 이 을 과 로 이라"),
        ("URL", "은 이 을 과 로 이라"),
        ("KCTM", "은 이 을 과 으로 이라"),
        ("KIAT", "는 가 를 와 로 라"),
        (unicodedata.normalize("NFD", "계획"), "은 이 을 과 으로 이라"),
        ("", "은(는) 이(가) 을(를) 과(와) 으로(로) 이라(라)"),
        ("港", "은(는) 이(가) 을(를) 과(와) 으로(로) 이라(라)"),
    ],
)
def test_a_particle_follows_the_sound_that_a_word_ends_in(word: str, expected: str) -> None:
    forms = ("은/는", "이/가", "을/를", "과/와", "으로/로", "이라/라")
    assert " ".join(particle(word, each) for each in forms) == expected
