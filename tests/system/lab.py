# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The host of a test, as tests/lab made it: commands, services, bridges, polkit rules, snapshots."""

import contextlib
import hashlib
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import time

from gi.repository import GLib

LAB = str(pathlib.Path(__file__).resolve().parents[1] / 'lab')
STATE = pathlib.Path('/run/netwiring-lab')
LOGS = STATE / 'log'
PROFILES = [pathlib.Path('/etc/NetworkManager/system-connections'),
            pathlib.Path('/run/NetworkManager/system-connections')]


def wait_until(condition, seconds=10, what=None):
    """Wait for condition(); looked at after every event of the main context, and every 10 ms for
    what sends none. Its value is returned; AssertionError when the time is over."""
    context = GLib.MainContext.default()
    deadline = time.monotonic() + seconds
    tick = GLib.timeout_add(10, lambda: True)
    try:
        while not (value := condition()):
            assert time.monotonic() < deadline, f'waited {seconds} s for {what or condition}'
            context.iteration(True)
        return value
    finally:
        GLib.source_remove(tick)


def run(*command, check=True, **options):
    """Run a command; its output, or with check=False the whole result."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)
    if not check:
        return done
    assert done.returncode == 0, f'{" ".join(command)}: {done.returncode}: {done.stderr}{done.stdout}'
    return done.stdout


def virsh(*arguments, **options):
    return run('virsh', '-q', *arguments, **options)


def service(name, verb):
    """start, stop, kill, restart, pause, resume, pid, log of a daemon of this host."""
    return run(LAB, 'service', name, verb).strip()


def log(name):
    """The log of a daemon of this host, so far."""
    path = LOGS / f'{name}.log'
    return path.read_text(errors='replace') if path.exists() else ''


def add_bridge(name, address=None, mtu=None):
    """A bridge that nobody but the test made."""
    run('ip', 'link', 'add', name, *(['mtu', str(mtu)] if mtu else []), 'type', 'bridge')
    if address:
        run('ip', 'address', 'add', address, 'dev', name)
    run('ip', 'link', 'set', name, 'up')


def add_nic(name, far):
    """A NIC of this host with a cable in it, an end of a veth pair; far is the cable's other end."""
    run('ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', far)
    for end in (name, far):
        run('ip', 'link', 'set', end, 'up')


def remove_link(name):
    run('ip', 'link', 'delete', name)


def come_first():
    """The services of this host come before whatever else the machine does, in their own session and between
    sessions, so that times are ours; its guests come last, for an emulated one takes all of a processor that it
    gets, and the threads in which the kernel makes a move wait for it like everybody."""
    for folder in pathlib.Path('/proc').glob('[0-9]*'):
        with contextlib.suppress(OSError):      # it has ended, or has no group
            nice = 10 if 'qemu' in (folder / 'comm').read_text() else -20
            for thread in (folder / 'task').iterdir():
                os.setpriority(os.PRIO_PROCESS, int(thread.name), nice)
            (folder / 'autogroup').write_text(str(nice))


def join_bridges(one, other):
    """Make one network of two bridges."""
    ends = [f'{one[:6]}-{other[:6]}', f'{other[:6]}-{one[:6]}']
    run('ip', 'link', 'add', ends[0], 'type', 'veth', 'peer', 'name', ends[1])
    for end, bridge in zip(ends, (one, other)):
        run('ip', 'link', 'set', end, 'master', bridge, 'up')
    return ends[0]


def master(link):
    """The bridge a link is a port of, '' when of none."""
    path = pathlib.Path('/sys/class/net', link, 'master')
    return path.resolve().name if path.exists() else ''


def mirrors(bridge):
    """The links that a copy of everything on a bridge goes to; it has to be all, in both directions."""
    sides = [run('tc', 'filter', 'show', 'dev', bridge, side, check=False).stdout for side in ('ingress', 'egress')]
    into, out = (sorted(re.findall(r'mirred .* to device ([^)]+)\)', side)) for side in sides)
    assert into == out, sides
    return into


def bridges():
    """The bridges of this host."""
    return sorted(path.parent.name for path in pathlib.Path('/sys/class/net').glob('*/bridge'))


def bridge_profiles():
    """The bridges that NetworkManager keeps a profile of."""
    lines = run('nmcli', '-g', 'TYPE,DEVICE', 'connection', 'show').splitlines()
    return sorted(line.partition(':')[2] for line in lines if line.startswith('bridge:'))


@contextlib.contextmanager
def polkit_rule(text, name='10-test.rules'):
    """A polkit rules file; in force inside, gone afterwards."""
    path = pathlib.Path('/etc/polkit-1/rules.d', name)
    loaded = 'Finished loading, compiling and executing'

    def change(action):
        before = log('polkitd').count(loaded)
        action()
        wait_until(lambda: log('polkitd').count(loaded) > before, what='polkitd to read its rules')
        settled()

    def settled():
        """polkitd may read twice for one change: wait until it has nothing more to read."""
        quiet_since, seen = time.monotonic(), log('polkitd').count(loaded)

        def quiet():
            nonlocal quiet_since, seen
            if (now := log('polkitd').count(loaded)) != seen:
                quiet_since, seen = time.monotonic(), now
            return time.monotonic() - quiet_since > 0.1
        wait_until(quiet)

    def write():
        new = path.with_suffix('.new')
        new.write_text(text)
        new.chmod(0o644)
        new.rename(path)

    change(write)
    try:
        yield
    finally:
        change(path.unlink)


def belongings(*bridges):
    """What somebody has in bridges of that name and in profiles for them."""
    whole = snapshot(*bridges)
    return whole['links'], {path: text for path, text in whole['profiles'].items() if any(name in path for name in bridges)}


def snapshot(*bridges):
    """What must not change of foreign bridges and of the profiles that somebody made, whoever it
    was; NetworkManager itself makes some, for links it only watches."""
    def link(name):
        link, = json.loads(run('ip', '-json', '-details', 'address', 'show', 'dev', name))
        addresses = sorted((each['local'], each['prefixlen']) for each in link['addr_info'])
        ports = sorted(os.listdir(f'/sys/class/net/{name}/brif'))
        return {key: link[key] for key in ('ifindex', 'address', 'mtu', 'flags')}, addresses, ports
    files = [path for folder in PROFILES if folder.exists() for path in folder.iterdir()]
    profiles = {str(path): hashlib.sha256(path.read_bytes()).hexdigest()
                for path in files if b'nm-generated=true' not in path.read_bytes()}
    return {'links': {name: link(name) for name in bridges}, 'profiles': profiles}


def nm_property(path, interface, name):
    """Of an object of NetworkManager's."""
    done = run('busctl', '--json=short', 'get-property', 'org.freedesktop.NetworkManager', path, interface, name)
    return json.loads(done)['data']


def nm_checkpoints():
    """Paths of those that NetworkManager has, whosever they are."""
    return nm_property('/org/freedesktop/NetworkManager', 'org.freedesktop.NetworkManager', 'Checkpoints')


class Daemon:
    """netwiringd of the installed build, started by the test itself and not by the bus."""

    def __init__(self, *arguments, env=None):
        self.command = [os.path.realpath(STATE / 'netwiringd'), '--verbose', *arguments]
        self.env = {**os.environ, 'ASAN_OPTIONS': 'abort_on_error=0:exitcode=99', **(env or {})}
        self.log_path = LOGS / 'netwiringd.log'
        self.process = None

    def start(self, wait=True):
        with open(self.log_path, 'ab') as output:
            self.process = subprocess.Popen(self.command, env=self.env, stdin=subprocess.DEVNULL,
                                            stdout=output, stderr=output)
        if wait:
            wait_until(self.ready, 20, 'netwiringd on the bus')
        return self

    def start_as_systemd(self):
        """Start it, and wait until it tells systemd that it is ready: how many seconds it took."""
        begin = time.monotonic()
        with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.settimeout(20)
            notify.bind(folder + '/notify')
            self.env['NOTIFY_SOCKET'] = folder + '/notify'
            try:
                self.start(wait=False)
                assert notify.recv(100) == b'READY=1'
            finally:
                del self.env['NOTIFY_SOCKET']
        return time.monotonic() - begin

    def ready(self):
        assert self.process.poll() is None, f'netwiringd ended at start: {self.log()[-2000:]}'
        # Its own pid: the bus may not have noticed the end of an earlier one yet.
        owner = run('busctl', '--json=short', 'call', 'org.freedesktop.DBus', '/org/freedesktop/DBus',
                    'org.freedesktop.DBus', 'GetConnectionUnixProcessID', 's', 'org.ovirt.NetWiring', check=False)
        return owner.returncode == 0 and json.loads(owner.stdout)['data'] == [self.process.pid]

    def stop(self):
        """End it as systemd would; it has to end well, and without a sanitizer's complaint."""
        self.process.terminate()
        status = self.process.wait(20)
        assert status == 0, f'netwiringd ended with {status}: {self.log()[-2000:]}'
        for word in ('AddressSanitizer', 'LeakSanitizer', 'runtime error:'):
            assert word not in self.log(), self.log()[self.log().index(word) - 200:][:4000]

    def kill(self):
        self.process.kill()
        self.process.wait()

    @contextlib.contextmanager
    def asleep(self):
        """It hears of what is done when that is done, of all at once."""
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)

    def log(self):
        return self.log_path.read_text(errors='replace') if self.log_path.exists() else ''
