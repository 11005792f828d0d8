"""The elements of a page as cssselect2 matches them, each step of the way counted, so that no page keeps it busy for ever."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cssselect2 import ElementWrapper, Matcher, parser

from retrieval.loading.pieces import UnreadableFileError

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_STEPS = 10_000_000  # looks at an element or a rule, some seconds of them
_NEW = 10  # looks that making an element anew is worth, as a search below one does
TOO_MUCH = "has style rules that take too long to follow, so what of it is seen is not known: save it without them"


class _Budget:
    """Counts steps; raises UnreadableFileError when there were too many."""

    def __init__(self) -> None:
        self.left = _STEPS

    def spend(self, steps: int = 1) -> None:
        self.left -= steps
        if self.left < 0:
            raise UnreadableFileError(TOO_MUCH)


class _Siblings(list[Any]):
    """The children of an element; going through them is counted, in eighths, since that is fast."""

    def __init__(self, children: Iterable[Any], budget: _Budget) -> None:
        super().__init__(children)
        self.budget = budget

    def __iter__(self) -> Iterator[Any]:
        self.budget.spend(len(self) // 8 + 1)
        return super().__iter__()

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.budget.spend(len(found) // 8 + 1 if isinstance(key, slice) else 1)
        return found


class StyledElement(ElementWrapper):  # type: ignore[misc]  # cssselect2 has no types
    """An element as cssselect2 sees it, whose relatives are looked up step by step, each step counted."""

    def __init__(self, etree_element: HtmlElement, parent: StyledElement | None, *others: Any, **named: Any) -> None:
        self.budget: _Budget = parent.budget if parent is not None else _Budget()
        super().__init__(etree_element, parent, *others, **named)

    @property
    def ancestors(self) -> Iterator[StyledElement]:
        return self._towards("parent")

    @property
    def previous_siblings(self) -> Iterator[StyledElement]:
        return self._towards("previous")

    def _towards(self, relative: str) -> Iterator[StyledElement]:
        each = getattr(self, relative)
        while each is not None:
            self.budget.spend()
            yield each
            each = getattr(each, relative)

    @cached_property
    def etree_children(self) -> _Siblings:
        return _Siblings((child for child in self.etree_element if isinstance(child.tag, str)), self.budget)

    def iter_children(self) -> Iterator[StyledElement]:
        for child in super().iter_children():
            self.budget.spend(_NEW)
            yield child


class Rules(Matcher):  # type: ignore[misc]
    @staticmethod
    def add_relevant_selectors(element: StyledElement, selectors: Sequence[Any], relevant: list[Any]) -> None:
        element.budget.spend(len(selectors))
        Matcher.add_relevant_selectors(element, selectors, relevant)


class Names:
    """The tags, ids and classes of a page; rules that ask for others need not be followed."""

    def __init__(self, tree: HtmlElement) -> None:
        elements = [element for element in tree.iter() if isinstance(element.tag, str)]
        self._tags = {element.tag for element in elements}
        self._ids = {element.get("id") for element in elements}
        self._classes = {name for element in elements for name in element.get("class", "").split()}

    def may_match(self, part: Any) -> bool:
        """Whether a part of a selector, as cssselect2 parses it, can stand for an element of the page."""
        if isinstance(part, parser.CombinedSelector):
            return self.may_match(part.left) and self.may_match(part.right)
        if isinstance(part, parser.CompoundSelector):
            return all(self.may_match(each) for each in part.simple_selectors)
        if isinstance(part, (parser.MatchesAnySelector, parser.SpecificityAdjustmentSelector)):
            return any(self.may_match(each.parsed_tree) for each in part.selector_list)
        if isinstance(part, parser.RelationalSelector):
            return any(self.may_match(each.selector.parsed_tree) for each in part.selector_list)
        if isinstance(part, parser.LocalNameSelector):
            return part.lower_local_name in self._tags
        if isinstance(part, parser.ClassSelector):
            return part.class_name in self._classes
        return not isinstance(part, parser.IDSelector) or part.ident in self._ids
