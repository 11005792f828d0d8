"""The tables: the same keys and values in both languages, each of them used, and nothing said that they do not hold."""

from __future__ import annotations

import ast
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor
from pydantic import BaseModel

from assistant.wording import LANGUAGES, Language, Said, joined, language_of, said, say
from assistant.wording.render import TABLES

ROOT = Path(__file__).parent.parent.parent.parent
HANGUL = re.compile("[가-힣]")


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802
        self.found.add(node.id.name)


@cache
def variables(language: Language) -> dict[str, frozenset[str]]:
    """The keys of a table with the values that each names."""
    body = FluentParser().parse(TABLES[language].read_text("utf-8")).body
    assert [each for each in body if isinstance(each, ftl.Junk)] == []
    found: dict[str, frozenset[str]] = {}
    for each in body:
        if isinstance(each, ftl.Message):
            assert each.id.name not in found, each.id.name
            seen = _Variables()
            seen.visit(each)
            found[each.id.name] = frozenset(seen.found)
    return found


KEYS = sorted(variables("en"))


def test_both_tables_hold_the_same_keys_with_the_same_values() -> None:
    assert variables("en") == variables("ko")


def sources() -> list[Path]:
    code = [*(ROOT / "assistant").rglob("*.py"), *(ROOT / "bots").rglob("*.py")]
    return [*code, *(ROOT / "assistant/web").glob("*.js"), ROOT / "assistant/web/index.html"]


def test_every_key_of_the_tables_is_used() -> None:
    text = "\n".join(each.read_text("utf-8") for each in sources())
    assert sorted(set(KEYS) - set(re.findall(r"[\"'](?=([\w-]+)[\"'])", text))) == []


@cache
def calls() -> list[tuple[str, int, set[str | None]]]:
    """Every place where a sentence is said: its key, its line and the names of its values."""
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))) if path.suffix == ".py" else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                key = node.args[0] if node.args else None
                if name in ("said", "_say", "told") and isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.append((key.value, node.lineno, {each.arg for each in node.keywords}))
    return found


def test_every_sentence_of_the_code_stands_in_the_tables_with_the_values_that_it_names() -> None:
    assert len(calls()) > 150
    wrong = [(key, line) for key, line, names in calls() if key not in variables("en") or names != variables("en")[key]]
    assert wrong == []


def filled(key: str, language: Language) -> str:
    return say(Said(key=key, values=dict.fromkeys(variables(language)[key], "<7>")), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said_in_both_languages(language: Language) -> None:
    for key in KEYS:
        told = filled(key, language)
        assert told.strip() == told != "", key
        assert not re.search("[{}\u2068\u2069]", told), key
        assert all("<7>" in told for _ in variables(language)[key]), key
        if language == "en" and not key.startswith("page-other-language"):
            assert not HANGUL.search(told), key


def test_korean_sentences_are_formal() -> None:
    """Sentences end in -니다, -니까 or -시오; a label or a reader's own question need not."""
    for key in KEYS:
        ends = re.findall(r"(\S\S)[.?](?=\s|$)", filled(key, "ko"))
        if not key.startswith(("bot-example", "handoff", "page-example")):
            assert [end for end in ends if HANGUL.search(end) and end not in ("니다", "니까", "시오")] == [], key


def test_what_a_value_holds_is_never_read_as_a_pattern() -> None:
    tricky = '{ $name } { not-found } \\u0041 "{"'
    assert say(said("not-found-for", name=tricky), "en") == f"The documents do not answer this for {tricky}."


def test_values_that_are_texts_may_be_shaped_and_names_of_the_product_are_put_into_the_language() -> None:
    told = said("no-fact", fact=said("fact-about", of="a [1]"))
    assert say(told, "en", str.upper) == "The documents do not state anything about A [1] for this."
    assert say(told, "ko", str.upper) == "문서에 이에 관한 A [1] 관련 정보가 기재되어 있지 않습니다."


def test_a_long_value_is_said_whole() -> None:
    long = "계획" * 4_000
    assert say(said("not-found-for", name=long), "ko") == f"문서에 {long}에 관한 답이 없습니다."


def test_numbers_are_written_without_separators_and_choose_the_form() -> None:
    assert say(said("past", year=2024), "ko").count("2024년") == 1
    assert say(said("removed", n=1), "en").startswith("One sentence of the language model was")
    assert say(said("removed", n=1200), "en").startswith("1200 sentences of the language model were")


def test_several_values_are_joined_as_a_language_joins_them() -> None:
    fields = joined("fields", [said("field-number"), said("field-room"), said("field-hours")])
    assert say(said("otherwise", fields=fields, team="Quay Team"), "en") == (
        "The documents do not state the number and the room and the hours in the question for the Quay Team. They state:"
    )
    assert say(said("otherwise", fields=fields, team="Quay Team"), "ko") == (
        "질문에 나온 전화번호, 호수, 업무 시간 정보는 문서에 있는 Quay Team의 정보와 다릅니다. 문서에 있는 정보는 다음과 같습니다."
    )


class _Kept(BaseModel):
    said: tuple[Said, ...]


def test_what_is_said_survives_json() -> None:
    told = said("expired", title="Plan", until=date(2030, 12, 31)), said("no-fact", fact=said("fact-phone"))
    kept = _Kept.model_validate_json(_Kept(said=told).model_dump_json())
    assert kept.said == told
    assert say(kept.said[0], "en") == '"Plan" ran until 2030-12-31; it is over.'
    assert len({*kept.said, *told}) == 2


def test_an_unknown_sentence_and_a_missing_value_are_errors() -> None:
    with pytest.raises(KeyError):
        say(said("nothing-of-the-kind"), "en")
    with pytest.raises(ValueError, match="expired"):
        say(said("expired", title="Plan"), "en")


@pytest.mark.parametrize(
    ("question", "chosen", "client", "language"),
    [
        ("담당 부서?", None, "en", "ko"),
        ("Which team?", None, "ko", "en"),
        ("Which team?", "ko", "en", "ko"),
        ("담당 부서?", "en", "ko", "en"),
        ("???", None, "ko-KR", "ko"),
        ("Who is at 정책기획단?", None, None, "en"),
        ("What is 지역산업 here about?", None, "ko", "en"),
        ("GBTP 담당자?", None, None, "ko"),
        ("regional industrial planning team 전화번호 알려줘", None, None, "ko"),
        ("smart factory 담당자", None, None, "ko"),
        ("", None, "kok", "en"),
        ("/start", None, "de", "en"),
        ("", None, None, "en"),
    ],
)
def test_the_language_is_the_one_chosen_else_the_questions_else_the_clients(
    question: str, chosen: str | None, client: str | None, language: str
) -> None:
    assert language_of(question, chosen, client) == language
