"""Calls in templates, made at once: a page has hundreds, and most are of our own functions."""

from __future__ import annotations

from typing import Any

from jinja2.runtime import Context, Macro

_WANTS = "jinja_pass_arg"
"""What Jinja marks a callable with that wants the context, the environment or how to escape."""


class PlainCalls(Context):
    """What a template knows; its calls are as Jinja makes them, in a fifth of the time.

    Jinja asks four questions before each call, and all but macros answer them with no.
    """

    def call(self, callee: Any, /, *args: Any, **kwargs: Any) -> Any:
        """What a call in a template gives."""
        kind = type(callee)
        if kind is Macro:
            return callee(self.eval_ctx, *args, **_without_variables(kwargs))
        if hasattr(callee, _WANTS) or hasattr(kind.__call__, _WANTS):
            return super().call(callee, *args, **kwargs)
        return callee(*args, **_without_variables(kwargs))


def _without_variables(arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments without what Jinja adds for callables that want the context."""
    if arguments:
        arguments.pop("_loop_vars", None)
        arguments.pop("_block_vars", None)
    return arguments
