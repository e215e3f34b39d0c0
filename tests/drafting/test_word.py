"""The Word file: format, marks, gaps, the way back; and the Excel form."""

from __future__ import annotations

import base64
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from eval.drafting import measure as drafts
from extractor import authoring, drafting
from extractor.cli import process
from extractor.drafting import Given, Inputs, record
from extractor.drafting.form import asked
from extractor.errors import InputError, OutputError
from extractor.output import markdown, sheet, word
from extractor.output.word import marks, page
from extractor.settings import Settings
from fixtures.generate.years import series

FAMILY, SEED = "hunan-cover-2023", 3
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def data(drafted: authoring.Drafted) -> bytes:
    return word.docx(drafted.draft, word.Copy.REVIEW, record.dump(drafted.draft))


def lines_of(data: bytes) -> list[str]:
    return [line for line in authoring.reread(data, "x")[0].text.split("\n") if line.strip()]


def xml(data: bytes, part: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(part))


def test_the_same_draft_gives_the_same_bytes(drafted: authoring.Drafted, data: bytes) -> None:
    assert word.docx(drafted.draft, word.Copy.REVIEW, record.dump(drafted.draft)) == data


def test_the_text_comes_back_with_changes_accepted(drafted: authoring.Drafted, data: bytes) -> None:
    assert lines_of(data) == [block.text for block in drafted.draft.blocks]


def test_the_note_comes_back(drafted: authoring.Drafted, data: bytes) -> None:
    note = word.note(data, "x")
    assert note is not None
    kept = record.load(note, "x")
    assert kept.year == drafted.draft.year
    assert kept.facts == drafted.draft.facts
    assert kept.required == drafted.draft.required


def test_properties_stand_in_the_order_of_the_schema(data: bytes) -> None:
    for part in ("word/document.xml", "word/styles.xml"):
        root = xml(data, part)
        for tag, order in ((f"{W}pPr", page._P_ORDER), (f"{W}rPr", page._R_ORDER)):
            for properties in root.iter(tag):
                names = [child.tag.removeprefix(W) for child in properties]
                places = [order.index(name) for name in names if name in order]
                assert places == sorted(places)


def test_comments_and_changes_are_dated_by_the_draft(data: bytes) -> None:
    dates = {e.get(f"{W}date") for part in ("word/document.xml", "word/comments.xml") for e in xml(data, part).iter()}
    assert dates - {None} == {"2024-01-01T00:00:00Z"}


def test_the_label_can_be_left_out(drafted: authoring.Drafted, data: bytes) -> None:
    bare = word.docx(drafted.draft, word.Copy.REVIEW, b"{}", label=False)
    with zipfile.ZipFile(io.BytesIO(data)) as one, zipfile.ZipFile(io.BytesIO(bare)) as other:
        assert b"AIGC" in one.read("docProps/custom.xml")
        assert "docProps/custom.xml" not in other.namelist()


def test_no_clean_copy_while_there_are_gaps(drafted: authoring.Drafted) -> None:
    with pytest.raises(OutputError, match="待填"):
        word.docx(drafted.draft, word.Copy.CLEAN, b"{}")


def test_a_clean_copy_has_no_marks(drafted: authoring.Drafted) -> None:
    blocks = tuple(b for b in drafted.draft.blocks if all(s.kind != "gap" for one in b.sentences for s in one.slots))
    data = word.docx(replace(drafted.draft, blocks=blocks), word.Copy.CLEAN, b"{}")
    assert not list(xml(data, "word/document.xml").iter(f"{W}ins", f"{W}del", f"{W}commentRangeStart"))


def edited(data: bytes, change: Callable[[str], str], which: str = "word/document.xml") -> bytes:
    """The review copy after an officer has worked on it."""
    fresh = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(fresh, "w") as new:
        for part in old.namelist():
            body = old.read(part)
            new.writestr(part, change(body.decode()).encode() if part == which else body)
    return fresh.getvalue()


def answered(xml_text: str) -> str:
    """Every gap filled in, one sentence struck with tracking on, and one put in."""
    filled = re.sub(r"【待填：[^】]*】", "情况属实", xml_text)
    own = (
        '<w:ins w:id="90001" w:author="科长" w:date="2025-01-02T00:00:00Z"><w:r><w:t>另附说明一份。</w:t></w:r></w:ins>'
        '<w:del w:id="90002" w:author="科长" w:date="2025-01-02T00:00:00Z"><w:r><w:delText>删去的话。</w:delText></w:r></w:del>'
    )
    at = filled.rindex("</w:p>")
    return filled[:at] + own + filled[at:]


def test_a_clean_copy_of_an_edited_review_copy(
    drafted: authoring.Drafted, data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, target = tmp_path / "修改稿.docx", tmp_path / "清洁稿.docx"
    path.write_bytes(data)
    assert process.call(["draft", "--verify", str(path), "--clean", "-o", str(target)]) == 7
    assert not target.exists()
    path.write_bytes(edited(data, answered))
    assert process.call(["draft", "--verify", str(path), "--clean", "-o", str(target)]) == 0
    clean = target.read_bytes()
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        assert archive.testzip() is None
        assert not [name for name in archive.namelist() if "comments" in name]
        lists = archive.read("[Content_Types].xml") + archive.read("word/_rels/document.xml.rels")
        assert b"comments" not in lists
    marks = ("ins", "del", "delText", "commentRangeStart", "commentRangeEnd", "commentReference", "highlight")
    assert not list(xml(clean, "word/document.xml").iter(*(f"{W}{name}" for name in marks)))
    lines = [re.sub(r"【待填：[^】]*】", "情况属实", block.text) for block in drafted.draft.blocks]
    read = lines_of(clean)
    assert read[: len(lines) - 1] == lines[:-1]
    assert "另附说明一份。" in "\n".join(read)
    assert "删去的话" not in "\n".join(read)
    assert lines_of(path.read_bytes()) == read
    assert process.call(["draft", "--verify", str(target)]) == 0
    fact = drafted.draft.facts["assets.total@2023"]
    path.write_bytes(edited(data, lambda text: answered(text).replace(fact.value, f"1{fact.value}")))
    assert process.call(["draft", "--verify", str(path), "--clean", "-o", str(target)]) == 1
    assert "请核实后再报送" in capsys.readouterr().err
    assert process.call(["draft", "--verify", str(path), "--clean"]) == 2


OPEN = {
    "in a table": "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>【待</w:t></w:r><w:r><w:t>填：表内】</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "with blanks": "<w:p><w:r><w:t>【 待填 ：空格】</w:t></w:r></w:p>",
    "in other brackets": "<w:p><w:r><w:t>〔待填：方〕</w:t></w:r></w:p>",
    "without a name": "<w:p><w:r><w:t>【待填】</w:t></w:r></w:p>",
}


@pytest.mark.parametrize("place", OPEN)
def test_a_gap_anywhere_is_a_gap(data: bytes, tmp_path: Path, place: str) -> None:
    path, target = tmp_path / "修改稿.docx", tmp_path / "清洁稿.docx"
    path.write_bytes(edited(data, lambda text: answered(text).replace("<w:sectPr", OPEN[place] + "<w:sectPr", 1)))
    assert process.call(["draft", "--verify", str(path), "--clean", "-o", str(target)]) == 7
    assert not target.exists()


def test_a_gap_in_a_header_is_a_gap(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, target = tmp_path / "修改稿.docx", tmp_path / "清洁稿.docx"
    header = edited(
        edited(data, answered), lambda text: text.replace("本稿由", "【待填：单位】本稿由"), "word/header1.xml"
    )
    path.write_bytes(header)
    assert process.call(["draft", "--verify", str(path), "--clean", "-o", str(target)]) == 7
    assert not target.exists()
    assert "单位" in capsys.readouterr().err


RECORDS = {
    "no base64": b"@@@",
    "another count": b"@@@x",
    "a list": base64.b64encode(b"[1,2]"),
    "a short fact": base64.b64encode(
        b'{"year":1,"department":"a","facts":[[1]],"required":[],"history":[],"blocks":[],"pairs":0}'
    ),
}


@pytest.mark.parametrize("broken", RECORDS)
def test_a_damaged_record_is_said(data: bytes, tmp_path: Path, broken: str) -> None:
    path = tmp_path / "修改稿.docx"
    root = f'<draft xmlns="urn:jixiao:draft">{RECORDS[broken].decode()}</draft>'
    path.write_bytes(edited(data, lambda _: root, "customXml/item9.xml"))
    assert process.call(["draft", "--verify", str(path)]) == 3


TEMPLATES = {
    "a figure that there is not": "{{ figures.final_expenditure_totl }}",
    "a way out": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "a way out of a figure": "{{ figures.__class__.__init__.__globals__ }}",
    "no end": "{% for i in range(10 ** 9) %}x{% endfor %}",
    "broken": "{{ title",
}


@pytest.mark.parametrize("slip", TEMPLATES)
def test_a_template_runs_nothing_and_hides_nothing(drafted: authoring.Drafted, tmp_path: Path, slip: str) -> None:
    import docx

    path = tmp_path / "模板.docx"
    template = docx.Document()
    template.add_paragraph(TEMPLATES[slip])
    template.save(str(path))
    with pytest.raises(InputError):
        word.fill(path, drafted.draft)


def test_a_figure_that_is_not_known_is_a_gap_in_a_template(inputs: Inputs, tmp_path: Path) -> None:
    import docx

    path = tmp_path / "模板.docx"
    template = docx.Document()
    template.add_paragraph("总支出{{ figures.final_expenditure_total }}")
    template.save(str(path))
    empty = authoring.draft(replace(inputs, given=Given(year=inputs.year)))
    assert lines_of(word.fill(path, empty.draft)) == ["总支出【待填：final.expenditure_total】"]


def test_accepting_follows_what_a_reader_would_see() -> None:
    body = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>'
        '<w:p><w:moveFrom w:id="2"><w:r><w:t>搬走</w:t></w:r></w:moveFrom><w:moveTo w:id="3"><w:r><w:t>搬来</w:t></w:r></w:moveTo></w:p>'
        '<w:tbl><w:tr><w:trPr><w:del w:id="4"/></w:trPr><w:tc><w:p><w:r><w:t>删行</w:t></w:r></w:p></w:tc></w:tr>'
        '<w:tr><w:trPr><w:ins w:id="5"/></w:trPr><w:tc><w:p><w:r><w:t>增行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    )
    import docx

    raw = io.BytesIO()
    docx.Document().save(raw)
    data = edited(raw.getvalue(), lambda text: re.sub(r"<w:body>", f"<w:body>{body}", text))
    clean = word.accepted(data, "x")
    words = "".join(xml(clean, "word/document.xml").itertext())
    assert words.split() == ["前半后半搬来增行"]
    assert word.accepted(clean, "x") == clean


def test_a_template_is_filled(drafted: authoring.Drafted, priors: list[Path], tmp_path: Path) -> None:
    import docx

    path = tmp_path / "模板.docx"
    template = docx.Document()
    template.add_paragraph("{{ title }}")
    template.add_paragraph("{%p for line in problems %}")
    template.add_paragraph("{{ line }}")
    template.add_paragraph("{%p endfor %}")
    template.save(str(path))
    lines = lines_of(word.fill(path, drafted.draft))
    assert lines[0] == drafted.draft.blocks[0].text
    assert len(lines) == 1 + len(drafted.draft.pairs)
    draft = ["draft", *(word_ for prior in priors for word_ in ("--prior", str(prior)))]
    out = tmp_path / "套用.docx"
    assert process.call([*draft, "--template", str(path), "-o", str(out)]) == 0
    assert process.call(["draft", "--verify", str(out)]) == 0
    template.add_paragraph("{{ nothing_like_it }}")
    template.save(str(path))
    with pytest.raises(InputError, match="nothing_like_it"):
        word.fill(path, drafted.draft)


def test_markdown_comes_back(drafted: authoring.Drafted) -> None:
    text = markdown.markdown(drafted.draft, record.dump(drafted.draft), "标识")
    lines = [line for line in markdown.plain(text).splitlines() if line.strip()]
    assert lines == [block.text for block in drafted.draft.blocks]
    assert markdown.note(text) == record.dump(drafted.draft)


def test_the_form_is_read_back(inputs: Inputs, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    told = {one.id: {"value": "12.5", "unit": one.unit} for one in asked(inputs)}
    inputs = replace(inputs, given=replace(inputs.given, told=told))
    data = sheet.workbook(drafting.form(inputs))
    assert data == sheet.workbook(drafting.form(inputs))
    path.write_bytes(data)
    given = drafting.load(path)
    assert given.year == inputs.year
    units = {p: v for p, v in inputs.given.figures.items() if p in given.figures}
    assert len(units) == len(inputs.given.figures)
    assert {key: (row["value"], row.get("unit", "")) for key, row in given.told.items()} == {
        key: (row["value"], row["unit"]) for key, row in told.items()
    }
    assert {p: value for p, (value, _) in given.figures.items()} == {p: v for p, (v, _) in inputs.given.figures.items()}


def test_text_of_a_report_never_becomes_a_formula() -> None:
    from extractor.drafts import Table

    data = sheet.workbook([Table("数据", ("甲",), (("=1+1",), ("+2",)), (10,), "\n说明")])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_from_the_shell(priors: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = [word for path in priors for word in ("--prior", str(path))]
    form, out = tmp_path / "form.xlsx", tmp_path / "2023.docx"
    assert process.call(["draft", "form", *given, "-o", str(form)]) == 0
    assert process.call(["draft", *given, "--figures", str(form), "-o", str(out), "--no-chart"]) == 0
    assert process.call(["draft", "--verify", str(out)]) == 0
    assert "不符 0 处" in capsys.readouterr().out
    assert process.call(["draft", *given, "--clean", "-o", str(out)]) == 7
    assert process.call(["draft", *given, "-o", str(tmp_path / "x.odt")]) == 2
    assert process.call(["draft"]) == 2
    assert process.call(["draft", *given, *given[:2], "--year", "2020", "-o", str(out)]) == 2
    assert process.call(["draft", *given, "-o", str(priors[0])]) == 2


def test_verify_lists_what_was_changed(
    drafted: authoring.Drafted, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = markdown.markdown(drafted.draft, record.dump(drafted.draft))
    fact = drafted.draft.facts["assets.total@2023"]
    path = tmp_path / "draft.md"
    path.write_text(text.replace(fact.value, "1" + fact.value), "utf-8")
    assert process.call(["draft", "--verify", str(path)]) == 1
    shown = capsys.readouterr().out
    assert f"assets.total：数据为 {fact.text}，稿中读到 1{fact.text}" in shown
    assert "[改动]" in shown
    path.write_text("没有记录", "utf-8")
    assert process.call(["draft", "--verify", str(path)]) == 3


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_page_has_22_lines_of_28_characters(inputs: Inputs, tmp_path: Path) -> None:
    import pymupdf

    from extractor.drafts import Block, Draft, Mark, Sentence

    words = Sentence(("绩效" * 700 + "。",), Mark.KEPT, "skeleton")
    draft = Draft("某局", 2024, (Block("paragraph", (words,)),), {}, (), (), ())
    path = tmp_path / "page.docx"
    path.write_bytes(word.docx(draft, word.Copy.CLEAN, b"{}"))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=180)
    with pymupdf.open(tmp_path / "page.pdf") as pages:
        lines: dict[int, int] = {}
        for block in pages[1].get_text("dict")["blocks"]:
            for line in block.get("lines", ()):
                count = sum(len(re.sub(r"[^绩效]", "", span["text"])) for span in line["spans"])
                if count:
                    at = round(line["bbox"][1])
                    lines[at] = lines.get(at, 0) + count
    assert len(lines) == 22
    assert set(lines.values()) == {28}


@pytest.mark.real
def test_both_real_reports(real_reports: Path) -> None:
    for name, year in (("hengyang-county-hrss-2023", 2024), ("hengyang-city-hrss-2019", 2020)):
        order = authoring.Order((str(real_reports / f"{name}.pdf"),))
        made_from = authoring.inputs(order, authoring.Plan(Settings()))
        done = authoring.draft(made_from)
        assert made_from.year == year
        assert (done.breaches, done.differences, done.findings) == ((), (), ())
        told = "\n".join(pair.problem.text for pair in done.draft.pairs)
        items = (*made_from.last.report.problems, *made_from.last.report.measures)
        assert {item.text for item in items} <= {entry.text for entry in done.draft.ledger}
        notes = "\n".join(done.draft.notes)
        if year == 2024:
            assert "调解率" in told
            assert "补贴拨付及时率" in told
        else:
            assert "3项" in notes
            assert "各项目实际支出之和" in told


def test_tables_of_the_last_report_are_carried_over(tmp_path: Path) -> None:
    import docx

    path = tmp_path / "上年.docx"
    report = docx.Document()
    for line in series(FAMILY, SEED)[1].text.split("\n"):
        report.add_paragraph(line)
    report.add_paragraph("附：2022年度主要工作完成情况表")
    rows = (
        ("工作", "目标", "完成", "说明"),
        ("培训群众", "300人次", "312人次", "按期完成"),
        ("发放补贴", "25.5万元", "24.1万元", "有3户待核"),
    )
    grid = report.add_table(rows=3, cols=4)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            grid.cell(number, place).text = text
    report.save(str(path))
    made_from = authoring.inputs(authoring.Order((str(path),)), authoring.Plan(Settings()))
    done = authoring.draft(made_from)
    table = done.draft.tables[-1]
    assert table.columns == rows[0]
    assert [row[0] for row in table.rows] == ["培训群众", "发放补贴"]
    assert table.rows[0][3] == "按期完成"
    assert "".join(map("".join, table.rows)).count("待填") == 5
    assert done.breaches == ()
    one = next(one for one in asked(made_from) if one.prior == "24.1万元")
    assert one.label == "发放补贴／完成（万元）"
    filled = replace(made_from, given=replace(made_from.given, told={one.id: {"value": "26.3", "unit": "万元"}}))
    done = authoring.draft(filled)
    assert done.draft.tables[-1].rows[1][2] == "26.3万元"
    out = tmp_path / "稿.docx"
    out.write_bytes(word.docx(done.draft, word.Copy.REVIEW, record.dump(done.draft)))
    proof = authoring.proofread(out)
    assert (proof.gone, proof.new) == ((), ())


def test_labels_of_a_form_stand_with_their_values() -> None:
    draft = authoring.draft(drafts.inputs_of("hunan-form-cells", 1)).draft
    lines = [block.text for block in draft.blocks]
    assert any(re.fullmatch(r"编制人数：\d+人。", line) for line in lines)
    assert not [line for line in lines if line in ("编制人数。", "联系人。", "综合得分。")]


def test_unplugged_and_in_any_process_the_same_bytes(priors: list[Path], tmp_path: Path) -> None:
    given = [word_ for path in priors for word_ in ("--prior", str(path))]
    script = "from extractor.cli import main; main()"
    alone = ["unshare", "-rn"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], capture_output=True).returncode:
        alone = []
    files = []
    for number, wrap in enumerate(([], alone)):
        out = tmp_path / f"{number}.docx"
        command = [*wrap, sys.executable, "-c", script, "draft", *given, "-o", str(out)]
        done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONHASHSEED": str(number)})
        assert done.returncode == 0, done.stderr.decode()
        files.append(out.read_bytes())
    assert files[0] == files[1]


def test_only_what_changes_is_struck(drafted: authoring.Drafted) -> None:
    retold = [one for one in drafted.draft.sentences() if not one.phrase and one.before not in ("", one.text)]
    parted = 0
    for sentence in retold:
        taken = list(marks.steps(sentence))
        kept = ["".join(p if isinstance(p, str) else p.text for p in stay) for *_, stay in taken]
        assert "".join(gone + stay for (gone, *_), stay in zip(taken, kept, strict=True)) == sentence.before
        come = "".join(p if isinstance(p, str) else p.text for _, come, stay in taken for p in (*come, *stay))
        assert come == sentence.text
        parted += len(taken) > 1
    assert parted > 0.8 * len(retold) > 5
