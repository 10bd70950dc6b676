"""A document is kept as JSON and comes back the same."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.document import (
    Document,
    Facts,
    Heading,
    Paragraph,
    Table,
    from_json,
    to_json,
)

words = st.text(max_size=40)
pairs = st.lists(st.tuples(words, words), min_size=1, max_size=4).map(tuple)
blocks = st.one_of(
    st.builds(Heading, words, st.integers(2, 4)),
    st.builds(Paragraph, words),
    st.builds(Facts, pairs),
    st.builds(Table, st.tuples(words, words), pairs),
)


@given(st.builds(Document, words, st.sampled_from(["en", "sv", "nb"]), words, st.lists(blocks).map(tuple)))
def test_what_is_kept_comes_back_the_same(document: Document) -> None:
    assert from_json(json.loads(json.dumps(to_json(document)))) == document


def test_a_block_of_an_unknown_kind_is_named() -> None:
    head = to_json(Document("T", "en", "", ()))
    with pytest.raises(ValueError, match="picture"):
        from_json([*head, {"kind": "picture"}])
