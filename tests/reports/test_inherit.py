"""A declaration on top of another: what is taken over, changed, added and left out."""

from __future__ import annotations

from extractor.reports import ReportType, load
from extractor.reports.loader import parse


def own(rest: str) -> ReportType:
    return parse(f"name: own\ntitle: 甲\nextends: department\n{rest}", "own.yaml")


def test_everything_is_taken_over() -> None:
    base, mine = load("department"), own("titles: '政务服务绩效'\n")
    assert list(mine.fields) == list(base.fields)
    assert [r.id for r in mine.relations] == [r.id for r in base.relations]
    assert mine.problem_heads == base.problem_heads
    assert mine.titles == ("政务服务绩效",)
    assert mine.titles != base.titles


def test_only_what_is_kept_and_its_relations() -> None:
    mine = own("keep: [final.expenditure_total, final.*_expenditure, three_public.*]\n")
    assert "final.basic_expenditure" in mine.fields
    assert "final.wages" not in mine.fields
    ids = {relation.id for relation in mine.relations}
    assert {"J04", "S01"} <= ids
    assert all(relation.paths <= set(mine.fields) for relation in mine.relations)


def test_also_adds_words_and_a_key_replaces() -> None:
    mine = own("subjects:\n  reception: {also: '接待开支'}\n  wages: {labels: '薪酬'}\n")
    base = load("department")
    assert mine.subjects["reception"].labels == (*base.subjects["reception"].labels, "接待开支")
    assert mine.subjects["reception"].within == base.subjects["reception"].within
    assert mine.subjects["wages"].labels == ("薪酬",)


def test_null_takes_a_subject_away() -> None:
    mine = own("keep: [fiscal_year]\nsubjects: {reception: null}\n")
    assert "reception" not in mine.subjects


def test_a_field_of_the_same_path_changes_in_its_place() -> None:
    mine = own(
        "keep: [fiscal_year, execution_rate, score.total]\nfields:\n  - {path: execution_rate, name: 支付进度}\n"
    )
    assert list(mine.fields) == ["fiscal_year", "execution_rate", "score.total"]
    assert mine.fields["execution_rate"].name == "支付进度"
    assert mine.fields["execution_rate"].subjects == load("department").fields["execution_rate"].subjects


def test_a_relation_of_the_same_id_replaces() -> None:
    mine = own('relations:\n  - {id: J04, name: 乙, expr: "final.expenditure_total == final.basic_expenditure"}\n')
    assert [relation.name for relation in mine.relations if relation.id == "J04"] == ["乙"]


def test_the_project_type_reads_the_same_paths_where_they_mean_the_same() -> None:
    project, department = load("project"), load("department")
    shared = set(project.fields) & set(department.fields)
    assert {"budget.initial_total", "funds.executed", "execution_rate", "score.total", "department.name"} <= shared
    assert not any(path.startswith(("staffing", "three_public", "assets")) for path in project.fields)
    assert all(project.fields[path].dimension is department.fields[path].dimension for path in shared)
    assert all(relation.paths <= set(project.fields) for relation in project.relations)
