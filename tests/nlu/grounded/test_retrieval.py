"""Which passages are found for a question, and that a question nothing answers finds none."""

from __future__ import annotations

import pytest

from nlu.encoder import Encoder, NoEncoder, best_encoder
from nlu.grounded import Hit, Library, Source
from tests.nlu.grounded.shelf import Question, catalogue_passages, own_passages, questions

SHELF = {**own_passages(), **catalogue_passages()}
NAMES = {source.id: key for key, source in SHELF.items()}


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return best_encoder()


@pytest.fixture(scope="module")
def library(encoder: Encoder) -> Library:
    return Library(encoder)


def found(library: Library, question: Question) -> tuple[Hit, ...]:
    treatments = [question.treatment] if question.treatment else []
    return library.find(question.text, list(SHELF.values()), treatments=treatments)


@pytest.mark.parametrize(
    ("file", "near", "sure", "let_in"), [("asked.tsv", 38, 22, 2), ("asked_fresh.tsv", 22, 12, 3)]
)
def test_the_right_passage_is_found_and_what_nothing_answers_is_refused(
    library: Library, file: str, near: int, sure: int, let_in: int
) -> None:
    rows = [(one, found(library, one)) for one in questions(file)]
    asked = [(one, hits) for one, hits in rows if one.passage]
    nothing = [hits for one, hits in rows if not one.passage]
    told = [(one, hits[0]) for one, hits in asked if hits and hits[0].is_sure]

    assert sum(one.passage in {NAMES[hit.source.id] for hit in hits} for one, hits in asked) >= near
    assert len(told) >= sure
    assert all(NAMES[hit.source.id] == one.passage for one, hit in told)
    assert not any(hits[0].is_sure for hits in nothing if hits)
    assert sum(bool(hits) for hits in nothing) <= let_in


def test_a_passage_about_another_treatment_is_no_answer(library: Library) -> None:
    about_filler = [hit.source.treatment for hit in found(library, Question("แท้ไหมคะ", "hifu", ""))]

    assert "ha_filler" not in about_filler


@pytest.mark.parametrize("text", ["", "   ", "😀" * 3, "เล่าให้ฟังนะคะ " * 60])
def test_what_is_no_question_finds_nothing(library: Library, text: str) -> None:
    assert all(not hit.is_sure for hit in found(library, Question(text, "", "")))


def test_without_an_encoder_nothing_is_found() -> None:
    own: list[Source] = list(own_passages().values())

    assert Library(NoEncoder()).find("is there parking", own, treatments=[]) == ()
