"""The error tree keeps the contract: a code of its own for every class, an exit code of the list, a Chinese hint."""

from __future__ import annotations

from extractor import errors
from extractor.errors import JixiaoError

EXIT_CODES = {2, 3, 4, 5, 6, 7, 70}


def tree(kind: type[JixiaoError]) -> list[type[JixiaoError]]:
    return [kind, *(sub for child in kind.__subclasses__() for sub in tree(child))]


def test_every_code_is_of_one_class_only() -> None:
    codes = [kind.code for kind in tree(JixiaoError)]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("E_") for code in codes)


def test_every_exit_code_is_in_the_contract() -> None:
    assert {kind.exit_code for kind in tree(JixiaoError)} == EXIT_CODES


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    assert errors.__doc__ is not None
    for kind in tree(JixiaoError):
        (line,) = [line for line in errors.__doc__.splitlines() if f" {kind.code} " in f"{line} "]
        assert line.replace("├", " ").replace("└", " ").replace("─", " ").replace("│", " ").split()[:3] == [
            kind.__name__,
            str(kind.exit_code),
            kind.code,
        ]


def test_every_hint_is_chinese_and_can_be_replaced() -> None:
    for kind in tree(JixiaoError):
        assert any("\u4e00" <= char <= "\u9fff" for char in kind.default_hint)
        assert kind("甲").hint == kind.default_hint
        assert kind("甲", "乙").hint == "乙"
        assert str(kind("甲")) == "甲"
