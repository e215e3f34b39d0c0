"""Counts and comparisons that the sentences state."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.context import Context
from extractor.checks.prose.compared import Compared, pair
from extractor.checks.prose.listing import Listing, are_bodies
from extractor.checks.registry import check
from extractor.checks.wording import pages, printed
from extractor.model import Finding, Quantity, Repair, Row, Severity, Span, Tested, Verdict

_WAYS = {"=": "等于", ">": "高于", "<": "低于"}
_NEAR = 2


@check("LISTED")
def listed(context: Context) -> Iterator[Finding | Tested]:
    """“N 个：甲、乙、丙”“甲、乙和丙 N 项”，列出的应是 N 个。

    “和”“及”可能连接两项，也可能在一个名称之内，两种都试；“等”字收尾的只要求列出的不多于 N 个（写明内设、下辖的除外）；
    本级算与不算都试。单位名单可能有代管、挂牌的，只提请核对。组织机构的个数由 COUNT_LIST 核对。
    """
    fields = dict(_organisation(context))
    named = {statement.counted[0] for statement in context.compared if statement.counted}
    for listing in context.listings.values():
        place = context.prose.span(listing.start, listing.end)
        known = any(value == listing.said.quantity.value and span.overlaps(place) for span, value in fields.items())
        if not known and listing.said.at not in named:
            yield from _count(context, listing)


def _organisation(context: Context) -> Iterator[tuple[Span, Decimal]]:
    """Where the names of an organisation's bodies were read as a field, and how many there are said to be."""
    for path, figure in context.figures.fields.items():
        names = context.report.fields.get(f"{path.removesuffix('.count')}.names")
        if path.endswith(".count") and names and names.evidence and isinstance(names.value, tuple):
            yield names.evidence.span, figure.quantity.value


def _count(context: Context, listing: Listing) -> Iterator[Finding | Tested]:
    quantity = listing.said.quantity
    evidence = (
        context.document.cite(quantity.span),
        context.document.cite(context.prose.span(listing.start, listing.end)),
    )
    fits = listing.fits(quantity.value)
    difference = int(quantity.value) - (listing.least if quantity.value < listing.least else listing.most)
    if fits and quantity.value > listing.most:
        return
    if not fits and abs(difference) > _NEAR:
        return
    expression = f"{printed(quantity)} = 列出的 {listing.least} 个（{'、'.join(listing.items)}）"
    verdict = Verdict.HOLDS if fits else Verdict.FAILS
    yield Tested("LISTED", "个数与所列名称相符", expression, verdict, evidence, (quantity.number,))
    if not fits:
        sure = (
            listing.plain
            and not listing.open
            and not are_bodies(listing.items)
            and listing.least == listing.most
            and quantity.value > 2
        )
        after = f"{listing.least}{quantity.unit_text}"
        yield Finding(
            code="LISTED",
            severity=Severity.ERROR if sure else Severity.EXPLAIN,
            message=f"写的是 {printed(quantity)}，列出的是 {listing.least} 个"
            f"（{'、'.join(listing.items)}）{pages(evidence)}。",
            expression=expression,
            stated=printed(quantity),
            computed=after,
            residual=f"{difference:+d}{quantity.unit_text}",
            evidence=evidence,
            repairs=(_recount(context, quantity, after),),
        )


def _recount(context: Context, quantity: Quantity, after: str) -> Repair:
    quote = context.document.cite(quantity.span).quote
    return Repair(quote, printed(quantity), after, "个数误写：改后与名单相符", 1, quantity.number)


@check("COMPARED")
def comparisons(context: Context) -> Iterator[Finding | Tested]:
    """文中说某几个项目与预算持平、高于或低于预算，各项目的预算数和支出数应当如此；写明“N 项”的，应恰为 N 项。"""
    for statement in context.compared:
        for row in statement.rows:
            yield from _direction(context, statement, row)
        if statement.counted:
            yield from _how_many(context, statement)


def _direction(context: Context, statement: Compared, row: Row) -> Iterator[Finding | Tested]:
    budget, final = pair(row)
    true = {"=": final.value == budget.value, ">": final.value > budget.value, "<": final.value < budget.value}
    name, way = row.cells["name"], _WAYS[statement.way]
    expression = f"{name} 实际 {printed(final)} {way} 预算 {printed(budget)}"
    evidence = (context.document.cite(statement.place), row.evidence)
    holds = true[statement.way]
    verdict = Verdict.HOLDS if holds else Verdict.FAILS
    yield Tested("COMPARED", f"{name}实际支出{way}预算", expression, verdict, evidence, (budget.number, final.number))
    if not holds:
        yield Finding(
            code="COMPARED",
            severity=Severity.ERROR,
            message=f"文中说「{name}」实际支出{way}预算，但预算 {printed(budget)}、实际 {printed(final)}"
            f"{pages(evidence)}。",
            expression=expression,
            stated=way,
            computed=f"{printed(final)} / {printed(budget)}",
            residual="",
            evidence=evidence,
        )


def _how_many(context: Context, statement: Compared) -> Iterator[Finding | Tested]:
    assert statement.counted is not None
    number = context.prose.span(*statement.counted)
    said = next((one for one in context.prose.said if one.quantity.number.start == number.start), None)
    if said is None:
        return
    names = "、".join(row.cells["name"] for row in statement.rows)
    quantity, count = said.quantity, len(statement.rows)
    evidence = (context.document.cite(statement.place), *(row.evidence for row in statement.rows))
    expression = f"{printed(quantity)} = 所列 {count} 项（{names}）"
    verdict = Verdict.HOLDS if quantity.value == count else Verdict.FAILS
    yield Tested("COMPARED", "项数与所列项目相符", expression, verdict, evidence[:1], (quantity.number,))
    if verdict is Verdict.FAILS:
        after = f"{count}{quantity.unit_text}"
        yield Finding(
            code="COMPARED",
            severity=Severity.ERROR,
            message=f"写的是 {printed(quantity)}，列出的是 {count} 项：{names}{pages(evidence[:1])}。",
            expression=expression,
            stated=printed(quantity),
            computed=after,
            residual=f"{quantity.value - count:+f}{quantity.unit_text}",
            evidence=evidence,
            repairs=(_recount(context, quantity, after),),
        )


@check("LIST_ITEM")
def list_item(context: Context) -> Iterator[Finding | Tested]:
    """项目清单的预算数和支出数都超过各自的总额时，若只改同一个项目的两个数就能全部成立，多半是这一项的口径不同。

    改后会与文中某句话矛盾的，一并指出。
    """
    found = context.absorbed
    if found is None:
        return
    row, budget, final = found.row, found.budget, found.final
    name = row.cells["name"]
    statement = next((one for one in context.compared if row in one.rows), None)
    evidence = [row.evidence, *(figure.evidence for figure in found.totals)]
    against = ""
    if statement:
        true = {"=": final.value == budget.value, ">": final.value > budget.value, "<": final.value < budget.value}
        if not true[statement.way]:
            cited = context.document.cite(statement.place)
            evidence.append(cited)
            against = f"；但改后与文中“{cited.quote}”矛盾，也可能是这一项的口径与总额不同"
    old_budget, old_final = pair(row)
    numbers = tuple(figure.quantity.number for figure in found.figures)
    yield Tested("LIST_ITEM", "各项目增减之和等于总额增减", found.expression, Verdict.FAILS, tuple(evidence), numbers)
    yield Finding(
        code="LIST_ITEM",
        severity=Severity.EXPLAIN,
        message=f"只改「{name}」一项（预算 {printed(old_budget)} 改为 {printed(budget)}，"
        f"实际 {printed(old_final)} 改为 {printed(final)}），"
        f"三条关系同时成立：预算之和、支出之和、两者之差{against}{pages(evidence)}。",
        expression=found.expression,
        stated=f"{printed(old_budget)} / {printed(old_final)}",
        computed=f"{printed(budget)} / {printed(final)}",
        residual=found.residual,
        evidence=tuple(evidence),
        repairs=tuple(
            Repair(
                context.document.cite(old.span).quote,
                printed(old),
                printed(new),
                f"口径：只改「{name}」",
                3,
                old.number,
            )
            for old, new in ((old_budget, budget), (old_final, final))
        ),
    )
