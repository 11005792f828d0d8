"""Opening a provider's chat model by LangChain, with what each of them needs."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

from retrieval.records import PolicydeskError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

RETRIES = 2  # by the provider's client: connection errors, 408, 409, 429 (it heeds Retry-After) and 5xx, before the first piece
_MOST_TOKENS = 1_200  # that the model may write


def open_chat(name: str, base_url: str | None, api_key: str | None) -> BaseChatModel:
    """The chat model `provider:model`, at temperature 0. Raises PolicydeskError when it cannot be set up."""
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {"temperature": 0}
    if name.startswith("ollama:"):
        given["num_predict"] = _MOST_TOKENS
    else:
        given |= {"max_tokens": _MOST_TOKENS, "max_retries": RETRIES}
    if name.startswith("openai:"):
        from openai import DefaultAsyncHttpxClient

        given |= {"stream_usage": True, "stream_chunk_timeout": 0}  # its timer loses cancellations on Python 3.11
        given["http_async_client"] = DefaultAsyncHttpxClient()  # ours to close; the default one is shared by address
    given |= {"base_url": base_url} if base_url else {}
    given |= {"api_key": api_key} if api_key else {}
    try:
        made: BaseChatModel = init_chat_model(name, **given)
    except Exception as error:
        raise PolicydeskError(
            f"The language model {name} cannot be set up ({type(error).__name__}): check POLICYDESK_MODEL, and that its "
            "key is set, as POLICYDESK_MODEL_API_KEY or as the provider's own variable (e.g. OPENAI_API_KEY)."
        ) from error
    return made


def check_package(provider: str) -> None:
    """Raises PolicydeskError with the command to type when the provider's package is not installed."""
    package = f"langchain-{provider.replace('_', '-')}"
    if importlib.util.find_spec(package.replace("-", "_")) is None:
        raise PolicydeskError(
            f"POLICYDESK_MODEL names the provider {provider}, whose package is not installed: install it with "
            f'"pip install {package}", or choose another provider, e.g. openai.'
        )
