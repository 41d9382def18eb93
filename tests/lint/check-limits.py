#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-limits.py SOURCE_DIR: files of at most 600 lines, functions of at most 120, and no call that
has a better one."""

import re

import tree

FILE_LINES = 600
FUNCTION_LINES = 120

# Pattern: why not. The folders that follow are those it holds in.
BANNED = [
    (r'\bgoto\b', 'goto: return early, g_autoptr cleans up', ('daemon', 'client', 'tests')),
    (r'\bg_ref_string_\w+', 'interned ones are not safe in threads: nwd_text_new()', ('daemon', 'tests')),
    (r'\bg_ascii_string_to_\w+', 'fails while another thread begins things: nwd_number_parse()', ('daemon',)),
    (r'\bg_key_file_save_to_file\b', 'world-readable and not durable', ('daemon', 'client')),
    (r'\bg_file_set_contents\s*\(', 'not durable: g_file_set_contents_full()', ('daemon',)),
    (r'\b(strcpy|strcat|sprintf|gets)\s*\(', 'has no bounds', ('daemon', 'client', 'tests')),
    (r'\b(sleep|usleep|g_usleep)\s*\(', 'wait for the event instead', ('daemon', 'client', 'tests')),
]
# The better one may use it.
HOMES = {'daemon/core/nwd-number.c': r'\bg_ascii_string_to_\w+'}
UNFINISHED = r'\b(TODO|FIXME|XXX)\b'


def functions(text):
    """(first line, lines) of each function: from the brace in the first column to its fellow."""
    start = None
    for number, line in enumerate(text.split('\n'), 1):
        if line.startswith('{'):
            start = number
        elif line.startswith('}') and start:
            yield start, number - start + 1
            start = None


def check(root):
    for path in tree.files(root, '*.c', '*.h', '*.py', '*.sh', 'lab', 'netwiringctl'):
        name = str(path.relative_to(root))
        text = path.read_text(encoding='utf-8')
        lines = text.count('\n')
        if lines > FILE_LINES:
            yield f'{name}: {lines} lines, at most {FILE_LINES}'
        for number, line in enumerate(text.split('\n'), 1):
            if path.name != 'check-limits.py' and re.search(UNFINISHED, line):
                yield f'{name}:{number}: unfinished'
        if path.suffix in ('.c', '.h'):
            yield from check_code(name, tree.code(text))


def check_code(name, text):
    for start, length in functions(text):
        if length > FUNCTION_LINES:
            yield f'{name}:{start}: function of {length} lines, at most {FUNCTION_LINES}'
    for number, line in enumerate(text.split('\n'), 1):
        for pattern, reason, folders in BANNED:
            if HOMES.get(name) != pattern and name.startswith(folders) and (match := re.search(pattern, line)):
                yield f'{name}:{number}: {match.group().strip()}: {reason}'


if __name__ == '__main__':
    tree.main(check)
