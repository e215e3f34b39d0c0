"""From a question to a request, and from a completion to a typed answer: the part that instructor does.

instructor is called with no retries of its own (`client.py` has the one retry layer), never with a `context` (it would
run the document through a template engine), and around a function of ours, which sees every request and completion.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.llm.faults import Fault, Kind
from extractor.llm.profiles import Mode, Profile
from extractor.llm.question import Question

if TYPE_CHECKING:
    import instructor
    from openai.types.chat import ChatCompletion
    from pydantic import BaseModel

T = TypeVar("T", bound="BaseModel")
_AGAIN = "上面的回答不是要求的格式。请只输出一个符合要求的 JSON 对象，不要任何别的文字。"


class Asking:
    """One way of asking (mode) through one function that sends a request."""

    def __init__(self, mode: Mode, profile: Profile, send: Callable[..., ChatCompletion]) -> None:
        try:
            import instructor
        except ImportError:
            raise Fault(Kind.SETUP) from None
        self._profile = profile
        self._strict = profile.strict and mode is Mode.JSON_SCHEMA
        self._send = send
        self._instructor = _wrap(instructor, mode, self._create)

    def ask(self, question: Question[T], model: str, last: str | None = None) -> T:
        """Ask once. `last` is an answer that was no good: it is shown and better is asked for. Raises Fault."""
        from instructor.core.exceptions import InstructorError
        from pydantic import ValidationError

        messages: list[Any] = question.content
        if last is not None:
            messages += [{"role": "assistant", "content": last[:4000]}, {"role": "user", "content": _AGAIN}]
        options: dict[str, Any] = {self._profile.limit: question.longest}
        if self._profile.temperature:
            options["temperature"] = 0
        try:
            found: T = self._instructor.create(
                model=question.model or model,
                messages=messages,
                response_model=_prepared(question.answer),
                max_retries=0,
                strict=False,
                **options,
            )
            return found
        except (InstructorError, ValidationError, ValueError, TypeError) as error:
            raise _cause(error) from None

    def _create(self, **body: Any) -> ChatCompletion:
        if self._strict:
            body["response_format"]["json_schema"]["strict"] = True
        return self._send(body)


def _wrap(library: Any, mode: Mode, create: Callable[..., ChatCompletion]) -> instructor.Instructor:
    style = library.Mode[mode.name]
    return library.Instructor(client=None, create=library.patch(create=create, mode=style), mode=style)  # type: ignore[no-any-return]


@lru_cache(maxsize=32)
def _prepared(answer: type[T]) -> type[T]:
    """The answer's class with what instructor would otherwise add to it anew for every call."""
    from instructor.v2.core.function_calls import response_schema

    prepared: type[T] = response_schema(answer)
    schema = answer.model_json_schema()
    prepared.model_json_schema = staticmethod(lambda *_, **__: deepcopy(schema))  # type: ignore[method-assign]
    return prepared


def _cause(error: BaseException) -> Fault:
    """What is behind an exception of instructor: a fault of ours, text that is no JSON, or JSON of another shape."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, Fault):
            return seen
        kind = _kind(seen)
        if kind is not None:
            return Fault(kind)
        seen = seen.__cause__ or seen.__context__
    return Fault(Kind.SCHEMA)


def _kind(error: BaseException) -> Kind | None:
    from json import JSONDecodeError

    from pydantic import ValidationError

    if isinstance(error, JSONDecodeError):
        return Kind.JSON
    if isinstance(error, ValidationError):
        return Kind.JSON if any(one["type"] == "json_invalid" for one in error.errors()) else Kind.SCHEMA
    return None
