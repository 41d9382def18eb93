# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""nwd-libvirt-probe under way, and the VMs that it is shown."""

import os
import pathlib
import re
import select
import subprocess
import time

PROBE = pathlib.Path(os.environ['NW_BUILD_DIR'], 'tests/system/nwd-libvirt-probe')

DOMAIN = '''<domain type='qemu'><name>{name}</name><uuid>{uuid}</uuid><memory unit='MiB'>32</memory>
<os><type arch='x86_64' machine='{machine}'>hvm</type></os><features>{features}</features>
<devices><interface type='bridge'><mac address='{mac}'/><source bridge='lva0'/><model type='virtio'/>
</interface>{more}<memballoon model='none'/></devices></domain>'''


class Vm:
    """A VM without anything to run."""

    def __init__(self, number, machine='pc', features='<acpi/>', more=''):
        self.machine, self.features, self.more = machine, features, more
        self.name = f'adapter{number}'
        self.uuid = f'{number:08}-0000-4000-8000-000000000000'
        self.mac = f'52:54:00:00:0a:{number:02}'
        self.xml = DOMAIN.format(**vars(self))


class Probe:
    """The probe under way; its lines are read when a test expects one."""

    def __init__(self):
        self.process = subprocess.Popen([PROBE], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.buffer = b''

    def line(self, seconds):
        """The next line; None when none comes in time."""
        deadline = time.monotonic() + seconds
        while b'\n' not in self.buffer:
            left = max(0, deadline - time.monotonic())
            if not select.select([self.process.stdout], [], [], left)[0]:
                return None
            data = os.read(self.process.stdout.fileno(), 65536)
            assert data, f'the probe ended with {self.process.wait()}'
            self.buffer += data
        line, self.buffer = self.buffer.split(b'\n', 1)
        return line.decode()

    def expect(self, pattern, seconds=10):
        """The next line that matches; those before it are passed over."""
        deadline, passed = time.monotonic() + seconds, []
        while (line := self.line(max(0, deadline - time.monotonic()))) is not None:
            if re.search(pattern, line):
                return line
            passed.append(line)
        raise AssertionError(f'no line like {pattern!r} within {seconds} s after {passed}')

    def drain(self):
        while self.line(0.2) is not None:
            pass

    def say(self, *words):
        self.process.stdin.write(' '.join(map(str, words)).encode() + b'\n')
        self.process.stdin.flush()

    def ask(self, *words):
        """What comes of a line."""
        self.say(*words)
        return self.expect('^(done|error|card|slots)')

    def begin(self):
        """Wait for the inventory; its lines."""
        self.expect('^state connected instant$')
        lines = []
        while not lines or not lines[-1].startswith('inventory'):
            lines.append(self.line(10))
        return lines

    def change(self, vm, scope, *fields):
        return self.ask('change', vm.uuid, vm.mac, 0, scope, *fields)

    def switches(self):
        """Thread by thread, how often it went to sleep: each wake-up ends in one more."""
        return {task.name: re.findall(r'ctxt_switches:\s*(\d+)', (task / 'status').read_text())
                for task in pathlib.Path(f'/proc/{self.process.pid}/task').iterdir()}

    def close(self):
        self.say('quit')
        assert self.process.wait(10) == 0


def run(*command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    assert done.returncode == 0, f'{command}: {done.stderr}'
    return done.stdout


def virsh(*words, text=None):
    return run('virsh', '-q', *words, text=text)
