"""What does an expression of a template stand for? Each name is resolved against the declared view, without rendering."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from jinja2 import nodes

from bot.model.errors import Fault
from bot.render import wording
from bot.render.shapes import Count, Flag, Listed, Part, Shape, Text, Unknown, Word

FURTHEST: Final = 9
"""The furthest entry of a list that a template may name."""

ENTRY: Final = "[]"
"""The step from a list to its entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One look at a place of the view, and what the proof must therefore try there.

    `tried` are values that it is compared with, `lengths` are lengths of a list that make a difference, and `way` is
    how the entries of a list are come by: where there is one way only, no two entries are ever looked at together.
    """

    steps: tuple[str, ...]
    tried: tuple[str | int, ...] = ()
    lengths: tuple[int, ...] = ()
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """What may not be there, the condition that would tell, and the words by which Jinja2 says so."""

    what: str
    guard: str
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What an expression gives, and what it looks at. `steps` and `text` are there where it is a place of the view."""

    shape: Shape
    reads: frozenset[Read] = frozenset()
    risks: frozenset[Risk] = frozenset()
    steps: tuple[str, ...] = ()
    text: str = ""

    def looking(self, read: Read) -> Meaning:
        """The same after one more look."""
        return replace(self, reads=self.reads | {read})


Scope: TypeAlias = Mapping[str, Meaning]
"""What each name means at a place of a template."""

UNKNOWN: Final = Meaning(shape=Unknown())
_SHOWN: Final = (Text, Count, Word, Unknown)
_EQUALS: Final = frozenset({"eq", "ne"})
_ORDERS: Final = frozenset({"lt", "lteq", "gt", "gteq"})


def scope_of(fields: Mapping[str, Shape]) -> Scope:
    """The scope of a page: the names of its view."""
    return {name: Meaning(shape=shape, steps=(name,), text=name) for name, shape in fields.items()}


def together(meanings: Iterable[Meaning], shape: Shape) -> Meaning:
    """One meaning that looks at all that these look at."""
    known = list(meanings)
    return Meaning(
        shape=shape,
        reads=frozenset(read for one in known for read in one.reads),
        risks=frozenset(risk for one in known for risk in one.risks),
    )


@dataclass(frozen=True, slots=True)
class Resolver:
    """Resolves the expressions of one template; what is wrong with them is in `faults`."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def shown(self, node: nodes.Node, scope: Scope) -> Meaning:
        """An expression that is shown: words or a number."""
        meaning = self.resolve(node, scope)
        if isinstance(meaning.shape, _SHOWN):
            return meaning
        return self._fault(node, wording.not_text(meaning.text, meaning.shape))

    def listed(self, node: nodes.Node, scope: Scope, way: str, wanted: str) -> Meaning:
        """An expression whose entries are gone through: a list of the view."""
        meaning = self.resolve(node, scope)
        if isinstance(meaning.shape, Listed):
            return meaning.looking(Read(steps=meaning.steps, way=way))
        if isinstance(meaning.shape, Unknown):
            return meaning
        return self._fault(node, wording.not_a_list(meaning.text, meaning.shape, wanted))

    def resolve(self, node: nodes.Node, scope: Scope) -> Meaning:
        """What an expression stands for; UNKNOWN after a fault."""
        ways: Mapping[type[nodes.Node], Callable[[Any, Scope], Meaning]] = {
            nodes.Const: self._const,
            nodes.Name: self._name,
            nodes.Getattr: self._attribute,
            nodes.Getitem: self._item,
            nodes.Call: self._say,
            nodes.Filter: self._filter,
            nodes.Compare: self._compare,
            nodes.And: self._either,
            nodes.Or: self._either,
            nodes.Not: self._not,
            nodes.Concat: self._concat,
            nodes.CondExpr: self._inline_if,
        }
        return ways[type(node)](node, scope)

    def _fault(self, node: nodes.Node, told: tuple[str, str, str]) -> Meaning:
        fault = wording.at(self.file, node.lineno, *told)
        if fault not in self.faults:
            self.faults.append(fault)
        return UNKNOWN

    def _const(self, node: nodes.Const, _scope: Scope) -> Meaning:
        if isinstance(node.value, str):
            return Meaning(shape=Word((node.value,)))
        return Meaning(shape=Count() if type(node.value) is int else Flag())

    def _name(self, node: nodes.Name, scope: Scope) -> Meaning:
        if node.name not in scope:
            return self._fault(node, wording.unknown_name(node.name, scope))
        known = scope[node.name]
        return known.looking(Read(steps=known.steps)) if known.steps else known

    def _attribute(self, node: nodes.Getattr, scope: Scope) -> Meaning:
        return self._part(node, node.attr, scope)

    def _part(self, node: nodes.Getattr | nodes.Getitem, name: str, scope: Scope) -> Meaning:
        whole = self.resolve(node.node, scope)
        if isinstance(whole.shape, Unknown):
            return whole
        if not isinstance(whole.shape, Part):
            return self._fault(node, wording.no_part(whole.text, name, whole.shape))
        if name not in whole.shape.fields:
            return self._fault(node, wording.unknown_name(name, whole.shape.fields, whole.text))
        steps, text = (*whole.steps, name), f"{whole.text}.{name}"
        sign = f"'None' has no attribute '{name}'"
        risk = {Risk(what=text, guard=whole.text, sign=sign)} if whole.shape.absent else set()
        return Meaning(
            shape=whole.shape.fields[name],
            reads=whole.reads | {Read(steps=steps)},
            risks=whole.risks | risk,
            steps=steps,
            text=text,
        )

    def _item(self, node: nodes.Getitem, scope: Scope) -> Meaning:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._part(node, node.arg.value, scope)
        bounds = _bounds(node.arg)
        whole = self.resolve(node.node, scope)
        if isinstance(whole.shape, Unknown):
            return whole
        if bounds is None or _is_cut(node.node):
            return self._fault(node, wording.bad_entry(FURTHEST))
        if _is_cut(node) and isinstance(whole.shape, Text | Word):
            return together([whole], Text())
        if not isinstance(whole.shape, Listed):
            return self._fault(node, wording.not_a_list(whole.text, whole.shape, "`[0]`"))
        lengths = tuple(length for bound in bounds for length in (bound, bound + 1))
        looked = whole.looking(Read(steps=whole.steps, lengths=lengths))
        return looked if _is_cut(node) else _entry(looked, whole.shape, bounds[0])

    def _say(self, node: nodes.Call, scope: Scope) -> Meaning:
        slots = [pair.key for pair in node.kwargs]
        plain = len(node.args) == 1 and not node.dyn_args and not node.dyn_kwargs
        if not plain or {"key", "self"} & set(slots):
            return self._fault(node, wording.bad_say())
        said = [self.shown(one, scope) for one in (*node.args, *(pair.value for pair in node.kwargs))]
        return together(said, Text())

    def _filter(self, node: nodes.Filter, scope: Scope) -> Meaning:
        inner = node.node
        most = {"join": 1, "own": 0}[node.name]
        words = [one for one in node.args if isinstance(one, nodes.Const) and isinstance(one.value, str)]
        if inner is None or len(node.args) > most or words != node.args or node.kwargs:
            return self._fault(node, wording.bad_filter(node.name))
        if node.name == "own":
            return together([self.shown(inner, scope)], Text())
        joined = self.listed(inner, scope, "join", "`join`")
        if isinstance(joined.shape, Listed) and not isinstance(joined.shape.of, _SHOWN):
            return self._fault(node, wording.not_text(f"{joined.text}[0]", joined.shape.of))
        return together([joined.looking(Read(steps=(*joined.steps, ENTRY)))], Text())

    def _compare(self, node: nodes.Compare, scope: Scope) -> Meaning:
        left, right, how = node.expr, node.ops[0].expr, node.ops[0].op
        name, constant = (right, left) if isinstance(left, nodes.Const) else (left, right)
        meaning = self.resolve(name, scope)
        if isinstance(meaning.shape, Unknown):
            return meaning
        value = constant.value if isinstance(constant, nodes.Const) else None
        tried = _tried(meaning.shape, value, how)
        if len(node.ops) > 1 or not meaning.steps or tried is None:
            return self._fault(node, wording.bad_compare())
        if isinstance(meaning.shape, Word) and value not in meaning.shape.words:
            return self._fault(node, wording.never_that_word(meaning.text, str(value), meaning.shape.words))
        return together([meaning.looking(Read(steps=meaning.steps, tried=tried))], Flag())

    def _either(self, node: nodes.And | nodes.Or, scope: Scope) -> Meaning:
        return _one_of([self.resolve(node.left, scope), self.resolve(node.right, scope)])

    def _not(self, node: nodes.Not, scope: Scope) -> Meaning:
        return together([self.resolve(node.node, scope)], Flag())

    def _concat(self, node: nodes.Concat, scope: Scope) -> Meaning:
        return together([self.shown(one, scope) for one in node.nodes], Text())

    def _inline_if(self, node: nodes.CondExpr, scope: Scope) -> Meaning:
        test, then = self.resolve(node.test, scope), self.resolve(node.expr1, scope)
        if node.expr2 is None:
            return self._fault(node, wording.no_else())
        chosen = _one_of([then, self.resolve(node.expr2, scope)])
        return together([test, chosen], chosen.shape)


def _one_of(meanings: list[Meaning]) -> Meaning:
    """One of these: words where all are words, else nothing but a yes or no."""
    shapes = [one.shape for one in meanings]
    if Unknown() in shapes:
        return UNKNOWN
    return together(meanings, Text() if all(isinstance(shape, _SHOWN) for shape in shapes) else Flag())


def _is_cut(node: nodes.Node) -> bool:
    """Whether only a stretch of a list or text is taken."""
    return isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Slice)


def _bounds(node: nodes.Node) -> tuple[int, ...] | None:
    """The numbers in square brackets; None where something else stands there."""
    if isinstance(node, nodes.Slice):
        ends = [end for end in (node.start, node.stop) if end is not None]
        found = None if node.step else [_number(end) for end in ends]
    else:
        found = [_number(node)]
    return None if found is None or None in found else tuple(number for number in found if number is not None)


def _number(node: nodes.Node) -> int | None:
    value = node.value if isinstance(node, nodes.Const) else None
    return value if type(value) is int and value <= FURTHEST else None


def _entry(whole: Meaning, shape: Listed, number: int) -> Meaning:
    text = f"{whole.text}[{number}]"
    guard = f"{whole.text}[{number}:]" if number else whole.text
    risk = Risk(what=text, guard=guard, sign=f"has no element {number}")
    steps = (*whole.steps, ENTRY)
    reads = {Read(steps=whole.steps, way=text), Read(steps=steps)}
    return Meaning(
        shape=shape.of, reads=whole.reads | reads, risks=whole.risks | {risk}, steps=steps, text=text
    )


def _tried(shape: Shape, value: object, how: str) -> tuple[str | int, ...] | None:
    """The values around which a comparison turns; None where it is none that can be proved."""
    match shape, value:
        case ((Text() | Word()), str()) if how in _EQUALS:
            return (value,)
        case Count(), int() if type(value) is int and how in _EQUALS | _ORDERS:
            return tuple(range(max(0, value - 1), value + 2))
    return None
