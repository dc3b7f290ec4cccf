"""The code of a booking: «7НК2-Х4Р9», easy to read out, to type and to scan, hard to guess.

Seventeen signs that look and type the same on a Ukrainian and on a Latin keyboard, none of which is taken for
another: no 0/О, no 1/І, and no В, which is taken for 8. Seven of them are drawn (17⁷ ≈ 410 million codes), the
eighth is a check: a weighted sum modulo the prime 17, as ISBN-10 has it modulo 11. It finds every wrong sign and
every two that changed places, so that a typing mistake is told from a code that nobody has.
"""

from __future__ import annotations

from broker.contracts.errors import Refused
from broker.contracts.numbers import fold

ALPHABET = "23456789АЕКМНРСТХ"
DRAWN = 7
_PRIME = len(ALPHABET)
_HALF = 4
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_TAKEN_FOR = str.maketrans("ВЗБЧ", "8364")  # not in the alphabet, so whoever reads them saw the digit


def drawn(number: int) -> str:
    """The code of a number that nobody can foresee; only its remainder by 17⁷ counts."""
    values = []
    for _ in range(DRAWN):
        number, value = divmod(number, _PRIME)
        values.append(value)
    return "".join(ALPHABET[value] for value in [*values, _check(values)])


def typed(text: str) -> str:
    """The code that somebody typed, small letters, Latin ones, spaces and dashes allowed. Refused `mistyped-code`."""
    code = fold(text).translate(_TAKEN_FOR)
    values = [_VALUE[sign] for sign in code if sign in _VALUE]
    if len(code) != DRAWN + 1 or len(values) != len(code) or _check(values[:-1]) != values[-1]:
        raise Refused("mistyped-code")
    return code


def shown(code: str) -> str:
    """In two groups, as people read it."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def _check(values: list[int]) -> int:
    """The last value, which makes the weighted sum (1·first + 2·second + … + 8·last) divisible by 17."""
    rest = -sum(weight * value for weight, value in enumerate(values, 1))
    return rest * pow(DRAWN + 1, -1, _PRIME) % _PRIME
