"""What the product says by itself: sentences as keys and values, and one table for each language that puts them into words."""

from assistant.wording.language import LANGUAGES, Language, language_of
from assistant.wording.render import say
from assistant.wording.said import Said, joined, said

__all__ = ["LANGUAGES", "Language", "Said", "joined", "language_of", "said", "say"]
