"""Which lines can a template show, and when? Each shown expression with what stands around it: the chain that leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from jinja2 import nodes

from bot.render import wording
from bot.render.proving.resolving import ENTRY, Meaning, Read, Resolver, Risk, Scope, scope_of
from bot.render.shapes import Listed, Shape, Unknown

DEEPEST: Final = 4
"""Loops within loops: a report goes through groups, their items, their sections and their claims."""

MARK: Final = "\0"
"""What a chain shows before its expressions, so that one sees whether they were come to."""


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One way through a block: of an `if` 0 for its body, 1 and more for each `elif`, -1 for `else`; of a `for` 0 or -1."""

    block: nodes.If | nodes.For
    way: int

    def around(self, inner: list[nodes.Node]) -> nodes.Node:
        """The block with nothing in it but what this way leads to."""
        body, rest = (inner, []) if self.way == 0 else ([], inner if self.way < 0 else [])
        block, line = self.block, self.block.lineno
        if isinstance(block, nodes.For):
            return nodes.For(block.target, block.iter, body, rest, block.test, False, lineno=line)  # noqa: FBT003 - as Jinja2 wants it
        asked = block.elif_ if self.way < 0 else block.elif_[: self.way]
        others = [
            nodes.If(other.test, inner if self.way == at else [], [], [], lineno=other.lineno)
            for at, other in enumerate(asked, start=1)
        ]
        return nodes.If(block.test, body, others, rest, lineno=line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """What is shown in one place, the way there, and all that both look at. `place` is the same for what stands together."""

    line: int
    place: int
    way: tuple[Branch, ...]
    shown: tuple[nodes.Expr, ...]
    reads: frozenset[Read]
    risks: frozenset[Risk]

    def with_(self, other: Chain) -> Chain:
        """Both in one: they stand in the same place."""
        return replace(
            self,
            shown=self.shown + other.shown,
            reads=self.reads | other.reads,
            risks=self.risks | other.risks,
        )

    def body(self) -> list[nodes.Node]:
        """The template that shows this and nothing else."""
        inner: nodes.Node = nodes.Output([nodes.TemplateData(MARK), *self.shown], lineno=self.line)
        for branch in reversed(self.way):
            inner = branch.around([inner])
        return [inner]


def chains_of(resolver: Resolver, tree: nodes.Template, fields: Mapping[str, Shape]) -> list[Chain]:
    """Every chain of a template; what is wrong with its names is in the resolver's faults."""
    return list(_Walk(resolver).through(tree.body, _Around(scope=scope_of(fields), line=1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What stands around a place: the names there, the way to it, what that looked at, and how many loops it is in."""

    scope: Scope
    line: int
    way: tuple[Branch, ...] = ()
    reads: frozenset[Read] = frozenset()
    risks: frozenset[Risk] = frozenset()
    loops: int = 0

    def after(self, meaning: Meaning) -> _Around:
        """The same once an expression was worked out."""
        return replace(self, reads=self.reads | meaning.reads, risks=self.risks | meaning.risks)

    def within(self, block: nodes.If | nodes.For, way: int) -> _Around:
        return replace(self, way=(*self.way, Branch(block, way)), line=block.lineno)


@dataclass(slots=True)
class _Walk:
    resolver: Resolver
    places: int = field(default=0)

    def through(self, body: Sequence[nodes.Node], around: _Around) -> Iterator[Chain]:
        """The chains of a body; one that shows nothing is still a place to come to."""
        self.places += 1
        place, bare = self.places, True
        for node in body:
            for chain in self._of(node, around, place):
                bare = False
                yield chain
        if bare:
            yield _chain(around, place, around.line, ())

    def _of(self, node: nodes.Node, around: _Around, place: int) -> Iterator[Chain]:
        match node:
            case nodes.If():
                yield from self._if(node, around)
            case nodes.For():
                yield from self._for(node, around)
            case nodes.Output(nodes=parts):
                for shown in parts:
                    if not isinstance(shown, nodes.TemplateData):
                        seen = around.after(self.resolver.shown(shown, around.scope))
                        yield _chain(seen, place, shown.lineno, (shown,))
            case _:
                raise TypeError(f"no way through a {type(node).__name__}")

    def _if(self, block: nodes.If, around: _Around) -> Iterator[Chain]:
        for way, part in enumerate((block, *block.elif_)):
            around = around.after(self.resolver.resolve(part.test, around.scope))
            yield from self.through(part.body, around.within(block, way))
        if block.else_:
            yield from self.through(block.else_, around.within(block, -1))

    def _for(self, block: nodes.For, around: _Around) -> Iterator[Chain]:
        looped = self.resolver.listed(block.iter, around.scope, f"for {block.lineno} {id(block)}", "`for`")
        around = around.after(looped)
        if around.loops == DEEPEST:
            fault = wording.at(self.resolver.file, block.lineno, *wording.too_nested(DEEPEST))
            self.resolver.faults.append(fault)
            return
        inner = replace(around, scope={**around.scope, **_entries(block, looped)}, loops=around.loops + 1)
        if block.test is not None:
            test = self.resolver.resolve(block.test, inner.scope)
            around, inner = around.after(test), inner.after(test)
        yield from self.through(block.body, inner.within(block, 0))
        if block.else_:
            yield from self.through(block.else_, around.within(block, -1))


def _entries(block: nodes.For, looped: Meaning) -> Scope:
    """The name that a loop gives to each entry."""
    name = block.target.name if isinstance(block.target, nodes.Name) else ""
    shape = looped.shape.of if isinstance(looped.shape, Listed) else Unknown()
    return {name: Meaning(shape=shape, steps=(*looped.steps, ENTRY), text=name)}


def _chain(seen: _Around, place: int, line: int, shown: tuple[nodes.Expr, ...]) -> Chain:
    return Chain(line=line, place=place, way=seen.way, shown=shown, reads=seen.reads, risks=seen.risks)
