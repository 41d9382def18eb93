#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The store when the system beneath it fails or ends: every system call of its writer, one by one.

What was acknowledged is there afterwards, what was refused is not half there, and nothing is torn.
The calls are recorded first and failed then, so that no call of the writer's is left out.
"""

import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROBE = os.environ["STORE_PROBE"]
HOST = "host.ini"
VM = "vm/6d6e9f7e-7e3a-4b53-8a8e-0f6d1f7c2a11.ini"
WRITE = ("write", "2", "4")
FAULTS = ("error=ENOSPC", "error=EIO", "signal=SIGKILL")
WAITING = ("futex", "restart_syscall", "geteuid", "exit")  # cannot fail, or are no work


def run(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def probe(folder, verb, name, *more):
    return run(PROBE, folder, verb, name, *more, input="\n").stdout.replace("ready\n", "")


def find_writer(pid):
    """The thread that writes: the only one of the store's pool."""
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/comm", encoding="ascii") as name:
            if name.read().startswith("pool"):
                return thread
    raise AssertionError("the probe has no writer")


def traced(options, folder, verb, name, *more):
    """Runs the probe with strace on its writer; answers what it printed."""
    process = subprocess.Popen(
        [PROBE, folder, verb, name, *more],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout.readline() == "ready\n"
        tracer = subprocess.Popen(
            ["strace", "-p", find_writer(process.pid), *options], stderr=subprocess.PIPE, text=True
        )
        with tracer:
            attached = tracer.stderr.readline()
            assert "attached" in attached, attached
            output, _ = process.communicate("\n")
            tracer.stderr.read()
    return output


def record(folder, *command):
    """Call → how often the writer makes it."""
    with tempfile.NamedTemporaryFile("r") as log:
        traced(["-o", log.name], folder, *command)
        calls = re.findall(r"^(\w+)\(", log.read(), re.M)
    return collections.Counter(call for call in calls if call not in WAITING)


def read(folder):
    """Name → revision, or "torn"."""
    result = run(PROBE, folder, "read")
    assert result.returncode == 0, result.stdout + result.stderr
    return dict(line.split() for line in result.stdout.splitlines())


def leftovers(folder):
    """What cut-off writes left, but for what could be a human's."""
    names = [name for _, _, files in os.walk(folder) for name in files]
    return [name for name in names if re.search(r"\.ini\.(?![a-z]{6}$)\w{6}$", name)]


class Faults(unittest.TestCase):
    def setUp(self):
        root = tempfile.TemporaryDirectory()
        self.addCleanup(root.cleanup)
        self.folder = os.path.join(root.name, "state")
        self.first = os.path.join(root.name, "first")
        self.outcomes = collections.Counter()
        for name in (HOST, VM):
            self.assertEqual(probe(self.first, "write", name, "1", "1"), "acked 1\n")

    def new_folder(self):
        """One that has revision 1 of both kinds of file."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.first, self.folder)

    def for_each_fault(self, check, verb, name, *more):
        self.new_folder()
        for call, number in record(self.folder, verb, name, *more).items():
            for fault in FAULTS:
                for when in range(1, number + 1):
                    with self.subTest(name=name, call=call, fault=fault, when=when):
                        self.new_folder()
                        inject = ["-o", "/dev/null", "-e", f"inject={call}:{fault}:when={when}"]
                        output = traced(inject, self.folder, verb, name, *more)
                        check(name, output, killed="KILL" in fault)
                        self.assertEqual(leftovers(self.folder), [])
                        self.outcomes[call, fault] += 1

    def check_write(self, name, output, killed):
        """One that was cut off before its answer may be there, one that was refused may not."""
        acked = max([1] + [int(n) for n in re.findall(r"^acked (\d+)$", output, re.M)])
        answered = max([1] + [int(n) for n in re.findall(r"^\w+ (\d+)", output, re.M)])
        texts = read(self.folder)
        self.assertIn(name, texts, "lost")
        self.assertNotEqual(texts[name], "torn")
        self.assertIn(int(texts[name]), (acked, answered + 1) if killed else (acked,))
        self.assertEqual(killed, answered < 4, "the fault was not what was meant")
        self.assertEqual(texts[VM if name == HOST else HOST], "1")
        self.outcomes["refused"] += output.count("refused")
        self.outcomes["cut off"] += killed

    def test_write(self):
        for name in (HOST, VM):
            self.for_each_fault(self.check_write, WRITE[0], name, *WRITE[1:])
        self.report("writes")
        self.assertGreater(self.outcomes["refused"], 60)
        self.assertGreater(self.outcomes["cut off"], 60)

    def check_remove(self, name, output, killed):
        texts = read(self.folder)
        self.assertEqual(texts[HOST], "1")
        self.assertIn(texts.get(VM), ("1", None))
        if "acked" in output:
            self.assertNotIn(VM, texts)
        self.outcomes["refused"] += output.count("refused")
        self.outcomes["cut off"] += killed

    def test_remove(self):
        self.for_each_fault(self.check_remove, "remove", VM)
        self.report("removals")
        self.assertGreater(self.outcomes["refused"], 4)
        self.assertGreater(self.outcomes["cut off"], 4)

    def report(self, what):
        faults = {key: n for key, n in self.outcomes.items() if isinstance(key, tuple)}
        calls = sorted({call for call, _ in faults})
        print(
            f"# {sum(faults.values())} faults in {what} ({', '.join(calls)}):"
            f" {self.outcomes['refused']} refused, {self.outcomes['cut off']} cut off"
        )

    def test_refusal_names_file_and_cause(self):
        self.new_folder()
        inject = ["-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1"]
        output = traced(inject, self.folder, "write", HOST, "2", "2")
        self.assertRegex(output, r"^refused 2: .*/host\.ini.*Input/output error")
        self.assertEqual(read(self.folder)[HOST], "1")

    def mount(self, *options):
        os.mkdir(self.folder)
        result = run("mount", "-t", "tmpfs", *options, "tmpfs", self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.addCleanup(run, "umount", self.folder)

    def test_full_disk(self):
        self.mount("-o", "size=24k,mode=0700")
        self.assertEqual(probe(self.folder, "write", HOST, "1", "1"), "acked 1\n")
        filler = os.path.join(self.folder, "filler")
        with open(filler, "wb", buffering=0) as file, self.assertRaises(OSError):
            while True:
                file.write(b"x" * 4096)
        output = probe(self.folder, "write", HOST, "2", "2")
        self.assertRegex(output, "^refused 2: .*No space left on device")
        self.assertEqual(read(self.folder), {HOST: "1"})
        self.assertEqual(leftovers(self.folder), [])
        os.unlink(filler)
        self.assertEqual(probe(self.folder, "write", HOST, "3", "3"), "acked 3\n")

    def test_read_only(self):
        self.mount("-o", "mode=0700")
        for name in (HOST, VM):
            self.assertEqual(probe(self.folder, "write", name, "1", "1"), "acked 1\n")
        self.assertEqual(run("mount", "-o", "remount,ro", self.folder).returncode, 0)
        output = probe(self.folder, "write", HOST, "2", "2")
        self.assertRegex(output, "^refused 2: .*Read-only file system")
        output = probe(self.folder, "remove", VM)
        self.assertRegex(output, "^refused 0: .*Read-only file system")
        self.assertEqual(read(self.folder), {HOST: "1", VM: "1"})


if __name__ == "__main__":
    if "STORE_PRIVATE_MOUNTS" not in os.environ:
        os.environ["STORE_PRIVATE_MOUNTS"] = "yes"
        os.execvp("unshare", ["unshare", "--mount", sys.executable, *sys.argv])
    unittest.main(verbosity=2)
