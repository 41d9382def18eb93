# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A program that takes a command a line and answers in lines."""

import os
import queue
import subprocess
import threading


class Probe:
    """Runs program; warnings of GLib end it."""

    def __init__(self, program, *arguments):
        self.process = subprocess.Popen(
            [program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            bufsize=1, env={**os.environ, 'G_DEBUG': 'fatal-warnings'})
        self.lines = queue.Queue()
        self.seen = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip('\n'))
        self.lines.put(None)

    def send(self, *words):
        self.process.stdin.write(' '.join(words) + '\n')

    def expect(self, *starts, seconds=20):
        """The next line that starts with one of starts; others before it are passed over."""
        while True:
            try:
                line = self.lines.get(timeout=seconds)
            except queue.Empty:
                raise AssertionError(f'no {starts} within {seconds} s after {self.seen}') from None
            if line is None:
                raise AssertionError(f'the probe ended, status {self.process.wait()}, after {self.seen}')
            self.seen.append(line)
            if line.startswith(starts):
                return line

    def call(self, *words, seconds=30):
        """Send a command; its end: "done" or "error NAME text"."""
        self.send(*words)
        return self.expect('done', 'error', seconds=seconds)

    def close(self):
        """End the program; its exit status."""
        self.process.stdin.close()
        status = self.process.wait(20)
        self.reader.join()
        self.process.stdout.close()
        return status
