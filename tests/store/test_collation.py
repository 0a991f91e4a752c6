from __future__ import annotations

import random

import pytest
from pyuca import Collator

from tvet_skos.store.labels.collation import Collation


@pytest.mark.parametrize(
    ("language", "in_order"),
    [
        ("", ["3D", "black bird", "blackbird", "co-op", "coop", "ea", "éa", "Éa", "Übung", "zoo"]),
        ("de", ["Oel", "Ofen", "Öl", "strasse", "Strasse", "Straße", "Zahn"]),
        ("sv", ["ost", "Zebra", "zz", "år", "äpple", "Ära", "öra"]),
        ("da", ["zoo", "æble", "øl", "ål"]),
        ("cs", ["cena", "čas", "hora", "chata", "iva"]),
        ("et", ["sa", "ša", "za", "ža", "ta", "wa", "õu", "äi", "üks", "xa"]),
        ("tr", ["can", "çay", "hava", "ılık", "Irmak", "içki", "İzmir", "jilet"]),
        ("es-MX", ["nube", "nzz", "ñu", "oso"]),
        ("hu", ["cukor", "csak", "dal", "dzs", "gar", "gyár", "zz", "zs"]),
        ("ru", ["ежи", "ёжик", "ель", "жук", "и", "й"]),
        ("uk", ["гора", "ґанок", "дім"]),
        ("", ["latin", "ελληνικά", "кириллица", "אב", "بيت", "अध्यापक", "ก", "한", "あ", "教"]),
    ],
)  # fmt: skip
def test_labels_are_in_the_order_of_the_language(language: str, in_order: list[str]) -> None:
    shuffled = in_order.copy()
    random.Random(2).shuffle(shuffled)
    assert sorted(shuffled, key=Collation(language).key) == in_order


@pytest.mark.parametrize(
    ("language", "label", "heading"),
    [
        ("", "éclair", "E"), ("", "Øre", "O"), ("da", "øre", "Ø"), ("sv", "Åre", "Å"),
        ("", "3D", "0-9"), ("", "٣", "0-9"), ("", "(in) art", "I"), ("", "©", "#"), ("", "", "#"),
        ("cs", "chata", "Ch"), ("cs", "CHATA", "Ch"), ("tr", "İzmir", "İ"), ("tr", "Irmak", "I"),
        ("", "ἄλφα", "Α"), ("ru", "й", "Й"), ("ru", "Ёж", "Е"), ("", "أمل", "ا"), ("", "בית", "ב"),
        ("", "하나", "ㅎ"), ("", "까치", "ㄱ"), ("", "カタ", "か"), ("", "がく", "か"),
        ("", "教育", "漢"), ("", "เกม", "ก"), ("", "अध्यापक", "अ"), ("", "ßa", "S"),
        ("", "Æon", "A"), ("da", "Æon", "Æ"),
    ],
)  # fmt: skip
def test_each_label_stands_under_its_letter(language: str, label: str, heading: str) -> None:
    assert Collation(language).heading(label) == heading


def test_the_short_way_for_ascii_is_the_order_of_the_algorithm() -> None:
    chance = random.Random(3)
    letters = "abcXYZ019 -'+é"
    texts = sorted({"a" + "".join(chance.choices(letters, k=6)) for _ in range(400)})
    collator = Collator()
    assert sorted(texts, key=Collation("").key) == sorted(texts, key=collator.sort_key)
