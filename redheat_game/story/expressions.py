"""From an author's expressions and effects to lowered trees, by whitelisting Python's own syntax tree.

Only the node classes matched here are ever accepted; types are checked against the declarations.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from functools import lru_cache

from redheat_game.story.conditions import (
    FALSE,
    TRUE,
    AllOf,
    AnyOf,
    Arithmetic,
    Comparison,
    Constant,
    Membership,
    Not,
    Read,
    Tree,
)
from redheat_game.story.diagnostics import expressions as faults
from redheat_game.story.diagnostics import names
from redheat_game.story.diagnostics.core import Definition, Report
from redheat_game.story.machine import Variable
from redheat_game.story.source import Scalar, Span

MAX_LENGTH = 500
MAX_DEPTH = 60
"""Well within what Python compiles: it nests at most 200 parentheses."""
_EFFECT = re.compile(r"\s*([A-Za-z_]\w*)\s*(=|\+=|-=)(?!=)\s*(\S.*)", re.DOTALL)
# what Python would read in a way of its own, or not at all: quotes, letters that only look plain, `0x1f`, `1if`
_FOREIGN = re.compile(r"[^\x20-\x7e]|['\"`\\]|(?<![A-Za-z0-9_])[0-9]+[A-Za-z_][A-Za-z0-9_]*")
_OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}


@dataclass(frozen=True)
class Scope:
    """What an expression may name."""

    variables: Mapping[str, tuple[int, Variable]]
    """Declared variables by name, with their positions."""
    scenes: Mapping[str, object]
    seen: Callable[[str], Tree]
    """The test that a scene was entered before the present entry."""
    report: Report
    broken: Container[str] = ()
    """Ids whose declaration was reported already, so that their use is not."""


@dataclass(frozen=True)
class Operand:
    """Part of an expression with its type: `flag`, `number`, or `word` (of the `one_of` that `variable` is)."""

    kind: str
    tree: Tree
    variable: Variable | None = None
    word: str | None = None
    """A bare name that is no variable; whether it is a word, and which, depends on what it is compared with."""


class _Refused(Exception):
    """Raised where an expression was reported and has no meaning."""


def parse_condition(scalar: Scalar, scope: Scope, start: int = 0, end: int | None = None) -> Tree | None:
    """The condition in `scalar.value[start:end]`, or None where it was reported."""
    parser = _Parser(scalar, start, scalar.value[start:end], scope)
    try:
        operand = parser.parse()
        if operand.kind != "flag":
            raise parser.refused(faults.NOT_A_CONDITION, parser.whole, text=parser.text.strip())
        return operand.tree
    except _Refused:
        return None


def parse_effect(scalar: Scalar, scope: Scope) -> tuple[int, Tree] | None:
    """The variable's position and its new value, or None where it was reported."""
    report = scope.report
    found = _EFFECT.fullmatch(scalar.value)
    if not found:
        report.add(faults.EFFECT_SYNTAX, scalar.span, text=scalar.value.strip())
        return None
    name, operator = found[1], found[2]
    if name in scope.broken:
        return None
    if name not in scope.variables:
        place = scalar.at(found.start(1), len(name))
        report.add(names.UNKNOWN_VARIABLE, place, name=name, suggestion=report.nearest(name, scope.variables))
        return None
    position, variable = scope.variables[name]
    parser = _Parser(scalar, found.start(3), found[3], scope)
    try:
        if operator == "=" and found[3].startswith("+"):
            problem = "what adds is written `+=`"
            raise parser.refused(faults.SYNTAX, scalar.span, text=scalar.value.strip(), problem=problem)
        value = parser.parse(expected=variable)
        if operator != "=":
            if variable.kind != "range":
                raise parser.refused(faults.NOT_A_NUMBER_EFFECT, scalar.span, text=scalar.value.strip(), name=name)
            if value.kind != "number":
                raise parser.refused(faults.NOT_A_NUMBER, None, text=found[3].strip())
            return position, Arithmetic(operator[0], Read(position), value.tree)
        wanted = {"flag": "flag", "range": "number", "one_of": "word"}[variable.kind]
        if value.kind != wanted or (value.variable and value.variable.words != variable.words):
            facts = {"name": name, "kind": _described(variable), "text": found[3].strip()}
            raise parser.refused(faults.ASSIGNED_KIND, scalar.at(found.start(3), len(found[3])), **facts)
        constant = value.tree
        if isinstance(constant, Constant) and not variable.low <= constant.value <= variable.high:
            facts = {"name": name, "value": constant.value, "low": variable.low, "high": variable.high}
            raise parser.refused(faults.OUT_OF_RANGE, scalar.at(found.start(3), len(found[3])), **facts)
        return position, value.tree
    except _Refused:
        return None


def _described(variable: Variable) -> str:
    if variable.kind == "flag":
        return "a flag (true or false)"
    if variable.kind == "range":
        return f"a number from {variable.low} to {variable.high}"
    return "one of " + ", ".join(variable.words)


@lru_cache(maxsize=8192)
def _syntax_tree(source: str) -> ast.expr:
    """What Python's grammar makes of an expression; stories repeat theirs, and a desk reads the same ones again.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as `ast.parse`.
    """
    return ast.parse(source, mode="eval").body


class _Parser:
    """Parses one expression; what `refused` reports ends this expression alone."""

    def __init__(self, scalar: Scalar, start: int, text: str, scope: Scope) -> None:
        self.scalar = scalar
        self.text = text
        self.scope = scope
        self.start = start + len(text) - len(text.lstrip())
        self.source = re.sub(r"\s", " ", text.strip())
        self.depth = 0

    @property
    def whole(self) -> Span:
        return self.scalar.at(self.start, len(self.source))

    def refused(
        self,
        definition: Definition,
        place: Span | ast.expr | None = None,
        *,
        suggestion: str | None = None,
        **facts: object,
    ) -> _Refused:
        """Reports at a place, a part of the expression, or the whole of it."""
        span = self.at(place) if isinstance(place, ast.expr) else place or self.whole
        self.scope.report.add(definition, span, suggestion=suggestion, **facts)
        return _Refused()

    def at(self, node: ast.expr) -> Span:
        end = node.end_col_offset or node.col_offset + 1
        return self.scalar.at(self.start + node.col_offset, end - node.col_offset)

    def written(self, node: ast.expr) -> str:
        return self.source[node.col_offset : node.end_col_offset]

    def parse(self, expected: Variable | None = None) -> Operand:
        if len(self.source) > MAX_LENGTH:
            raise self.refused(faults.TOO_LONG, None, length=len(self.source), limit=MAX_LENGTH)
        foreign = _FOREIGN.search(self.source)
        if foreign:
            place = self.scalar.at(self.start + foreign.start(), len(foreign[0]))
            raise self.refused(faults.SYNTAX, place, text=self.source, problem=_why_foreign(foreign[0]))
        try:
            tree = _syntax_tree(self.source)
            operand = self.operand(tree)
        except SyntaxError as error:
            place = self.scalar.at(self.start + max(0, (error.offset or 1) - 1))
            raise self.refused(faults.SYNTAX, place, text=self.source, problem=_plainly(error, self.source)) from None
        except (ValueError, RecursionError, MemoryError):
            raise self.refused(faults.SYNTAX, text=self.source, problem="it is too deeply nested") from None
        if operand.word is not None:
            if expected is not None and expected.kind == "one_of":
                return self.as_word(operand, expected)
            raise self.unknown_name(operand.word)
        return operand

    def operand(self, node: ast.expr) -> Operand:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.refused(faults.SYNTAX, text=self.source, problem="it is too deeply nested")
        operand = self._operand(node)
        self.depth -= 1
        return operand

    def _operand(self, node: ast.expr) -> Operand:
        match node:
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                return Operand("number", Constant(value))
            case ast.Constant(value=bool()):
                name = self.written(node)
                raise self.refused(names.UNKNOWN_VARIABLE, node, name=name, suggestion=name.lower())
            case ast.Name(id=name):
                return self.name(name)
            case ast.BoolOp(op=operator, values=parts):
                trees = tuple(self.condition(part) for part in parts)
                return Operand("flag", AllOf(trees) if isinstance(operator, ast.And) else AnyOf(trees))
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return Operand("flag", Not(self.condition(part)))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)) if not isinstance(value, bool):
                return Operand("number", Constant(-value))
            case ast.BinOp(op=ast.Add() | ast.Sub() as operator, left=left, right=right):
                sign = "+" if isinstance(operator, ast.Add) else "-"
                return Operand("number", Arithmetic(sign, self.number(left), self.number(right)))
            case ast.Compare():
                return self.comparison(node)
            case ast.Call(func=ast.Name(id="seen"), args=[argument], keywords=[]):
                return self.seen(argument)
        raise self.refused(faults.NOT_ALLOWED, node, text=self.written(node))

    def name(self, name: str) -> Operand:
        if name in ("true", "false"):
            return Operand("flag", TRUE if name == "true" else FALSE)
        if name in self.scope.variables:
            position, variable = self.scope.variables[name]
            kind = {"flag": "flag", "range": "number", "one_of": "word"}[variable.kind]
            return Operand(kind, Read(position), variable if kind != "flag" else None)
        return Operand("word", FALSE, None, name)

    def unknown_name(self, name: str, node: ast.expr | None = None) -> _Refused:
        if name in self.scope.broken:
            return _Refused()
        plain = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(name)
        proposal = plain or self.scope.report.nearest(name, [*self.scope.variables, "true", "false"])
        return self.refused(names.UNKNOWN_VARIABLE, node, name=name, suggestion=proposal)

    def condition(self, node: ast.expr) -> Tree:
        operand = self.operand(node)
        if operand.word is not None:
            raise self.unknown_name(operand.word, node)
        if operand.kind != "flag":
            raise self.refused(faults.NOT_A_CONDITION, node, text=self.written(node))
        return operand.tree

    def number(self, node: ast.expr) -> Tree:
        operand = self.operand(node)
        if operand.word is not None:
            raise self.unknown_name(operand.word, node)
        if operand.kind != "number":
            raise self.refused(faults.NOT_A_NUMBER, node, text=self.written(node))
        return operand.tree

    def seen(self, argument: ast.expr) -> Operand:
        if not isinstance(argument, ast.Name):
            raise self.refused(faults.SEEN_ARGUMENT, argument, text=self.written(argument))
        if argument.id in self.scope.broken:
            raise _Refused
        if argument.id not in self.scope.scenes and argument.id in self.scope.variables:
            raise self.refused(faults.SEEN_ARGUMENT, argument, text=argument.id)
        if argument.id not in self.scope.scenes:
            proposal = self.scope.report.nearest(argument.id, list(self.scope.scenes))
            raise self.refused(names.UNKNOWN_SCENE, argument, name=argument.id, suggestion=proposal)
        return Operand("flag", self.scope.seen(argument.id))

    def comparison(self, node: ast.Compare) -> Operand:
        parts: list[Tree] = []
        nodes = [node.left, *node.comparators]
        for left_node, operator, right_node in zip(nodes, node.ops, nodes[1:], strict=False):
            if isinstance(operator, ast.In | ast.NotIn):
                test = self.membership(left_node, right_node)
                parts.append(Not(test) if isinstance(operator, ast.NotIn) else test)
                continue
            if type(operator) not in _OPERATORS:
                raise self.refused(faults.NOT_ALLOWED, node, text=self.source)
            sign = _OPERATORS[type(operator)]
            left, right = self.operand(left_node), self.operand(right_node)
            if left.word is not None and right.variable is not None and right.kind == "word":
                left = self.as_word(left, right.variable, left_node)
            if right.word is not None and left.variable is not None and left.kind == "word":
                right = self.as_word(right, left.variable, right_node)
            for side, side_node in ((left, left_node), (right, right_node)):
                if side.word is not None:
                    raise self.unknown_name(side.word, side_node)
            mixed = left.kind != right.kind or (left.kind == "word" and self.words(left) != self.words(right))
            if mixed or (left.kind != "number" and sign not in ("==", "!=")):
                raise self.refused(faults.COMPARED_KINDS, node, text=self.written(node))
            self.warn_if_settled(left, sign, right, node)
            parts.append(Comparison(sign, left.tree, right.tree))
        return Operand("flag", parts[0] if len(parts) == 1 else AllOf(tuple(parts)))

    def words(self, operand: Operand) -> tuple[str, ...]:
        return operand.variable.words if operand.variable else ()

    def as_word(self, operand: Operand, variable: Variable, node: ast.expr | None = None) -> Operand:
        assert operand.word is not None
        if operand.word in self.scope.broken:
            raise _Refused
        if operand.word not in variable.words:
            facts = {"word": operand.word, "name": variable.name, "words": ", ".join(variable.words)}
            proposal = self.scope.report.nearest(operand.word, variable.words)
            raise self.refused(names.UNKNOWN_WORD, node, suggestion=proposal, **facts)
        return Operand("word", Constant(variable.words.index(operand.word)), variable)

    def membership(self, item_node: ast.expr, list_node: ast.expr) -> Tree:
        if not isinstance(list_node, ast.List | ast.Tuple | ast.Set) or not list_node.elts:
            raise self.refused(faults.MEMBERSHIP, list_node)
        item = self.operand(item_node)
        values = []
        for element in list_node.elts:
            operand = self.operand(element)
            if operand.word is not None and item.variable is not None and item.kind == "word":
                operand = self.as_word(operand, item.variable, element)
            if operand.word is not None:
                raise self.unknown_name(operand.word, element)
            if operand.kind != item.kind or not isinstance(operand.tree, Constant):
                raise self.refused(faults.MEMBERSHIP, element)
            values.append(operand.tree.value)
        if item.word is not None:
            raise self.unknown_name(item.word, item_node)
        return Membership(item.tree, tuple(values))

    def warn_if_settled(self, left: Operand, sign: str, right: Operand, node: ast.expr) -> None:
        """Warn of a comparison that the declared range alone decides against."""
        if left.kind != "number" or not left.variable or not isinstance(right.tree, Constant):
            return
        low, high, value = left.variable.low, left.variable.high, right.tree.value
        possible = {
            "==": low <= value <= high,
            "<": low < value,
            "<=": low <= value,
            ">": high > value,
            ">=": high >= value,
        }
        if not possible.get(sign, True):
            place, name, text = self.at(node), left.variable.name, self.written(node)
            self.scope.report.add(faults.NEVER_HOLDS, place, text=text, name=name, low=low, high=high)


def _why_foreign(text: str) -> str:
    if text in "'\"`":
        return "words stand without quotes"
    return f"no condition holds `{text}`"


def _plainly(error: SyntaxError, source: str) -> str:
    if re.search(r"(?<![=!<>])=(?!=)", source):
        return "`=` gives a value; a comparison is written `==`"
    if "&&" in source or "||" in source or "!" in source.replace("!=", ""):
        return "it is written `and`, `or`, `not`"
    return (error.msg or "it cannot be read").rstrip(".")
