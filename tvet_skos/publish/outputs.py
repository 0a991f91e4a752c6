"""What templates put out, escaped in half the time: most of a page's hundred texts are plain."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from tvet_skos.publish.characters import printable

_SPECIAL = re.compile("[&<>\"']")


def shown(value: object) -> str:
    r"""A value as it stands in HTML: escaped, without characters that no HTML may hold.

    >>> shown("a <b> & \x1b"), shown("plain"), shown(2)
    (Markup('a &lt;b&gt; &amp; \\u001B'), 'plain', '2')
    """
    if type(value) is str:
        if not value.isprintable():
            value = printable(value)
        return escape(value) if _SPECIAL.search(value) else value
    if isinstance(value, Markup):
        return value
    if type(value) is int:
        return str(value)
    # The last is what ``{{ "this" if that }}`` gives where there is no ``else``.
    return escape(value) if type(value) is not Undefined else ""


class ShownOutputs(CodeGenerator):
    """Compiles templates as Jinja does, but for the one function that escapes what they put out."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.shown(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_post(node, frame, finalize)
        else:
            self.write(")")


class Pages(Environment):
    """An environment whose templates escape everything by ``shown``."""

    code_generator_class = ShownOutputs
    shown = staticmethod(shown)
