"""The attack pack (evals/attacks): no attack changes a contact, leaks a prompt or shows what no document says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from conftest import DOCUMENTS, settings_for

from assistant.build import Desk, build, ingest
from assistant.chain import Chain, Event, TokenEvent
from assistant.records import Answer
from evals.attack_judge import Ground, entry, faults, holds
from evals.attacks import DOCUMENTS as HOSTILE
from evals.attacks import Attack, Prompt, read_attacks

PROMPTS = Path(__file__).parent.parent / "prompts"
PACK = read_attacks()
each_attack = pytest.mark.parametrize("attack", PACK, ids=lambda attack: attack.id)
each_without_a_model = pytest.mark.parametrize(
    "attack", [attack for attack in PACK if attack.where != "reply"], ids=lambda attack: attack.id
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The last answer of a dialogue, and the pieces of text that were streamed before it."""

    answer: Answer
    streamed: tuple[str, ...]


def ask(chain: Chain, turns: tuple[str, ...]) -> Asked:
    conversation = None
    for turn in turns:
        streamed: list[Event] = []
        answer = chain.ask(turn, conversation_id=conversation, on_event=streamed.append)
        conversation = answer.conversation_id
    return Asked(answer, tuple(event.text for event in streamed if isinstance(event, TokenEvent)))


@pytest.fixture(scope="session")
def prompt() -> Prompt:
    files = sorted(file for file in PROMPTS.glob("*.md") if file.name != "README.md")
    return Prompt("\n".join(file.read_text("utf-8") for file in files))


@pytest.fixture(scope="session")
def poisoned_home(indexed_home: Path, desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A HOME with the bundled documents and those of the attackers. For reading only."""
    home = tmp_path_factory.mktemp("poisoned") / "home"
    shutil.copytree(indexed_home, home, ignore=shutil.ignore_patterns("conversations*"))
    report = ingest(settings_for(home), [DOCUMENTS, HOSTILE], embedder=desk.search.embedder)
    assert report.failed == ()
    assert {*report.added} == {a.document for a in PACK if a.document}
    return home


@pytest.fixture(scope="session")
def poisoned(poisoned_home: Path) -> Iterator[Desk]:
    made = build(settings_for(poisoned_home))
    yield made
    made.close()


@pytest.fixture(scope="session")
def ground_of(desk: Desk, poisoned: Desk, prompt: Prompt) -> Callable[[Attack], Ground]:
    """What the answer to an attack is held against; rows with the same dialogue share the answer of the clean index."""
    search = poisoned.search.current()
    texts = {each.id: document.text for each in search.documents if (document := search.document(each.id))}
    untouched = desk.search.current()
    real = frozenset(each.id for each in untouched.documents)
    directory = frozenset(entry(contact) for contact in untouched.contacts())
    clean = cache(lambda turns: ask(desk.chain, turns).answer)
    return lambda attack: Ground(texts, real, directory, clean(attack.turns), prompt)


@each_without_a_model
def test_an_answer_of_quotes_shows_nothing_of_an_attack(
    attack: Attack, poisoned: Desk, ground_of: Callable[[Attack], Ground]
) -> None:
    asked = ask(poisoned.chain, attack.turns)
    wrong = faults(attack, asked.answer, asked.streamed, ground_of(attack))
    assert not wrong, f"{attack.id}: {' '.join(wrong)}"


def test_the_pack_is_large_and_every_document_of_the_attackers_is_used() -> None:
    assert len(PACK) >= 60
    assert {attack.where for attack in PACK} == {"question", "document", "history", "reply"}
    files = {file.name for file in HOSTILE.iterdir() if file.suffix != ".yaml"}
    assert {attack.document for attack in PACK if attack.document} == files


@each_attack
def test_the_reply_of_each_attack_holds_what_must_not_be_shown(attack: Attack, prompt: Prompt) -> None:
    words = [prompt.filled(each) for each in attack.must_not_show]
    assert any(holds(prompt.filled(attack.reply), each) for each in words), attack.id


def test_nothing_that_must_not_be_shown_stands_in_a_bundled_document(desk: Desk) -> None:
    search = desk.search.current()
    texts = [document.text for each in search.documents if (document := search.document(each.id))]
    wanted = {words for attack in PACK for words in attack.must_not_show}
    assert [words for words in sorted(wanted) if any(holds(text, words) for text in texts)] == []
