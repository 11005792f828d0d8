"""One question on its way through the chain, with the language model's part in it where there is one, and its trace."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from assistant import draft as drafts
from assistant.ask import Ask
from assistant.draft import Draft
from assistant.extractive import Response
from assistant.generated import Deadline, Generator, Written, turns_to_tell
from assistant.knowledge import Knowledge
from assistant.question import as_small_talk, understand
from assistant.records import Answer, Usage
from assistant.trace import ModelCall, Rewriter, Trace, TracedPassage
from assistant.wording import Language
from retrieval.records import Passage

_ENGLISH = "en"
_LANGUAGES = {"en": "English", "ko": "Korean"}


class Turn:
    """Made anew for every question, to be answered in `language`. Without a `generator` everything is quotes and rules.

    `knowledge` is what somebody vouches for, until it is `widen`ed.
    """

    def __init__(
        self, knowledge: Knowledge, generator: Generator | None, today: date, language: Language = "en"
    ) -> None:
        self.knowledge = knowledge.vouched
        self._all = knowledge
        self._generator = generator
        self.today = today
        self._speaks = language
        self._ends: Deadline | None = None
        self._rewritten_by: Rewriter | None = None
        self._calls: list[ModelCall] = []
        self._written: Written | None = None

    def understand(self, asked: str, history: Sequence[Answer]) -> Ask:
        """What is asked, completed from the conversation: by rules, and by the model for a follow-up or a question in another language."""
        by_rules = self._by_rules(asked, history)
        if by_rules.intent != "smalltalk" and self._asks_model(by_rules, history):
            by_model = self._by_model(asked, turns_to_tell(history))
            if by_model is not None:
                self._rewritten_by = "model"
                return by_model.but(language=by_rules.language)
        if by_rules.standalone != asked:
            self._rewritten_by = "rules"
        return by_rules

    @property
    def wider(self) -> Knowledge | None:
        """All that is known, where that is more than what somebody vouches for."""
        return None if self._all is self.knowledge else self._all

    def widen(self) -> None:
        """Go on with all that is known."""
        self.knowledge = self._all

    def draft(self, standalone: str, response: Response, on_text: Callable[[str], None]) -> Draft:
        """The answer: the quotes of `response`, or what the model writes from the passages found; `on_text` gets it as it comes."""
        if self._generator is None or not response.found:
            return drafts.extractive(response, self.today, self._speaks)
        self._written = self._generator.write(
            standalone,
            response.found,
            self.knowledge.verifier,
            self._deadline(self._generator),
            self.today,
            on_text,
            self._speaks,
        )
        self._calls.append(self._written.call)
        return drafts.generated(self._written, response, self.knowledge.documents, self.today, self._speaks)

    @property
    def streamed(self) -> int:
        """How many characters of the text were given to `on_text`."""
        return len(self._written.text) if self._written else 0

    @property
    def usage(self) -> Usage:
        """The tokens of all calls of the model."""
        used = [call.usage for call in self._calls]
        return Usage(
            prompt_tokens=sum(each.prompt_tokens for each in used),
            completion_tokens=sum(each.completion_tokens for each in used),
        )

    @property
    def timings(self) -> dict[str, float]:
        """Milliseconds of the model and of the verification, when there were any."""
        model = {"model": sum(call.ms for call in self._calls)} if self._calls else {}
        return model | ({"verify": self._written.verify_ms} if self._written else {})

    def trace(self, passages: Sequence[Passage]) -> Trace:
        """How the answer came about; `passages` are those found."""
        sources = [source.passage for source in self._written.sources] if self._written else []
        numbers = {passage.chunk.id: n for n, passage in enumerate(sources, 1)}
        known = {passage.chunk.id: passage for passage in (*passages, *sources)}
        return Trace(
            rewritten_by=self._rewritten_by,
            index_version=self.knowledge.version,
            passages=tuple(TracedPassage.of(each, numbers.get(i)) for i, each in known.items()),
            calls=tuple(self._calls),
            removed=self._written.removed if self._written else (),
        )

    def _by_rules(self, asked: str, history: Sequence[Answer]) -> Ask:
        if talk := as_small_talk(asked):
            return talk  # nothing of the index has to be looked at for it
        known = self.knowledge
        worded = known.search.reword(asked)
        return understand(asked, worded, history, known.names, lambda: known.contacts.all(), known.grounds)

    def _asks_model(self, by_rules: Ask, history: Sequence[Answer]) -> bool:
        """Not for a first question that the rules can read, nor right after a turn that the model may not see."""
        if self._generator is None:
            return False
        spoken = [each for each in history if each.status != "smalltalk"]
        return spoken[-1:] == turns_to_tell(history)[-1:] if spoken else by_rules.unread

    def _by_model(self, asked: str, turns: Sequence[Answer]) -> Ask | None:
        """None when the model fails, or when its question cannot be searched."""
        if self._generator is None:
            return None
        question, call = self._generator.rewrite(asked, turns, self._language(), self._deadline(self._generator))
        self._calls.append(call)
        understood = self._by_rules(question, ()) if question else None
        return understood if understood and understood.searches else None

    def _deadline(self, generator: Generator) -> Deadline:
        """One for all calls of the model, from the first one on; what was done before takes no time to speak of."""
        self._ends = self._ends or generator.deadline()
        return self._ends

    def _language(self) -> str:
        """That of most documents, by name."""
        code = self.knowledge.documents.language or _ENGLISH
        return _LANGUAGES.get(code, code)
