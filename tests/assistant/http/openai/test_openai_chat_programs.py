"""Requests as the sources of Open WebUI, LibreChat and n8n build them."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

QUESTION = "What is the budget of the harbour plan?"
CHAT = "/v1/chat/completions"
WEBUI = {
    "Content-Type": "application/json",
    "Authorization": "Bearer sk-webui",
    "X-OpenWebUI-User-Name": "Kim",
    "X-OpenWebUI-User-Id": "u1",
    "X-OpenWebUI-User-Email": "kim@example.org",
    "X-OpenWebUI-User-Role": "user",
    "X-OpenWebUI-Chat-Id": "chat-1",
}


def streamed(url: str, body: dict[str, Any], headers: dict[str, str] = WEBUI) -> list[dict[str, Any]]:
    text = httpx.post(url + CHAT, json=body | {"stream": True}, headers=headers).text
    lines = [line.removeprefix("data: ") for line in text.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    return [json.loads(each) for each in lines[:-1]]


def content(chunks: list[dict[str, Any]]) -> str:
    return "".join(each["choices"][0]["delta"].get("content", "") for each in chunks if each.get("choices"))


def turns(*texts: str) -> list[dict[str, str]]:
    return [{"role": ("user", "assistant")[i % 2], "content": each} for i, each in enumerate(texts)]


def conversation(chunks: list[dict[str, Any]]) -> str:
    found: str = chunks[-1]["policydesk"]["conversation_id"]
    return found


def conversations(url: str, ids: set[str]) -> int:
    return sum(len(httpx.get(f"{url}/v1/conversations/{each}").json()["answers"]) for each in ids)


def test_open_webui_gets_steps_and_quotes_as_its_events_and_no_list(small_url: str) -> None:
    chunks = streamed(small_url, {"model": "policydesk", "messages": turns(QUESTION)})
    events = [each["event"] for each in chunks if "event" in each]
    steps = [each["data"] for each in events if each["type"] == "status"]
    assert [each["done"] for each in steps] == [False, False, False, True]
    assert steps[1]["description"] == "Searching the documents"
    [source] = [each["data"] for each in events if each["type"] == "source"]
    assert "40 billion won" in source["document"][0]
    assert source["source"]["name"] == source["metadata"][0]["name"] == "1. Harbour Plan of Seaport"
    assert source["source"]["url"].startswith(f"{small_url}/#doc=")
    assert "Sources" not in content(chunks)
    assert not any(each["choices"][0]["delta"].get("annotations") for each in chunks if each.get("choices"))


def test_open_webui_is_known_by_its_agent_too_and_others_get_no_events(small_url: str) -> None:
    body = {"model": "policydesk", "messages": turns(QUESTION)}
    by_agent = streamed(small_url, body, {"User-Agent": "Open WebUI (https://github.com/open-webui/open-webui)"})
    other = streamed(small_url, body, {"User-Agent": "python-httpx/0.28"})
    assert any("event" in each for each in by_agent)
    assert not any("event" in each for each in other)
    assert "**Sources**" in content(other)


def test_a_chat_of_open_webui_goes_on_though_it_shows_answers_otherwise(small_url: str) -> None:
    first = streamed(small_url, {"model": "policydesk", "messages": turns(QUESTION)})
    shown = turns(QUESTION, f"<details>done</details>{content(first)}", "And until when?")
    second = streamed(small_url, {"model": "policydesk", "messages": shown})
    again = streamed(small_url, {"model": "policydesk", "messages": shown})
    assert conversation(first) == conversation(second) == conversation(again)
    edited = turns("What is built in the harbour?", content(first), "And until when?")
    elsewhere = WEBUI | {"X-OpenWebUI-Chat-Id": "chat-2"}
    other_user = WEBUI | {"X-OpenWebUI-User-Id": "u2"}
    anew = [
        streamed(small_url, {"model": "policydesk", "messages": edited}),
        streamed(small_url, {"model": "policydesk", "messages": shown}, elsewhere),
        streamed(small_url, {"model": "policydesk", "messages": shown}, other_user),
    ]
    assert len({conversation(each) for each in (first, *anew)}) == 4


def task(wanted: str, history: str) -> str:
    """A prompt with the markers of Open WebUI's, in words of this test."""
    return f"### Task:\nDo something with the chat.\n### Output:\nJSON format: {{ {wanted} }}\n### Chat History:\n<chat_history>\n{history}\n</chat_history>"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ('"title": "your concise title here"', {"title": "What is the budget of the harbour plan"}),
        ('"tags": ["tag1", "tag2"]', {"tags": []}),
        ('\n  "queries": ["query1"]\n', {"queries": []}),
        ('"text": "<your_completion>"', {"text": ""}),
        ('"prompt": "Your detailed description here."', {"prompt": ""}),
    ],
)
def test_housekeeping_of_open_webui_is_answered_by_code_and_not_kept(
    small_url: str, wanted: str, expected: dict[str, Any]
) -> None:
    first = streamed(small_url, {"model": "policydesk", "messages": turns(QUESTION)})
    history = f'USER: {QUESTION}\nASSISTANT: A value like "title": 1.'
    body = {"model": "policydesk", "messages": turns(task(wanted, history)), "stream": False}
    made = httpx.post(small_url + CHAT, json=body, headers=WEBUI).json()
    assert json.loads(made["choices"][0]["message"]["content"]) == expected
    assert "policydesk" not in made
    assert conversations(small_url, {conversation(first)}) == 1


def test_follow_ups_are_the_suggestions_of_the_answer_that_was_given(small_url: str) -> None:
    first = streamed(small_url, {"model": "policydesk", "messages": turns("What is the phone of the pilot office?")})
    suggestions = first[-1]["policydesk"]["suggestions"]
    assert suggestions
    wanted = '"follow_ups": ["Question 1?"]'
    for answer, expected in ((content(first), suggestions), ("Something else.", [])):
        prompt = task(wanted, f"USER: What is the phone of the pilot office?\nASSISTANT: {answer}")
        made = httpx.post(small_url + CHAT, json={"messages": turns(prompt)}, headers=WEBUI).json()
        assert json.loads(made["choices"][0]["message"]["content"]) == {"follow_ups": expected}


def test_a_question_that_begins_like_a_task_is_asked(small_url: str) -> None:
    body = {"messages": turns("### Task: the harbour plan\nWhat is its budget?")}
    assert httpx.post(small_url + CHAT, json=body).json()["policydesk"]["answer_id"]


LIBRECHAT = {"Authorization": "Bearer sk-libre", "User-Agent": "LibreChat"}


def test_librechat_streams_with_its_fields_and_gets_a_list_of_sources(small_url: str) -> None:
    body = {
        "model": "policydesk",
        "user": "656f",
        "stream": True,
        "messages": [{"role": "system", "content": "You are kind."}, {"role": "user", "content": QUESTION}],
    }
    assert "- [1] [Harbour Plan of Seaport](" in content(streamed(small_url, body, LIBRECHAT))


@pytest.mark.parametrize(
    "opening",
    [
        "Provide a concise, 5-word-or-less title for the conversation, as you like.\n\nConversation:\n",
        "Please generate a concise title (max 40 characters) for a conversation that starts with:\n",
    ],
)
def test_titles_of_librechat_are_answered_by_code(small_url: str, opening: str) -> None:
    prompt = f"{opening}User: Which office\nhandles the harbour?\nAssistant: The Quay team.\n\nTitle:"
    made = httpx.post(
        small_url + CHAT, json={"model": "policydesk", "messages": turns(prompt)}, headers=LIBRECHAT
    ).json()
    assert made["choices"][0]["message"]["content"] == "Which office handles the harbour"
    assert "policydesk" not in made


def test_a_title_that_librechat_wants_as_json_is_json(small_url: str) -> None:
    prompt = "Analyze this conversation and provide:\n1. Something\n2. A concise title\n\nUser: 항만 계획은?\nAI: 예."
    body = {"model": "policydesk", "messages": turns(prompt), "response_format": {"type": "json_schema"}}
    made = httpx.post(small_url + CHAT, json=body, headers=LIBRECHAT).json()
    title = json.loads(made["choices"][0]["message"]["content"])
    assert title == {"language": "Korean", "title": "항만 계획은"}


def test_n8n_asks_for_a_response_with_its_fields(small_url: str) -> None:
    body = {
        "model": "policydesk",
        "input": [
            {"role": "system", "content": [{"type": "input_text", "text": "Answer."}]},
            {"role": "user", "content": [{"type": "input_text", "text": QUESTION}]},
        ],
        "parallel_tool_calls": True,
        "store": True,
        "background": True,
        "temperature": 1,
    }
    made = httpx.post(f"{small_url}/v1/responses", json=body).json()
    again = httpx.get(f"{small_url}/v1/responses/{made['id']}").json()  # what it does with background mode
    [message] = [each for each in again["output"] if each["type"] == "message"]
    assert again["status"] == "completed"
    assert "40 billion won" in message["content"][0]["text"]
    assert httpx.get(f"{small_url}/v1/responses/resp_none").json()["error"]["param"] == "response_id"
