"""What a model answers with: sentences, and nothing else."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Sides(BaseModel):
    """The answer of `prompts/sentences.md`."""

    model_config = ConfigDict(extra="forbid")

    problem: list[str]
    measure: list[str]


class Again(BaseModel):
    """The answer of `prompts/rewrite.md`."""

    model_config = ConfigDict(extra="forbid")

    sentences: list[str]
