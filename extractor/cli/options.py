"""Options that several commands take."""

from __future__ import annotations

import click

OCR = click.option(
    "--ocr",
    type=click.Choice(["fast", "best"]),
    metavar="档次",
    help="扫描件的文字识别：fast（默认）；best 把有数字的行看两遍，两遍不同的数字记为没有把握，慢两成以上。",
)
