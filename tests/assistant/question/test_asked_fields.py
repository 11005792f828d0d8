"""Which fields of a directory entry a question names."""

from __future__ import annotations

import pytest

from assistant.question.asked_fields import asked_fields


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("Which e-mail address has the Harbour Office?", ("email",)),
        ("web address of the mill", ("url",)),
        ("등대과 이메일 주소", ("email",)),
        ("등대과 홈페이지 주소", ("url",)),
        ("등대과 주소", ("address",)),
        ("give me the website address of the mill", ("url",)),
        ("등대과 홈페이지의 주소", ("url",)),
        ("등대과 메일주소", ("email",)),
        ("where do letters go, what is the mailing address of the mill", ("address",)),
        ("the address and the e-mail of the mill", ("email", "address")),
        ("the mill's phone, not its fax", ("phone",)),
        ("not the fax or the e-mail: the phone of the mill", ("phone",)),
        ("Give me the room of the mill instead of an e-mail address.", ("room",)),
        ("등대과 팩스 말고 전화", ("phone",)),
        ("등대과 이메일이 아니라 팩스 번호", ("fax",)),
        ("Why is the fax of the mill not given?", ("fax",)),
    ],
)
def test_an_address_that_is_part_of_another_field_and_a_field_set_aside_are_not_asked_for(
    question: str, fields: tuple[str, ...]
) -> None:
    assert asked_fields(question) == fields
