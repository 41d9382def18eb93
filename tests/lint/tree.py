# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the checks of this folder have in common."""

import pathlib
import re
import sys


def files(root, *patterns):
    """The files of the tree that match one of the patterns, without hidden and build folders."""
    for path in sorted({p for pattern in patterns for p in root.rglob(pattern)}):
        parts = path.relative_to(root).parts
        if path.is_file() and not any(p.startswith(('.', 'build')) for p in parts):
            yield path


def code(text):
    """C text with comments and strings blanked; lines keep their numbers."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, lambda m: re.sub(r'[^\n]', ' ', m.group()), text, flags=re.S)


def main(check):
    """Runs check(root), which yields one line for each finding; any finding is a failure."""
    findings = list(check(pathlib.Path(sys.argv[1]).resolve()))
    print('\n'.join(findings) or 'nothing found')
    sys.exit(bool(findings))
