"""OpenAI's own client against a real server."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import numpy as np
import openai
import pytest
from conftest import serving
from fakes import FakeEmbedder
from openai import OpenAI

from assistant.build import Desk

QUESTION = "What is the budget of the harbour plan?"
FOLLOW_UP = "And until when?"


@pytest.fixture
def client(small_url: str) -> Iterator[OpenAI]:
    with OpenAI(base_url=f"{small_url}/v1", api_key="sk-one", max_retries=0) as made:
        yield made


def answer_of(url: str, held: Any) -> dict[str, Any]:
    found: dict[str, Any] = httpx.get(f"{url}/v1/answers/{held['answer_id']}").json()["answer"]
    return found


def ask(client: OpenAI, *turns: str) -> Any:
    """The completion for turns of the user and the assistant in alternation."""
    roles = ("user", "assistant")
    messages: Any = [{"role": roles[i % 2], "content": each} for i, each in enumerate(turns)]
    return client.chat.completions.create(model="policydesk", messages=messages)


@pytest.fixture
def bare_url(desk_over: Callable[..., Desk], small_home: Path) -> Iterator[str]:
    """A server that lists no sources below the text, behind another address."""
    with serving(desk_over(small_home, openai_sources="none", public_url="https://desk.example.org")) as url:
        yield url


def test_the_models_are_one_that_can_be_looked_up(client: OpenAI) -> None:
    assert [each.id for each in client.models.list()] == ["policydesk"]
    assert client.models.retrieve("policydesk-small").id == "policydesk-small"


def test_a_completion_carries_its_citations_as_annotations_that_open_the_document_at_the_quote(
    client: OpenAI, small_url: str
) -> None:
    made = ask(client, QUESTION)
    [choice] = made.choices
    text = choice.message.content
    assert choice.finish_reason == "stop"
    assert "40 billion won" in text
    [cited] = [each.url_citation for each in choice.message.annotations]
    assert text[cited.start_index : cited.end_index] == "[1]"
    assert cited.title == "Harbour Plan of Seaport"
    assert cited.url.startswith(f"{small_url}/#doc=")
    place = parse_qs(urlsplit(cited.url).fragment)
    document = httpx.get(f"{small_url}/v1/documents/{place['doc'][0]}").json()["text"]
    [citation] = made.policydesk["citations"]
    assert document[int(place["start"][0]) : int(place["end"][0])] == citation["quote"]
    assert f"- [1] [Harbour Plan of Seaport]({cited.url})" in text
    assert made.policydesk["status"] == "answered"
    assert answer_of(small_url, made.policydesk)["question"] == QUESTION


def test_a_notice_stands_in_the_text_and_no_source_where_none_is_wanted(bare_url: str) -> None:
    with OpenAI(base_url=f"{bare_url}/v1", api_key="k") as client:
        made = ask(client, QUESTION)
    [notice] = made.policydesk["notices"]
    text = made.choices[0].message.content
    assert notice["text"] in text
    assert "Sources" not in text
    assert made.choices[0].message.annotations[0].url_citation.url.startswith("https://desk.example.org/#doc=")


def test_a_stream_gives_the_same_text_and_its_annotations_last(client: OpenAI) -> None:
    messages: Any = [{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]
    with client.chat.completions.stream(
        model="policydesk", messages=messages, stream_options={"include_usage": True}
    ) as stream:
        chunks = [each.chunk for each in stream if each.type == "chunk"]
        final = stream.get_final_completion()
    whole = ask(client, QUESTION).choices[0].message
    assert final.choices[0].message.content == whole.content
    assert final.choices[0].message.annotations == whole.annotations
    assert len({each.id for each in chunks}) == 1
    assert sum(bool(each.choices and each.choices[0].delta.content) for each in chunks) > 3
    ending = [each.choices[0].finish_reason for each in chunks if each.choices]
    assert ending == [*[None] * (len(ending) - 1), "stop"]
    assert chunks[-1].choices == []
    assert chunks[-1].usage
    assert chunks[-1].usage.total_tokens == 0


def test_a_follow_up_is_told_by_the_turns_before_it(client: OpenAI, small_url: str) -> None:
    first = ask(client, QUESTION)
    second = ask(client, QUESTION, first.choices[0].message.content, FOLLOW_UP)
    assert second.policydesk["conversation_id"] == first.policydesk["conversation_id"]
    assert "harbour plan" in answer_of(small_url, second.policydesk)["standalone_question"].lower()
    third = ask(client, QUESTION, first.choices[0].message.content, FOLLOW_UP, "Something else.", FOLLOW_UP)
    assert third.policydesk["conversation_id"] != first.policydesk["conversation_id"]


def test_the_same_turns_of_another_key_are_another_conversation(client: OpenAI, small_url: str) -> None:
    first = ask(client, QUESTION)
    turns = (QUESTION, first.choices[0].message.content, FOLLOW_UP)
    with OpenAI(base_url=f"{small_url}/v1", api_key="sk-two") as other:
        theirs = ask(other, *turns)
    ours = ask(client, *turns)
    conversation = first.policydesk["conversation_id"]
    assert (ours.policydesk["conversation_id"], theirs.policydesk["conversation_id"] == conversation) == (
        conversation,
        False,
    )


def test_a_long_conversation_that_was_cut_at_its_beginning_goes_on(client: OpenAI) -> None:
    turns: list[str] = []
    for _ in range(5):
        made = ask(client, *turns, QUESTION)
        turns += [QUESTION, made.choices[0].message.content]
    after = ask(client, *turns[-8:], FOLLOW_UP)
    assert after.policydesk["conversation_id"] == made.policydesk["conversation_id"]


def test_a_deleted_conversation_is_not_found_again(client: OpenAI, small_url: str) -> None:
    first = ask(client, QUESTION)
    assert httpx.delete(f"{small_url}/v1/conversations/{first.policydesk['conversation_id']}").status_code == 204
    second = ask(client, QUESTION, first.choices[0].message.content, FOLLOW_UP)
    assert second.policydesk["conversation_id"] != first.policydesk["conversation_id"]


def test_a_response_is_followed_by_its_id_or_by_its_conversation(client: OpenAI, small_url: str) -> None:
    first: Any = client.responses.create(model="policydesk", input=QUESTION)
    assert "40 billion won" in first.output_text
    [cited] = first.output[0].content[0].annotations
    assert first.output_text[cited.start_index : cited.end_index] == "[1]"
    by_id: Any = client.responses.create(model="policydesk", input=FOLLOW_UP, previous_response_id=first.id)
    conversation = first.policydesk["conversation_id"]
    by_name: Any = client.responses.create(model="policydesk", input=FOLLOW_UP, conversation=f"conv_{conversation}")
    for each in (by_id, by_name):
        assert each.policydesk["conversation_id"] == conversation
        assert "harbour plan" in answer_of(small_url, each.policydesk)["standalone_question"].lower()
    again = client.responses.retrieve(first.id)
    assert (again.id, again.output_text) == (first.id, first.output_text)


def test_the_events_of_a_response_add_up_to_it(client: OpenAI) -> None:
    with client.responses.stream(model="policydesk", input=QUESTION) as stream:
        seen = list(stream)
        final: Any = stream.get_final_response()
    whole = client.responses.create(model="policydesk", input=QUESTION)
    assert final.output_text == whole.output_text
    assert "".join(each.delta for each in seen if each.type == "response.output_text.delta") == whole.output_text
    assert [each.sequence_number for each in seen] == sorted({each.sequence_number for each in seen})
    assert seen[0].type == "response.created"
    assert sum(each.type == "response.output_text.annotation.added" for each in seen) == 1
    follow_up: Any = client.responses.create(model="policydesk", input=FOLLOW_UP, previous_response_id=final.id)
    assert follow_up.policydesk["conversation_id"] == final.policydesk["conversation_id"]


def test_embeddings_come_as_the_client_asks_for_them(client: OpenAI) -> None:
    texts = ["quays for ships", "a budget"]
    expected = FakeEmbedder().embed(texts)
    by_default = client.embeddings.create(model="policydesk", input=texts)
    plain = client.embeddings.create(model="policydesk", input=texts[0], encoding_format="float")
    np.testing.assert_allclose([each.embedding for each in by_default.data], expected, atol=1e-6)
    np.testing.assert_allclose(plain.data[0].embedding, expected[0], atol=1e-6)


def test_base64_holds_little_endian_floats_of_four_bytes(small_url: str) -> None:
    body = {"model": "policydesk", "input": "quays", "encoding_format": "base64"}
    [made] = httpx.post(f"{small_url}/v1/embeddings", json=body).json()["data"]
    assert len(base64.b64decode(made["embedding"])) == 4 * FakeEmbedder.dimensions


def test_refusals_are_errors_that_the_client_knows(client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError, match="no model") as unknown:
        client.chat.completions.create(model="gpt-5", messages=[{"role": "user", "content": QUESTION}])
    assert (unknown.value.code, unknown.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.BadRequestError, match="previous_response_id") as gone:
        client.responses.create(model="policydesk", input=FOLLOW_UP, previous_response_id="resp_none")
    assert gone.value.code == "previous_response_not_found"
