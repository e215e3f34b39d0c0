"""What a reader cannot see is not a value: no carrier changes a field, no look-alike loses a word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from extractor.model import Document, Flag
from extractor.pipeline import Plan, Result, run
from extractor.settings import Settings
from fixtures import layout
from fixtures.cases import cases
from fixtures.hostile import documents
from fixtures.hostile.hidden import CARRIERS, LOOK_ALIKES, PAYLOADS, SEEN, filled
from fixtures.hostile.kind import TEXT

CLEAN = {
    "pdf": layout.pdf(TEXT),
    "docx": documents.body(documents.GOOD),
    "txt": TEXT.encode(),
    "md": ("# " + TEXT.replace("\n", "\n\n")).encode(),
}
SILENT = {
    *("metadata.pdf", "attachment.pdf"),
    *("deleted.docx", "comment.docx", "properties.docx", "comment.md"),
}
"""What these carry is no text of the page at all, and so is not reported as hidden text of it."""


def _fields(result: Result) -> tuple[object, ...]:
    report, checked = result.report, result.checked
    assert checked is not None
    fields = {path: (field.state, field.value, field.unit) for path, field in report.fields.items()}
    items = [item.text for item in (*report.problems, *report.measures)]
    rows = [sorted(row.cells.items()) for row in (*report.projects, *report.indicators)]
    findings = [(finding.code, finding.severity, finding.stated, finding.computed) for finding in checked.findings]
    return fields, items, rows, findings


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[object, ...]]:
    folder = tmp_path_factory.mktemp("clean")
    found = {}
    for form, data in CLEAN.items():
        path = folder / f"report.{form}"
        path.write_bytes(data)
        found[form] = _fields(run(path, Plan(Settings())))
    return found


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("name", CARRIERS)
def test_a_carrier_changes_nothing(
    tmp_path: Path, clean: Mapping[str, tuple[object, ...]], name: str, payload: str
) -> None:
    path = tmp_path / name
    path.write_bytes(CARRIERS[name](PAYLOADS[payload]))
    result = run(path, Plan(Settings()))
    assert _fields(result) == clean[name.rpartition(".")[2]]
    text = result.document.text
    assert not any(words in text for words in ("88.88", "99人", "忽略", "白云县"))
    if name not in SILENT:
        assert result.document.flags
        assert set(result.document.flags) & {Flag.HIDDEN, Flag.MISMATCH}
        assert all(one.text and (one.box or one.page or one.place) for one in result.document.hidden)
        assert result.document.hidden


SPEAKS_OF = {
    "another-figure": {"three_public.final", "three_public.reception_final"},
    "another-name": {"department.name", "staffing.established", "staffing.on_duty"},
    "an-order": {"three_public.final", "score.total", "score.grade"},
}
"""The fields that a payload, read as a sentence of the report, is about."""


@pytest.mark.parametrize("name", ["", *(case.name for case in cases() if case.split == "tune")][:4])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_visible_sentence_is_a_sentence_and_no_order(tmp_path: Path, name: str, payload: str) -> None:
    """What a reader sees counts, as any other sentence does: it may contradict what it is about, and nothing else."""
    text = next((case.form("text").decode() for case in cases() if case.name == name), TEXT)
    path = tmp_path / "report.txt"
    seen = []
    for more in ("", f"\n\n{PAYLOADS[payload]}\n"):
        path.write_text(text + more, "utf-8")
        fields = run(path, Plan(Settings())).report.fields
        seen.append({path: (field.state, field.value, field.unit) for path, field in fields.items()})
    assert {path for path in seen[0] if seen[0][path] != seen[1][path]} <= SPEAKS_OF[payload]


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_is_read(tmp_path: Path, name: str) -> None:
    document = _read(tmp_path, name, LOOK_ALIKES[name](SEEN))
    assert SEEN in document.text
    assert not document.hidden


def test_hidden_words_are_kept_with_their_place(tmp_path: Path) -> None:
    document = _read(tmp_path, "white.pdf", CARRIERS["white.pdf"]("暗字88.88"))
    (hidden,) = document.hidden
    assert (hidden.text, hidden.why, hidden.page) == ("暗字88.88", "no_contrast", 1)
    assert hidden.box is not None
    assert 80 < hidden.box.x0 < 100
    assert "第 1 页有看不见的文字" in document.notes[0]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("left-of-page.pdf", "off_page"),
        ("below-page.pdf", "off_page"),
        ("outside-cropbox.pdf", "off_page"),
        ("layer-off.pdf", "layer_off"),
        ("empty-clip.pdf", "clipped"),
        ("clip-elsewhere.pdf", "clipped"),
        ("hidden-note.pdf", "hidden_note"),
        ("hidden-field.pdf", "hidden_field"),
    ],
)
def test_what_never_reaches_the_paper_is_listed(tmp_path: Path, name: str, why: str) -> None:
    (hidden,) = _read(tmp_path, name, CARRIERS[name]("暗字88.88")).hidden
    assert (hidden.text, hidden.why, hidden.page) == ("暗字88.88", why, 1)
    assert hidden.box is not None


def test_a_filled_field_is_read(tmp_path: Path) -> None:
    document = _read(tmp_path, "form.pdf", filled("88.88"))
    assert "88.88" in document.text
    assert not document.hidden


def test_what_reaches_beyond_the_edge_is_listed(tmp_path: Path) -> None:
    import pymupdf

    made = pymupdf.open("pdf", CLEAN["pdf"])
    made[0].insert_text((500, 640), "年末共有九十人另有六人", fontname="china-s")
    document = _read(tmp_path, "edge.pdf", made.tobytes())
    (hidden,) = document.hidden
    shown = "年末共有九十人另有六人".removesuffix(hidden.text)
    assert len(shown) > 5
    assert shown in document.text
    assert hidden.why == "off_page"


def test_zero_width_characters_are_listed(tmp_path: Path) -> None:
    document = _read(tmp_path, "report.txt", "第一行\n\n全年决算6\u200b.\u202e73\u202c万元。".encode())
    (hidden,) = document.hidden
    assert (hidden.why, hidden.place) == ("turned", "第 3 行")
    assert hidden.text == "全年决算6<U+200B>.<U+202E>73<U+202C>万元。"


def test_a_scan_with_its_own_text_layer_is_read_from_the_picture(tmp_path: Path) -> None:
    import pymupdf

    picture = pymupdf.open("pdf", CLEAN["pdf"])[0].get_pixmap(dpi=150)
    made = pymupdf.open()
    page = made.new_page()
    page.insert_image(page.rect, pixmap=picture)
    page.insert_text((90, 640), "三公经费决算88.88万元，另有九十九万元", fontname="china-s", render_mode=3)
    document = _read(tmp_path, "scan.pdf", made.tobytes())
    assert "6.37万元" in document.text
    assert "88.88" not in document.text
    assert Flag.MISMATCH in document.flags


def test_turned_writing_reads_as_it_is_shown(tmp_path: Path) -> None:
    document = _read(tmp_path, "report.txt", "全年决算\u202e73.6\u202c万元。".encode())
    assert document.text == "全年决算6.37万元。"


def _read(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    return run(path, Plan(Settings())).document
