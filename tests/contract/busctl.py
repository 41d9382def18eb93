# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads a busctl command line as busctl does, without a bus."""

import re
import shlex


class Mistake(Exception):
    """What is wrong with a command line."""


def first_type(signature):
    """The first complete type of a signature."""
    match signature[:1]:
        case 'a':
            return 'a' + first_type(signature[1:])
        case '(' | '{' as opening:
            closing = {'(': ')', '{': '}'}[opening]
            end = 1
            while signature[end] != closing:
                end += len(first_type(signature[end:]))
            return signature[:end + 1]
        case letter if letter and letter in 'ybnqiuxtdhsogv':
            return letter
    raise Mistake(f'{signature!r} is not a signature')


def values(signature, words):
    """Takes the words that a signature asks for; returns the values, with dictionaries as such."""
    result = []
    while signature:
        kind = first_type(signature)
        result.append(value(kind, words))
        signature = signature[len(kind):]
    return result


def value(kind, words):
    """Takes the words of one value of a complete type."""
    if kind.startswith('a{'):
        return {v[0]: v[1] for v in (values(kind[2:-1], words) for _ in range(int(words.pop(0))))}
    if kind.startswith('a'):
        return [value(kind[1:], words) for _ in range(int(words.pop(0)))]
    if kind.startswith('('):
        return values(kind[1:-1], words)
    if kind == 'v':
        inner = words.pop(0)
        return inner, value(inner, words)
    word = words.pop(0)
    legal = {'b': r'true|false', 'u': r'\d+', 'o': r'/.*|\$[A-Z]+'}.get(kind, r'.*')
    if not re.fullmatch(legal, word):
        raise Mistake(f'{word!r} is not of type {kind}')
    return word


def parse(line):
    """(verb, service, the rest) of a "$ busctl …" line."""
    prompt, program, verb, service, *rest = shlex.split(line)
    if (prompt, program) != ('$', 'busctl'):
        raise Mistake(f'no busctl line: {line}')
    return verb, service, rest
