#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The checks of this folder find what they are for, and nothing else."""

import importlib
import pathlib
import sys
import tempfile
import unittest

INCLUDES = importlib.import_module('check-includes').check
LIMITS = importlib.import_module('check-limits').check

# Check, file, text: one finding each.
WRONG = [
    (INCLUDES, 'daemon/core/a.c', '#include "ports/p.h"'),
    (INCLUDES, 'daemon/core/a.c', '#include <gio/gio.h>'),
    (INCLUDES, 'daemon/core/a.c', '#include <libxml/tree.h>'),
    (INCLUDES, 'daemon/ports/a.c', '#include "engine/e.h"'),
    (INCLUDES, 'daemon/engine/a.c', '#include <libvirt/libvirt.h>'),
    (INCLUDES, 'daemon/engine/a.c', '#include "../bus/b.h"'),
    (INCLUDES, 'daemon/bus/a.c', '#include "adapters/polkit/a.h"'),
    (INCLUDES, 'daemon/adapters/libvirt/a.c', '#include "engine/e.h"'),
    (INCLUDES, 'daemon/adapters/libvirt/a.c', '#include "adapters/polkit/a.h"'),
    (INCLUDES, 'daemon/adapters/libvirt/a.c', '#include <NetworkManager.h>'),
    (INCLUDES, 'daemon/bus/a.c', 'subject = polkit_unix_process_new (pid);'),
    (INCLUDES, 'daemon/cellar/a.c', ''),
    (INCLUDES, 'client/a.c', '#include "daemon/core/c.h"'),
    (INCLUDES, 'tests/fakes/a.c', '#include "engine/e.h"'),
    (LIMITS, 'daemon/core/a.c', '\n' * 600),
    (LIMITS, 'daemon/core/a.c', 'void\nf (void)\n{\n' + '  x ();\n' * 120 + '}'),
    (LIMITS, 'daemon/core/a.c', '  goto out;'),
    (LIMITS, 'daemon/core/a.c', '  x = g_ref_string_new_intern (name);'),
    (LIMITS, 'daemon/core/a.c', '  g_ascii_string_to_unsigned (name, 10, 0, 5, &n, NULL);'),
    (LIMITS, 'daemon/core/a.c', 'g_key_file_save_to_file (file, path, NULL);'),
    (LIMITS, 'daemon/adapters/keyfile/a.c', 'g_file_set_contents (path, text, -1, NULL);'),
    (LIMITS, 'tests/unit/a.c', 'g_usleep (1000);'),
    (LIMITS, 'tests/system/a.py', '# FIX' + 'ME later'),
]

RIGHT = [
    (INCLUDES, 'daemon/engine/a.c', '#include "core/c.h"\n#include "ports/p.h"\n#include <gio/gio.h>'),
    (INCLUDES, 'daemon/adapters/libvirt/a.c', '#include "core/c.h"\n#include <libvirt/libvirt.h>'),
    (INCLUDES, 'daemon/main.c', '#include "adapters/polkit/a.h"\n#include "bus/b.h"'),
    (INCLUDES, 'tests/unit/a.c', '#include "engine/e.h"'),
    (LIMITS, 'daemon/core/a.c', '/* goto */ const char *s = "goto";'),
    (LIMITS, 'daemon/core/a.c', '\n' * 599),
    (LIMITS, 'daemon/core/nwd-number.c', '  return g_ascii_string_to_unsigned (text, 10, 0, 5, &n, NULL);'),
    (LIMITS, 'daemon/adapters/keyfile/a.c', 'g_file_set_contents_full (path, text, -1, flags, 0600, NULL);'),
]

HEADERS = ['core/c.h', 'ports/p.h', 'engine/e.h', 'bus/b.h', 'adapters/polkit/a.h']


class Checks(unittest.TestCase):
    """Each text in a tree of its own."""

    def findings(self, check, file, text):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder).resolve()
            for header in HEADERS:
                self.write(root / 'daemon' / header, '#pragma once\n')
            self.write(root / file, text + '\n')
            return list(check(root))

    def write(self, path, text):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')

    def test_wrong(self):
        for case in WRONG:
            with self.subTest(case[1], text=case[2][:60]):
                self.assertEqual(len(self.findings(*case)), 1)

    def test_right(self):
        for case in RIGHT:
            with self.subTest(case[1], text=case[2][:60]):
                self.assertEqual(self.findings(*case), [])


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
