"""Values: the numbers, dates, phones, addresses and articles of law that a text states, with their places."""

from retrieval.language.values.finding import phones, same_noun, states, values
from retrieval.language.values.record import Value, ValueKind

__all__ = ["Value", "ValueKind", "phones", "same_noun", "states", "values"]
