"""A message as readable text: who, what, links, quotes, cards and buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot_api_server_html import cut

if TYPE_CHECKING:
    from bot_api_server_chats import Message


def shown(message: Message) -> str:
    """What a person sees of a message. Lines after the first are indented; quotes begin with `>`, folded ones with `>>`."""
    who = message.person.name if message.person else "Bot"
    marks = [f"to: {_short(message.reply_to.text)}"] if message.reply_to else []
    marks += ["edited"] if message.edited and message.person else []
    marks += [f"{emoji} from {name}" for name, emoji in message.reactions.items()]
    head = f"{who} ({'; '.join(marks)}): " if marks else f"{who}: "
    lines = [*_body(message), *("  ".join(f"[{button['text']}]" for button in row) for row in message.buttons)]
    return "\n".join([head + lines[0], *(f"  {line}" if line else "" for line in lines[1:])]) if lines else head


def _short(text: str) -> str:
    line = text.strip().split("\n")[0]
    return f'"{line[:40]}…"' if len(line) > 40 else f'"{line}"'


def _body(message: Message) -> list[str]:
    if contact := message.card.get("contact"):
        name = " ".join(part for part in (contact["first_name"], contact.get("last_name")) if part)
        return [f"<contact> {name}, {contact['phone_number']}"]
    if venue := message.card.get("venue"):
        return [f"<place> {venue['title']}, {venue['address']}"]
    if message.card:
        return [f"<{', '.join(message.card)}>"]
    return _with_links_and_quotes(message.text, message.entities).split("\n")


def _with_links_and_quotes(text: str, entities: list[dict[str, Any]]) -> str:
    """Later entities first, so that offsets stay true; the ends of links before the quotes around them."""
    edits: list[tuple[int, int, str]] = []
    for entity in entities:
        inside = cut(text, entity["offset"], entity["length"])
        start = len(cut(text, 0, entity["offset"]))
        if entity["type"] == "text_link":
            edits.append((start + len(inside), 0, f" <{entity['url']}>"))
        if entity["type"] in ("blockquote", "expandable_blockquote"):
            mark = "> " if entity["type"] == "blockquote" else ">> "
            begins = [start, *(start + at + 1 for at, c in enumerate(inside) if c == "\n")]
            edits += [(at, 1, mark) for at in begins]
    for at, _, added in sorted(edits, reverse=True):
        text = text[:at] + added + text[at:]
    return text
