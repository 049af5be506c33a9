"""In: a file that is no IATI file, or a hostile one, is refused with its reason, within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from data.desk.checked import Tier
from data.desk.door import RefusedFile, sheets
from data.language import Language
from data.sheets.limits import Limits
from tests.data.iati.donors import NEWER, OLD
from tests.data.iati.records import SMALL, examined


def refusal(content, **limits):
    with pytest.raises(RefusedFile) as raised:
        sheets("a.xml", content, limits=Limits(**limits))
    return raised.value.fault


BOMB = b"""<?xml version="1.0"?><!DOCTYPE iati-activities [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<iati-activities version="2.03"><iati-activity><title><narrative>&c;</narrative></title>
</iati-activity></iati-activities>"""


OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE iati-activities SYSTEM "file:///etc/passwd">'
    b'<iati-activities version="2.03"/>'
)


ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    b'<iati-activities version="2.03"><iati-activity><title>&e;</title></iati-activity>'
    b"</iati-activities>"
)


@pytest.mark.parametrize(
    ("content", "kind", "line", "found"),
    [
        (BOMB, "has-dtd", 1, None),
        (OUTSIDE, "has-dtd", 1, None),
        (ENTITY, "has-dtd", 1, None),
        (b'<?xml version="1.0"?>\n<rss version="2.0"/>', "not-iati", 2, "rss"),
        (b'<iati-organisations version="2.03"/>', "not-iati", 1, "iati-organisations"),
        (b'<iati-activities version="3.0"/>', "iati-version", 1, "3.0"),
        (b"<iati-activities/>", "iati-version", 1, ""),
        (b'<iati-activities version="2.03"/>', "no-activity", None, None),
        (b'<iati-activities version="2.03">\n<a>\n</b>', "not-well-formed", 3, None),
        (NEWER[:900], "not-well-formed", 22, None),
        (
            b'<?xml version="1.0" encoding="utf-8"?><iati-activities version="2.03">\xff',
            "not-well-formed",
            1,
            None,
        ),
        (b'<iati-activities version="2.03">' + b"<a>" * 5_000, "not-well-formed", 1, None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_cannot_be_read_is_refused_with_its_reason_and_line(content, kind, line, found):
    fault = refusal(content)

    assert fault.kind == kind
    assert fault.row == line
    if found is not None:
        assert fault.found == found
    for code in ("vi", "en", "fr"):
        assert fault.sentence(Language(code)).startswith("a.xml")


def test_limits_hold_for_activities_texts_and_bytes():
    assert refusal(NEWER, rows=1).kind == "over-rows"
    assert refusal(OLD, cell=30).kind == "over-cell"
    assert refusal(OLD, bytes=1_000).kind == "over-bytes"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_other_encodings_of_unicode_are_read(codec):
    text = NEWER.decode().replace('encoding="UTF-8"', f'encoding="{codec[:6].rstrip("-")}"')

    assert len(sheets("a.xml", text.encode(codec))) == 4


def test_an_activity_without_an_identifier_is_refused_by_itself():
    content = NEWER.replace(b"<iati-identifier>GB-CHC-1000000-VN02</iati-identifier>", b"")

    checked, _changes, _drafts = examined(content)

    refused = [(f.fault.kind, f.fault.column) for f in checked.of(Tier.REFUSED)]
    assert refused == [("required", "project_id")]
    assert list(checked.rows["projects"]) == ["gb-chc-1000000-vn01"]


TAGS = (
    "title",
    "narrative",
    "transaction",
    "value",
    "activity-date",
    "participating-org",
    "sector",
)


NODES = st.recursive(
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z")), max_size=8),
    lambda inner: st.tuples(
        st.sampled_from(TAGS),
        st.dictionaries(
            st.sampled_from(["code", "type", "role", "ref", "iso-date", "currency"]),
            st.sampled_from(
                ["1", "2", "4", "C", "2024-01-01", "2024-13-45", "EUR", "Funding", "x"]
            ),
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


def grown(parent, node):
    if isinstance(node, str):
        parent.text = node
        return
    tag, attributes, children = node
    one = etree.SubElement(parent, tag, attributes)
    for child in children:
        grown(one, child)


@pytest.mark.slow
@given(st.lists(NODES, max_size=6), st.sampled_from(["1.03", "2.01", "2.03"]))
def test_whatever_stands_in_an_activity_it_is_read_or_refused(nodes, version):
    root = etree.Element("iati-activities", version=version)
    activity = etree.SubElement(root, "iati-activity")
    etree.SubElement(activity, "iati-identifier").text = "A-1"
    for node in nodes:
        grown(activity, node)

    checked, _changes, drafts = examined(etree.tostring(root), SMALL)

    assert [draft.table for draft in drafts].count("projects") == 1
    assert checked.read["projects"] == 1


@given(st.integers(0, len(NEWER)), st.binary(max_size=6))
def test_a_damaged_file_is_read_or_refused(place, bytes_):
    content = NEWER[:place] + bytes_ + NEWER[place + len(bytes_) :]
    try:
        read = sheets("a.xml", content)
    except RefusedFile as refused:
        read, sentence = [], refused.fault.sentence(Language("vi"))
    assert read or sentence
