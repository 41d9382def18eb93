#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""count.py TESTLOG SKIPS: "PASSED FAILED" of a Meson test log; what failed is named on stderr."""

import json
import os
import sys


def count(log, allowed):
    passed = failed = 0
    for test in map(json.loads, log):
        name = test['name'].split(' / ')[-1]
        if test['result'] in ('OK', 'EXPECTEDFAIL') or (test['result'] == 'SKIP' and name in allowed):
            passed += 1
        else:
            failed += 1
            print(f'lab: {test["result"]}: {test["name"]}', file=sys.stderr)
    return passed, failed


with open(sys.argv[2]) as skips:
    allowed = {line.split()[0] for line in skips if line.strip() and not line.startswith('#')}
if not os.path.exists(sys.argv[1]):
    sys.exit(f'{sys.argv[1]}: no test ran')
with open(sys.argv[1]) as testlog:
    print(*count(testlog, allowed))
