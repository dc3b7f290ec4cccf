"""Reads a condition as SurveyJS writes it: `{grade} anyof ['bad', 'awful'] and {again} = false`. Pure.

No functions, no arithmetic: what is not in this file is a mistake that names its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from broker.contracts.mistakes.words import said
from broker.contracts.mistakes.wrong import Said, Wrong, wrong
from broker.contracts.surveys.condition import OPERATORS, SAME, Both, Compare, Condition, Either, Literal, Not

_TOKEN = re.compile(
    r"""\s*(?:
        \{(?P<name>[^{}]*)\}
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<number>-?\d+(?![\w.]))
      | (?P<sign>&&|\|\||<>|!=|==|>=|<=|\*=|[=<>!()\[\],])
      | (?P<word>[A-Za-z_]+)
      | (?P<odd>\S)
    )""",
    re.VERBOSE,
)
_AND, _OR, _NOT = ("and", "&&"), ("or", "||"), ("!", "not")
_ALONE = ("empty", "notempty")
_DEEPEST = 30


class NoCondition(ValueError):
    """It cannot be read. `at`: the character, from 1, at which it stops making sense."""

    def __init__(self, why: Wrong, at: int) -> None:
        super().__init__(said(why))
        self.why = why
        self.at = at


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    word: str
    at: int


def read(text: str) -> Condition:
    """The condition in `text`. NoCondition when it is none."""
    reader = _Reader(text)
    found = reader.either(0)
    if reader.next.kind != "end":
        raise NoCondition(wrong("condition.extra", word=reader.next.word), reader.next.at)
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = []
        for token in _TOKEN.finditer(text.rstrip()):
            kind = token.lastgroup or "odd"
            word = token.group(kind)
            at = token.start(kind) + (kind != "name")  # of a name, its brace
            self._tokens.append(_Token(kind, word.lower() if kind == "word" else word, at))
        self._tokens.append(_Token("end", "the end", len(text) + 1))
        self._place = 0

    @property
    def next(self) -> _Token:
        return self._tokens[self._place]

    def _take(self) -> _Token:
        token = self.next
        self._place += token.kind != "end"
        return token

    def _is(self, *words: str) -> bool:
        if self.next.kind in ("word", "sign") and self.next.word in words:
            self._place += 1
            return True
        return False

    def either(self, depth: int) -> Condition:
        left = self._both(depth)
        while self._is(*_OR):
            left = Either(left, self._both(depth))
        return left

    def _both(self, depth: int) -> Condition:
        left = self._one(depth)
        while self._is(*_AND):
            left = Both(left, self._one(depth))
        return left

    def _one(self, depth: int) -> Condition:
        if depth > _DEEPEST:
            raise NoCondition(wrong("condition.deep"), self.next.at)
        if self._is(*_NOT):
            return Not(self._one(depth + 1))
        if self._is("("):
            found = self.either(depth + 1)
            self._need(")")
            return found
        return self._comparison()

    def _comparison(self) -> Condition:
        name = self._take()
        if name.kind != "name":
            hint: Said = wrong("condition.function") if name.kind == "word" else ""
            raise NoCondition(wrong("condition.question", word=name.word, hint=hint), name.at)
        operator = self._take()
        known = SAME.get(operator.word, operator.word)
        if operator.kind not in ("word", "sign") or known not in OPERATORS:
            close = get_close_matches(operator.word, [*OPERATORS, *SAME], 1) if operator.kind == "word" else []
            hint = wrong("near.or", near=close[0]) if close else wrong("near.ours", known=", ".join(OPERATORS))
            raise NoCondition(wrong("condition.operator", word=operator.word, hint=hint), operator.at)
        if known in _ALONE:
            return Compare(name.word.strip(), known)
        return Compare(name.word.strip(), known, self._literal())

    def _literal(self) -> Literal:
        if not self._is("["):
            return self._plain()
        found = [self._plain()]
        while self._is(","):
            found.append(self._plain())
        self._need("]")
        return tuple(found)

    def _plain(self) -> bool | int | str:
        token = self._take()
        match token.kind:
            case "number":
                return int(token.word[:18])
            case "text":
                return token.word[1:-1]
            case "word" if token.word in ("true", "false"):
                return token.word == "true"
        raise NoCondition(wrong("condition.value", word=token.word), token.at)

    def _need(self, sign: str) -> None:
        if not self._is(sign):
            raise NoCondition(wrong("condition.sign", sign=sign, word=self.next.word), self.next.at)
