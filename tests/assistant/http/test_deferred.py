from __future__ import annotations

from pydantic import BaseModel

from assistant.http.deferred import deferred_models


def test_a_model_made_meanwhile_is_built_at_its_first_use_and_later_ones_at_once() -> None:
    with deferred_models():

        class Waiting(BaseModel):
            number: int

    class Ready(BaseModel):
        number: int

    assert (Waiting.__pydantic_complete__, Ready.__pydantic_complete__) == (False, True)
    assert Waiting.model_validate({"number": "3"}).number == 3
    assert Waiting.__pydantic_complete__
