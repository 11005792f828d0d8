"""LangChain's client against a real server, in both of its modes."""

from __future__ import annotations

from typing import Any

import numpy as np
import openai
import pytest
from fakes import FakeEmbedder
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

QUESTION = "What is the budget of the harbour plan?"


def model(url: str, *, responses: bool, **more: Any) -> ChatOpenAI:
    made: Any = ChatOpenAI
    found: ChatOpenAI = made(
        model="policydesk", base_url=f"{url}/v1", api_key="sk-lc", use_responses_api=responses, **more
    )
    return found


@pytest.mark.parametrize("responses", [False, True])
def test_a_conversation_of_messages_goes_on(small_url: str, responses: bool) -> None:
    asked = model(small_url, responses=responses)
    first = asked.invoke(QUESTION)
    assert "40 billion won" in first.text
    history: list[BaseMessage] = [HumanMessage(QUESTION), first, HumanMessage("And until when?")]
    assert "2028" in asked.invoke(history).text


@pytest.mark.parametrize("responses", [False, True])
def test_a_stream_adds_up_to_the_whole(small_url: str, responses: bool) -> None:
    asked = model(small_url, responses=responses)
    pieces = [each.text for each in asked.stream(QUESTION)]
    assert len(pieces) > 3
    assert "".join(pieces) == asked.invoke(QUESTION).text


def test_responses_keep_their_citations_and_ids(small_url: str) -> None:
    asked = model(small_url, responses=True)
    first = asked.invoke(QUESTION)
    [block] = [each for each in first.content_blocks if each["type"] == "text"]
    [citation] = block["annotations"]
    assert citation["type"] == "citation"
    assert citation.get("title") == "Harbour Plan of Seaport"
    linked = asked.invoke("And until when?", previous_response_id=first.response_metadata["id"])
    assert "2028" in linked.text


def test_a_stored_conversation_is_linked_by_langchain_itself(small_url: str) -> None:
    asked = model(small_url, responses=True, use_previous_response_id=True)
    first = asked.invoke(QUESTION)
    assert isinstance(first, AIMessage)
    assert "2028" in asked.invoke([HumanMessage(QUESTION), first, HumanMessage("And until when?")]).text


def test_embeddings_of_langchain_send_texts_when_told_to(small_url: str) -> None:
    made: Any = OpenAIEmbeddings
    told = made(model="policydesk", base_url=f"{small_url}/v1", api_key="k", check_embedding_ctx_length=False)
    np.testing.assert_allclose(told.embed_query("quays"), FakeEmbedder().embed_question("quays"), atol=1e-6)
    untold = told.model_copy(update={"check_embedding_ctx_length": True, "tiktoken_enabled": True})
    with pytest.raises(openai.BadRequestError, match="check_embedding_ctx_length=False"):
        untold.client.create(model="policydesk", input=[[1, 2]])
