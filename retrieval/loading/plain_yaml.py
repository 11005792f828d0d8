"""YAML as front matter may use it: plain values, lists and mappings; nothing that stands for something else."""

from __future__ import annotations

from yaml import AliasEvent, BaseLoader, Node
from yaml.composer import ComposerError


class PlainLoader(BaseLoader):
    """Leaves every scalar a string, so `no` stays a language and a wrong date reaches our own message.

    Raises ComposerError, a YAMLError, at the first alias: a few of them can stand for more than any memory holds.
    """

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        """As PyYAML has it, but for aliases."""
        if self.check_event(AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise ComposerError(None, None, f"the alias *{event.anchor[:40]}", event.start_mark)
        return super().compose_node(parent, index)
