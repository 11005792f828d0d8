"""Every sentence of the product's own, in English and Korean: a key with values, and the tables that put it into words."""

from assistant.wording.language import LANGUAGES, Language, language_of
from assistant.wording.patterns import templates
from assistant.wording.render import say
from assistant.wording.sentence import Said, joined, said

__all__ = ["LANGUAGES", "Language", "Said", "joined", "language_of", "said", "say", "templates"]
