"""From an author's expressions and effects to lowered trees, by whitelisting Python's own syntax tree.

Only the node classes matched here are ever accepted; types are checked against the declarations.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

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
from redheat_game.story.diagnostics.core import Definition, Report, nearest
from redheat_game.story.machine import Variable
from redheat_game.story.source import Scalar

MAX_LENGTH = 500
_EFFECT = re.compile(r"\s*([A-Za-z_]\w*)\s*(=|\+=|-=)(?!=)\s*(\S.*)", re.DOTALL)
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
    """A bare name that can only be a word; which number it is depends on what it is compared with."""


class _Refused(Exception):
    """Raised where an expression was reported and has no meaning."""


def parse_condition(scalar: Scalar, scope: Scope, start: int = 0, end: int | None = None) -> Tree | None:
    """The condition in `scalar.value[start:end]`, or None where it was reported."""
    parser = _Parser(scalar, start, scalar.value[start:end], scope)
    try:
        operand = parser.parse()
        if operand.kind != "flag":
            parser.refuse(faults.NOT_A_CONDITION, parser.whole, text=parser.text.strip())
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
        report.add(names.UNKNOWN_VARIABLE, place, name=name, suggestion=nearest(name, scope.variables))
        return None
    position, variable = scope.variables[name]
    parser = _Parser(scalar, found.start(3), found[3], scope)
    try:
        value = parser.parse(expected=variable)
        if operator != "=":
            if variable.kind != "range" or value.kind != "number":
                parser.refuse(faults.NOT_A_NUMBER_EFFECT, scalar.span, text=scalar.value.strip(), name=name)
            return position, Arithmetic(operator[0], Read(position), value.tree)
        wanted = {"flag": "flag", "range": "number", "one_of": "word"}[variable.kind]
        if value.kind != wanted or (value.variable and value.variable.words != variable.words):
            facts = {"name": name, "kind": _described(variable), "text": found[3].strip()}
            parser.refuse(faults.ASSIGNED_KIND, scalar.at(found.start(3), len(found[3])), **facts)
        constant = value.tree
        if isinstance(constant, Constant) and not variable.low <= constant.value <= variable.high:
            facts = {"name": name, "value": constant.value, "low": variable.low, "high": variable.high}
            parser.refuse(faults.OUT_OF_RANGE, scalar.at(found.start(3), len(found[3])), **facts)
        return position, value.tree
    except _Refused:
        return None


def _described(variable: Variable) -> str:
    if variable.kind == "flag":
        return "a flag (true or false)"
    if variable.kind == "range":
        return f"a number from {variable.low} to {variable.high}"
    return "one of " + ", ".join(variable.words)


class _Parser:
    """Parses one expression; `refuse` reports at the exact place and gives up on this expression alone."""

    def __init__(self, scalar: Scalar, start: int, text: str, scope: Scope) -> None:
        self.scalar = scalar
        self.text = text
        self.scope = scope
        self.start = start + len(text) - len(text.lstrip())
        self.source = re.sub(r"\s", " ", text.strip())
        self.whole = scalar.at(self.start, len(self.source))

    def refuse(self, definition: Definition, place: object = None, **facts: object) -> None:
        self.scope.report.add(definition, place or self.whole, **facts)  # type: ignore[arg-type]
        raise _Refused

    def at(self, node: ast.AST) -> object:
        # ast counts columns in bytes of UTF-8
        offset: int = getattr(node, "col_offset", 0)
        end: int = getattr(node, "end_col_offset", offset + 1)
        raw = self.source.encode()
        before = len(raw[:offset].decode("utf-8", "ignore"))
        return self.scalar.at(self.start + before, len(raw[offset:end].decode("utf-8", "ignore")))

    def parse(self, expected: Variable | None = None) -> Operand:
        if len(self.source) > MAX_LENGTH:
            self.refuse(faults.TOO_LONG, None, length=len(self.source), limit=MAX_LENGTH)
        try:
            tree = ast.parse(self.source, mode="eval").body
            operand = self.operand(tree)
        except SyntaxError as error:
            place = self.scalar.at(self.start + max(0, (error.offset or 1) - 1))
            self.refuse(faults.SYNTAX, place, text=self.source, problem=_plainly(error, self.source))
        except (ValueError, RecursionError, MemoryError):
            self.refuse(faults.SYNTAX, None, text=self.source[:40], problem="it is too deeply nested")
        if operand.word is not None:
            if expected is None or expected.kind != "one_of":
                self.unknown_name(operand.word, self.whole)
            assert expected is not None
            return self.as_word(operand, expected, self.whole)
        return operand

    def operand(self, node: ast.expr) -> Operand:
        match node:
            case ast.Constant(value=int() as value) if not isinstance(value, bool):
                return Operand("number", Constant(value))
            case ast.Constant(value=bool()):
                name = self.source[node.col_offset : node.end_col_offset]
                self.refuse(names.UNKNOWN_VARIABLE, self.at(node), name=name, suggestion=name.lower())
            case ast.Name(id=name):
                return self.name(name, node)
            case ast.BoolOp(op=operator, values=parts):
                trees = tuple(self.condition(part) for part in parts)
                return Operand("flag", AllOf(trees) if isinstance(operator, ast.And) else AnyOf(trees))
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return Operand("flag", Not(self.condition(part)))
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() as value)):
                return Operand("number", Constant(-value))
            case ast.BinOp(op=ast.Add() | ast.Sub() as operator, left=left, right=right):
                sign = "+" if isinstance(operator, ast.Add) else "-"
                return Operand("number", Arithmetic(sign, self.number(left), self.number(right)))
            case ast.Compare():
                return self.comparison(node)
            case ast.Call(func=ast.Name(id="seen"), args=[argument], keywords=[]):
                return self.seen(argument)
        what = self.source[node.col_offset : node.end_col_offset]
        self.refuse(faults.NOT_ALLOWED, self.at(node), text=what)
        raise AssertionError

    def name(self, name: str, node: ast.expr) -> Operand:
        if name in ("true", "false"):
            return Operand("flag", TRUE if name == "true" else FALSE)
        if name in self.scope.variables:
            position, variable = self.scope.variables[name]
            kind = {"flag": "flag", "range": "number", "one_of": "word"}[variable.kind]
            return Operand(kind, Read(position), variable if kind != "flag" else None)
        if any(name in variable.words for _, variable in self.scope.variables.values()):
            return Operand("word", FALSE, None, name)
        self.unknown_name(name, self.at(node))
        raise AssertionError

    def unknown_name(self, name: str, place: object) -> None:
        if name in self.scope.broken:
            raise _Refused
        words = {word for _, variable in self.scope.variables.values() for word in variable.words}
        proposal = nearest(name, [*self.scope.variables, *words, "true", "false"])
        if name in words:
            proposal = None
        self.refuse(names.UNKNOWN_VARIABLE, place, name=name, suggestion=proposal)

    def condition(self, node: ast.expr) -> Tree:
        operand = self.operand(node)
        if operand.word is not None:
            self.unknown_name(operand.word, self.at(node))
        if operand.kind != "flag":
            text = self.source[node.col_offset : node.end_col_offset]
            self.refuse(faults.NOT_A_CONDITION, self.at(node), text=text)
        return operand.tree

    def number(self, node: ast.expr) -> Tree:
        operand = self.operand(node)
        if operand.word is not None:
            self.unknown_name(operand.word, self.at(node))
        if operand.kind != "number":
            text = self.source[node.col_offset : node.end_col_offset]
            self.refuse(faults.NOT_A_NUMBER, self.at(node), text=text)
        return operand.tree

    def seen(self, argument: ast.expr) -> Operand:
        if not isinstance(argument, ast.Name):
            self.refuse(faults.SEEN_ARGUMENT, self.at(argument))
        assert isinstance(argument, ast.Name)
        if argument.id in self.scope.broken:
            raise _Refused
        if argument.id not in self.scope.scenes:
            proposal = nearest(argument.id, self.scope.scenes)
            self.refuse(names.UNKNOWN_SCENE, self.at(argument), name=argument.id, suggestion=proposal)
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
                self.refuse(faults.NOT_ALLOWED, self.at(node), text=self.source)
            sign = _OPERATORS[type(operator)]
            left, right = self.operand(left_node), self.operand(right_node)
            if left.word is not None and right.variable is not None and right.kind == "word":
                left = self.as_word(left, right.variable, self.at(left_node))
            if right.word is not None and left.variable is not None and left.kind == "word":
                right = self.as_word(right, left.variable, self.at(right_node))
            for side, side_node in ((left, left_node), (right, right_node)):
                if side.word is not None:
                    self.unknown_name(side.word, self.at(side_node))
            mixed = left.kind != right.kind or (left.kind == "word" and self.words(left) != self.words(right))
            if mixed or (left.kind != "number" and sign not in ("==", "!=")):
                text = self.source[node.col_offset : node.end_col_offset]
                self.refuse(faults.COMPARED_KINDS, self.at(node), text=text)
            self.warn_if_settled(left, sign, right, node)
            parts.append(Comparison(sign, left.tree, right.tree))
        return Operand("flag", parts[0] if len(parts) == 1 else AllOf(tuple(parts)))

    def words(self, operand: Operand) -> tuple[str, ...]:
        return operand.variable.words if operand.variable else ()

    def as_word(self, operand: Operand, variable: Variable, place: object) -> Operand:
        assert operand.word is not None
        if operand.word not in variable.words:
            facts = {"word": operand.word, "name": variable.name, "words": ", ".join(variable.words)}
            self.refuse(names.UNKNOWN_WORD, place, suggestion=nearest(operand.word, variable.words), **facts)
        return Operand("word", Constant(variable.words.index(operand.word)), variable)

    def membership(self, item_node: ast.expr, list_node: ast.expr) -> Tree:
        if not isinstance(list_node, ast.List | ast.Tuple | ast.Set) or not list_node.elts:
            self.refuse(faults.MEMBERSHIP, self.at(list_node))
        assert isinstance(list_node, ast.List | ast.Tuple | ast.Set)
        item = self.operand(item_node)
        values = []
        for element in list_node.elts:
            operand = self.operand(element)
            if operand.word is not None and item.variable is not None and item.kind == "word":
                operand = self.as_word(operand, item.variable, self.at(element))
            if operand.word is not None:
                self.unknown_name(operand.word, self.at(element))
            if operand.kind != item.kind or not isinstance(operand.tree, Constant):
                self.refuse(faults.MEMBERSHIP, self.at(element))
            assert isinstance(operand.tree, Constant)
            values.append(operand.tree.value)
        if item.word is not None:
            self.unknown_name(item.word, self.at(item_node))
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
            facts = {"name": left.variable.name, "low": low, "high": high}
            text = self.source[node.col_offset : node.end_col_offset]
            self.scope.report.add(faults.NEVER_HOLDS, self.at(node), text=text, **facts)  # type: ignore[arg-type]


def _plainly(error: SyntaxError, source: str) -> str:
    if re.search(r"(?<![=!<>])=(?!=)", source):
        return "`=` gives a value; a comparison is written `==`"
    if "&&" in source or "||" in source or "!" in source.replace("!=", ""):
        return "it is written `and`, `or`, `not`"
    return (error.msg or "it cannot be read").rstrip(".")
