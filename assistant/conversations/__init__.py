"""What is kept: answers, conversations, feedback."""

from assistant.conversations.feedback import Feedback, Thumb
from assistant.conversations.store import Conversations, ExplainedAnswer, UnknownConversationError

__all__ = ["Conversations", "ExplainedAnswer", "Feedback", "Thumb", "UnknownConversationError"]
