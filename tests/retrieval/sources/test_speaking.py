from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.records import Metadata
from retrieval.sources.record import Source
from retrieval.sources.speaking import spoken_for

TOLD = Metadata("Page", organisation="Alpha City", aliases=(("Page", "Alpha City"),))
SOURCE = Source("board", "folder", "/docs", organisation="Beta City", language="ko", kind="plan")


def test_a_file_of_no_source_says_what_it_says() -> None:
    assert spoken_for(TOLD, None) == TOLD


def test_ones_own_documents_speak_for_anybody_and_their_source_fills_what_they_leave_out() -> None:
    assert spoken_for(TOLD, SOURCE) == replace(TOLD, language="ko", kind="plan")
    assert spoken_for(Metadata("Page", kind="notice"), SOURCE).organisation == "Beta City"
    assert spoken_for(Metadata("Page", kind="notice"), SOURCE).kind == "notice"


def test_an_official_source_speaks_for_its_organisation_whatever_body_its_documents_name() -> None:
    told = spoken_for(TOLD, replace(SOURCE, trust="official"))
    assert (told.organisation, told.trust, told.aliases) == ("Beta City", "official", TOLD.aliases)


@pytest.mark.parametrize("organisation", [None, "Gamma News"])
def test_any_other_source_speaks_for_nobody_and_gives_no_other_names(organisation: str | None) -> None:
    told = spoken_for(TOLD, replace(SOURCE, trust="other", organisation=organisation))
    assert (told.organisation, told.trust, told.aliases) == (organisation, "other", ())
