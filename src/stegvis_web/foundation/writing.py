"""How templates become Python: as Jinja does it, with less to do for each page.

A page is made of some fifty small templates, four deep. A block, and a template that is included, is handed
on as one text where Jinja hands on each piece through all that lies around it; functions are called without
asking first what they want; and what is the same for everybody, as an icon, is written when the template is
read. What a page says is the same (tests/stegvis_web/foundation/test_writing.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from keyword import iskeyword
from typing import Any

from django.utils.safestring import SafeString
from jinja2 import ChainableUndefined, Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]  # without Markup around it


class _Page(Context):
    """A page's names. Jinja's own collects those of all functions anew for each part of a page."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Any],
        globals: Any = None,
    ) -> None:
        super().__init__(environment, parent, name, blocks)
        if globals is not None:
            self.globals_keys = environment.globals.keys()  # type: ignore[assignment]  # only asked what is in it


class _Writer(CodeGenerator):
    """Writes the Python of a template."""

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        replaces = frame.toplevel and self.extends_so_far
        if node.scoped or node.required or replaces or frame.buffer is not None:
            super().visit_Block(node, frame)
            return
        self.writeline(f"yield concat(context.blocks[{node.name!r}][0](context))", node)

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        plain = isinstance(node.template, nodes.Const) and node.with_context and not node.ignore_missing
        if not plain or frame.buffer is not None:
            super().visit_Include(node, frame)
            return
        here = self.dump_local_context(frame)
        self.writeline("yield concat(environment.included(", node)
        self.visit(node.template, frame)
        self.write(f", context, {here}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        named = self.environment.globals.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        wants = forward_caller or hasattr(named, "jinja_pass_arg")
        if wants or node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for one in (*node.args, *node.kwargs):
            self.visit(one, frame)
            self.write(", ")
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write("environment.written(")


class _Template(Template):
    """A template that speaks one language from its beginning to its end."""

    def new_context(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,
    ) -> Context:
        speaks = self.environment.speaks() if not shared else {}  # type: ignore[attr-defined]
        return super().new_context({**speaks, **(vars or {})} if speaks else vars, shared, locals)


class Pages(Environment):
    """All templates of the site.

    `always` has the functions that say the same whenever they are told the same, `speaks` gives those that
    speak the language of now.

    A name that a page does not have is empty, as deep as it is asked: a panel may stand on pages that have
    nothing for it.
    """

    context_class: type[Context] = _Page
    template_class = _Template
    code_generator_class: type[CodeGenerator] = _Writer

    def __init__(
        self,
        always: Mapping[str, Callable[..., Any]],
        speaks: Callable[[], Mapping[str, Callable[..., Any]]],
        **options: Any,
    ) -> None:
        super().__init__(**{**options, "undefined": ChainableUndefined, "keep_trailing_newline": True})
        self.always = always
        self.speaks = speaks
        self._parts: dict[str, Template] = {}

    def included(self, name: str, context: Context, here: Mapping[str, Any]) -> Iterator[str]:
        """The pieces of a template that knows what the one around it knows; `here` is what that has set."""
        part = self._parts.get(name) or self._parts.setdefault(name, self.get_template(name))
        known = context.get_all()
        if here:
            known = {**known, **{name: value for name, value in here.items() if value is not missing}}
        return part.root_render_func(_Page(self, known, name, part.blocks, part.globals))

    @staticmethod
    def written(value: Any) -> str:
        """As `markupsafe.escape`, for a value that is only written."""
        kind = type(value)
        if kind is str:
            return _escape_inner(value)
        if kind is Markup or kind is SafeString:
            return value  # type: ignore[no-any-return]
        return escape(value)

    def _generate(self, source: nodes.Template, name: str | None, *args: Any, **named: Any) -> str:
        source = _Fixed(self.always).visit(source)
        source.set_environment(self)
        return super()._generate(source, name, *args, **named)


class _Fixed(NodeTransformer):
    """Asks the functions that are told nothing of the page."""

    def __init__(self, always: Mapping[str, Callable[..., Any]]) -> None:
        self.always = always

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        self.generic_visit(node)
        ask = self.always.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if ask is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            return node
        try:
            return nodes.Const(ask(*(one.as_const() for one in node.args)), lineno=node.lineno)
        except nodes.Impossible:
            return node
