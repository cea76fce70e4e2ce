"""Does every chain of a template render? The real engine renders each on every combination of what it looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import attrgetter
from traceback import walk_tb
from types import TracebackType
from typing import Final

from jinja2 import Template, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.model.errors import ContentError, Fault, Spot
from bot.render import wording
from bot.render.proving.chains import MARK, Chain
from bot.render.proving.values import looks_of, names_of, number_of_views, views
from bot.render.shapes import Shape

MOST: Final = 20_000
"""So many combinations of one chain are tried; more is "not proved"."""

COMPILING: Final = 40
"""So many renderings take as long as to compile one more chain: up to that, chains of one place are tried as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How many renderings were done, and what they showed to be wrong."""

    renderings: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """One template: the engine, its file and what its view can hold."""

    engine: ImmutableSandboxedEnvironment
    file: str
    fields: Mapping[str, Shape]

    def number(self, chain: Chain) -> int:
        return number_of_views(self.fields, looks_of(chain.reads))

    def compiled(self, chains: Sequence[Chain]) -> Template:
        """All of them as the blocks of one template: the engine takes long to compile, and less so at once."""
        blocks: list[nodes.Node] = [
            nodes.Block(str(at), chain.body(), False, False, lineno=chain.line)  # noqa: FBT003 - as Jinja2 wants it
            for at, chain in enumerate(chains)
        ]
        tree = nodes.Template(blocks, lineno=1)
        tree.set_environment(self.engine)
        code = self.engine.compile(tree, self.file, self.file)
        return Template.from_code(self.engine, code, self.engine.globals)


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What came of the renderings of one chain: whether it was ever come to, and what went wrong."""

    renderings: int
    come_to: bool
    faults: frozenset[Fault]


def tried(
    engine: ImmutableSandboxedEnvironment, file: str, fields: Mapping[str, Shape], chains: Sequence[Chain]
) -> Tried:
    """Try all chains of one template: those of one place together, and each on its own where that goes wrong."""
    page = _Page(engine, file, fields)
    large = [chain for chain in chains if page.number(chain) > MOST]
    bunches = _bunches(page, [chain for chain in chains if chain not in large])
    together = _attempts(page, [reduce(Chain.with_, bunch) for bunch in bunches])
    pairs = list(zip(bunches, together, strict=True))
    apart = _attempts(page, [chain for bunch, one in pairs if one.faults for chain in bunch])
    faults = {
        *(_too_many(page, chain) for chain in large),
        *(fault for one in apart for fault in one.faults),
        *(
            wording.never_shown(file, bunch[0].line)
            for bunch, one in pairs
            if not one.come_to | bool(one.faults)
        ),
    }
    return Tried(renderings=sum(one.renderings for one in (*together, *apart)), faults=tuple(sorted(faults)))


def _bunches(page: _Page, chains: Sequence[Chain]) -> list[list[Chain]]:
    """Chains of one place, together where that is less work than apart."""
    bunches: list[list[Chain]] = []
    one: Chain | None = None
    for chain in chains:
        both = one.with_(chain) if one and one.place == chain.place else None
        if one and both and page.number(both) <= page.number(one) + page.number(chain) + COMPILING:
            bunches[-1].append(chain)
            one = both
        else:
            bunches.append([chain])
            one = chain
    return bunches


def _attempts(page: _Page, chains: Sequence[Chain]) -> list[_Attempt]:
    if not chains:
        return []
    template = page.compiled(chains)
    return [_attempt(page, template, str(at), chain) for at, chain in enumerate(chains)]


def _attempt(page: _Page, template: Template, block: str, chain: Chain) -> _Attempt:
    """Render a chain on every view that makes a difference to it."""
    renderings, come_to, faults = 0, False, set[Fault]()
    render = template.blocks[block]
    for view in views(page.fields, looks_of(chain.reads)):
        renderings += 1
        try:
            come_to = MARK in "".join(render(template.new_context(view))) or come_to
        except (UndefinedError, ContentError) as error:
            faults.add(_told(error, page.file, _line(error.__traceback__, template), chain))
    return _Attempt(renderings, come_to, frozenset(faults))


def _line(trace: TracebackType | None, template: Template) -> int:
    """The line of the template at which a rendering stopped."""
    lines = [at for frame, at in walk_tb(trace) if frame.f_code.co_filename == template.filename]
    return template.get_corresponding_lineno(lines[-1])


def _told(error: UndefinedError | ContentError, file: str, line: int, chain: Chain) -> Fault:
    if isinstance(error, UndefinedError):
        risks = sorted((risk for risk in chain.risks if risk.sign in str(error)), key=attrgetter("what"))
        found, guards = [risk.what for risk in risks], [risk.guard for risk in risks]
        told = wording.may_lack(found, guards) if risks else wording.not_shown(str(error))
        return wording.at(file, line, *told)
    fault, spot = error.faults[0], Spot(f"{wording.FOLDER}/{file}", line, 1)
    if fault.code == "unknown-message":
        return replace(fault, spot=spot)
    return replace(fault, message=f"{fault.message.rstrip('.')}, {spot.file}:{line}.")


def _too_many(page: _Page, chain: Chain) -> Fault:
    names = sorted(set(names_of(looks_of(chain.reads))))
    return wording.at(page.file, chain.line, *wording.too_many(page.number(chain), MOST, names))
