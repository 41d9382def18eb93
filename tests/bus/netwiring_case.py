# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the tests of netwiringctl share: a fake service on a bus of its own, and the program.

NETWIRINGCTL, INTROSPECTION, GOLDEN and DATA in the environment are the program and the folders of the
contract, of the expected output, and of manual page and completion. With UPDATE_GOLDEN=1 the output is
written instead of compared.
"""

import os
import pathlib
import subprocess
import unittest

from netwiring_fake import Bus, Fake, Loop
from netwiring_house import history, house, statistics

CTL = os.environ['NETWIRINGCTL']
GOLDEN = pathlib.Path(os.environ['GOLDEN'])
DATA = pathlib.Path(os.environ['DATA'])


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bus = Bus()
        cls.addClassCleanup(cls.bus.close)
        cls.loop = Loop()
        cls.addClassCleanup(cls.loop.close)

    def setUp(self):
        self.fake = self.start_fake(house())

    def start_fake(self, objects):
        fake = Fake(self.bus, self.loop, os.environ['INTROSPECTION'], objects)
        self.addCleanup(lambda: fake.bus.is_closed() or fake.close())
        fake.history = history()
        fake.statistics = statistics()
        return fake

    def run_ctl(self, *words, **more):
        more.setdefault('env', {**os.environ, 'TZ': 'UTC'})
        return subprocess.run([CTL, '--address=' + self.bus.address, *words], check=False, timeout=30,
                              stdin=subprocess.DEVNULL, capture_output=True, encoding='utf-8', **more)

    def ctl(self, *words):
        """The output of a command that succeeds."""
        done = self.run_ctl(*words)
        self.assertEqual((done.returncode, done.stderr), (0, ''), words)
        return done.stdout

    def fails(self, code, *words):
        """The one line of a command that fails."""
        done = self.run_ctl(*words)
        self.assertEqual(done.returncode, code, (words, done.stderr))
        self.assertEqual(done.stdout, '', words)
        self.assertRegex(done.stderr, r'\Anetwiringctl: [^\n]+\n\Z')
        self.assert_harmless(done.stderr)
        return done.stderr

    def call(self):
        return self.fake.calls.get(timeout=5)

    def assert_harmless(self, text):
        self.assertTrue(all(c == '\n' or c.isprintable() for c in text), repr(text))

    def assert_golden(self, name, text):
        path = GOLDEN / name
        if os.environ.get('UPDATE_GOLDEN'):
            path.write_text(text, encoding='utf-8')
        self.assertEqual(path.read_text(encoding='utf-8'), text, path)
