"""The draft: every figure from a fact, every earlier problem in the ledger, nothing of last year's."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from eval.drafting import measure as drafts
from eval.drafting.plant import plant
from extractor import authoring
from extractor.drafting import Given, Inputs, compose, findings, guard
from extractor.drafting.asked import STRUCK
from extractor.drafting.form import asked
from extractor.drafts import Mark, Status


def test_a_full_draft_keeps_every_guard_and_is_read_back(drafted: authoring.Drafted) -> None:
    assert drafted.breaches == ()
    assert drafted.differences == ()
    assert drafted.findings == ()


def test_without_figures_every_figure_is_a_gap(inputs: Inputs) -> None:
    draft = compose(replace(inputs, given=Given()))
    figures = [slot for one in draft.sentences() for slot in one.slots if slot.kind in ("fact", "size", "formula")]
    assert {slot.target.rpartition("@")[0] for slot in figures} <= {
        "budget_code", "organization.internal_units.names", "organization.subordinate_units.names"
    }  # fmt: skip
    assert len(draft.gaps) > 40
    assert guard(draft, replace(inputs, given=Given())) == ()


def test_no_figure_of_last_year_is_left(inputs: Inputs) -> None:
    text = compose(replace(inputs, given=Given())).text
    for fact in inputs.history:
        if "." in fact.value:
            assert fact.value not in text
    assert "2022" not in text


def test_the_same_inputs_give_the_same_draft(inputs: Inputs, drafted: authoring.Drafted) -> None:
    assert authoring.draft(drafts.inputs_of("hunan-cover-2023", 3)).draft == drafted.draft


def test_every_earlier_problem_and_measure_is_in_the_ledger(inputs: Inputs, drafted: authoring.Drafted) -> None:
    texts = {basis.text for entry in drafted.draft.ledger for basis in entry.bases}
    for prior in inputs.priors:
        for item in (*prior.report.problems, *prior.report.measures):
            assert item.evidence.quote in texts


def test_a_problem_of_two_years_is_one_entry(drafted: authoring.Drafted) -> None:
    entries = [entry for entry in drafted.draft.ledger if entry.kind == "problem"]
    assert all(entry.years == (2021, 2022) for entry in entries)
    assert all(entry.status is Status.UNCONFIRMED for entry in entries)


def test_solved_needs_evidence(inputs: Inputs) -> None:
    first = compose(inputs).ledger[0]
    bare = replace(inputs.given, answers={first.id: {"status": "已整改"}})
    draft = compose(replace(inputs, given=bare))
    assert draft.ledger[0].status is Status.UNCONFIRMED
    assert any(first.id in note for note in draft.notes)
    full = {"status": "已整改", "evidence": "台账", "date": "六月", "office": "办公室"}
    solved = replace(inputs, given=replace(inputs.given, answers={first.id: full}))
    draft = compose(solved)
    assert draft.ledger[0].status is Status.FIXED
    assert first.id not in {entry for pair in draft.pairs for entry in pair.entries}
    assert "已经整改：台账" in draft.text
    assert guard(draft, solved) == ()


def test_a_problem_that_stands_says_for_how_many_years(inputs: Inputs) -> None:
    first = compose(inputs).ledger[0]
    given = replace(inputs.given, answers={first.id: {"status": "持续整改"}})
    draft = compose(replace(inputs, given=given))
    assert "连续3年" in draft.text
    assert guard(draft, replace(inputs, given=given)) == ()


def test_missed_targets_of_the_year_become_problems(inputs: Inputs) -> None:
    rows = (
        {"name": "培训合格率", "target": "90%", "actual": "85%", "full": "10", "score": "8"},
        {"name": "办结率", "target": "≥95%", "actual": "99%", "full": "10", "score": "10"},
    )
    given = replace(inputs.given, indicators=rows)
    draft = compose(replace(inputs, given=given))
    text = "\n".join(pair.problem.text for pair in draft.pairs)
    assert "培训合格率没有达到年度目标。本年完成情况为85%" in text
    assert "办结率" not in text
    assert draft.tables[0].rows[0][:3] == ("培训合格率", "90%", "85%")
    assert guard(draft, replace(inputs, given=given)) == ()


def test_kept_sentences_have_no_figures(drafted: authoring.Drafted) -> None:
    for sentence in drafted.draft.sentences():
        if sentence.mark is Mark.KEPT:
            assert not re.search(r"\d", "".join(p for p in sentence.parts if isinstance(p, str)))


@pytest.mark.parametrize("department", drafts.departments(4), ids=lambda one: one[0])
def test_departments_pass_every_gate(department: tuple[str, int]) -> None:
    _, measured = drafts.measure(*department)
    assert measured.told == ()
    for _, part, whole in drafts.GATES:
        assert getattr(measured, part) == getattr(measured, whole)
    assert all(getattr(measured, key) == 0 for _, key in drafts.ZEROS)


def test_every_planted_defect_is_seen_and_nothing_else() -> None:
    planted = [*plant("hunan-cover-2023", 3, 2), *plant("guangdong-narrative", 1, 2)]
    assert {one.guard for one in planted} == {f"G{number}" for number in range(19)}
    assert [one for one in planted if not one.caught and one.guard != "G0"] == []
    assert [one for one in planted if one.caught and one.guard == "G0"] == []


def test_figures_in_sentences_are_asked_for_and_filled(inputs: Inputs) -> None:
    asks = list(asked(inputs))
    assert len({one.id for one in asks}) == len(asks) > 0
    figure = next(one for one in asks if one.unit and re.search(r"\d", one.prior))
    told = {figure.id: {"value": "77777", "unit": figure.unit}}
    filled = replace(inputs, given=replace(inputs.given, told=told))
    draft = compose(filled)
    assert f"77777{figure.unit}" in draft.text
    assert len(draft.gaps) == len(compose(inputs).gaps) - 1
    assert guard(draft, filled) == ()
    assert guard(draft, inputs) != ()  # nobody gave it


def test_a_label_never_shows_what_stood_there(inputs: Inputs) -> None:
    for one in asked(inputs):
        printed = re.sub(r"^[一-龥]*(?=[0-9])|\D+$", "", one.prior) if re.search(r"\d", one.prior) else one.prior
        assert printed == "" or printed == one.label or printed not in one.label


def test_a_sentence_that_does_not_hold_is_struck(inputs: Inputs) -> None:
    before = compose(inputs)
    shorter = 0
    for one in asked(inputs):
        struck = replace(inputs, given=replace(inputs.given, told={one.id: {"action": STRUCK}}))
        draft = compose(struck)
        assert guard(draft, struck) == ()
        shorter += len(draft.gaps) < len(before.gaps)
        assert len(draft.gaps) < len(before.gaps) or draft.text == before.text  # a sentence with fields stays
    assert shorter > 0


def test_findings_are_problems_of_their_kinds(inputs: Inputs) -> None:
    kinds = findings.by_kind(inputs.last.checked.findings)
    pairs = {pair.category: pair for pair in compose(inputs).pairs}
    assert len(kinds) > 1
    for kind, found in kinds.items():
        assert {basis.ref for basis in pairs[kind].bases} == {one.id for one in found}
    kind = next(iter(kinds))
    answers = {findings.row(kind): {"status": "已整改", "evidence": "复核记录", "date": "六月", "office": "办公室"}}
    solved = replace(inputs, given=replace(inputs.given, answers=answers))
    draft = compose(solved)
    assert kind not in {pair.category for pair in draft.pairs}
    assert "已经整改：复核记录" in draft.text
    assert guard(draft, solved) == ()
    lost = replace(draft, pairs=tuple(pair for pair in draft.pairs if not pair.category.startswith("findings")))
    assert "G12" in {breach.code for breach in guard(lost, solved)}
