# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The lab from outside: it leaves the machine as it was, however it ends."""

import os
import pathlib
import signal
import subprocess
import time

import pytest

LAB = str(pathlib.Path(__file__).resolve().parents[1] / 'lab')
BUSY = 'ip link add foreign0 type bridge && "$0" guest sleeper && echo "$(hostname) up" && exec sleep 60'
WATCHED = ['/etc/resolv.conf', '/etc/passwd', '/etc/group', '/etc/libvirt/qemu.conf']
FOLDERS = ['/run', '/var/lib/libvirt', '/etc/libvirt/qemu', '/etc/NetworkManager/system-connections',
           '/usr/share/polkit-1/actions', '/usr/share/dbus-1/system.d', '/etc/NetworkManager/conf.d']


def processes(namespace):
    """Processes of a PID namespace, seen from here."""
    found = []
    for path in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            if os.readlink(path / 'ns/pid') == namespace:
                found.append((path / 'cmdline').read_text())
        except OSError:
            continue
    return found


def lab(*command, **options):
    """Whoever runs the tests may ignore signals, SIGHUP with nohup: the lab does not."""
    env = {**os.environ, 'NW_BUILD_DIR': 'none'}
    return subprocess.Popen(['env', '--default-signal', LAB, 'run', *command], env=env, stdin=subprocess.DEVNULL,
                            text=True, **options)


def machine():
    """What a lab could have left behind."""
    contents = {path: pathlib.Path(path).read_bytes() for path in WATCHED if os.path.exists(path)}
    links = sorted(os.listdir('/sys/class/net'))
    mounts = [line for line in pathlib.Path('/proc/self/mounts').read_text().splitlines() if 'netwiring' in line]
    folders = {path: sorted(os.listdir(path)) for path in FOLDERS if os.path.exists(path)}
    return contents, links, mounts, folders, sorted(name for name in os.listdir('/tmp') if 'netwiring' in name)


@pytest.mark.parametrize('name, status', [
    ('SIGINT', 130), ('SIGTERM', 143), ('SIGHUP', 129), ('SIGKILL', -9)])
def test_nothing_is_left_after_a_signal(name, status):
    before = machine()
    host = lab('bash', '-c', 'readlink /proc/self/ns/pid && ' + BUSY, LAB, stdout=subprocess.PIPE)
    try:
        namespace = host.stdout.readline().strip()
        assert host.stdout.readline() == 'netwiring-lab up\n'
        assert any('qemu-system' in each for each in processes(namespace))
        host.send_signal(getattr(signal, name))
        assert host.wait(10) == status
    finally:
        host.kill()
    deadline = time.monotonic() + (5 if name == 'SIGKILL' else 0)
    while (left := processes(namespace)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert left == []
    assert machine() == before


@pytest.mark.parametrize('command, status', [('true', 0), ('exit 7', 7), ('kill -KILL $$', 137)])
def test_the_status_is_that_of_the_command(command, status):
    assert lab('bash', '-c', command).wait(30) == status


def test_changes_stay_inside():
    before = machine()
    host = lab('bash', '-c', 'echo nameserver 192.0.2.1 >/etc/resolv.conf; useradd carol; touch /usr/bin/x /var/y')
    assert host.wait(30) == 0
    assert machine() == before
    assert not os.path.exists('/usr/bin/x') and not os.path.exists('/var/y')


def test_labs_run_side_by_side():
    script = 'ip link add lab0 type bridge && "$0" guest same --halted --net bridge=lab0 && virsh -q list --name'
    hosts = [lab('bash', '-c', script, LAB, stdout=subprocess.PIPE) for _ in range(2)]
    for host in hosts:
        assert host.communicate(timeout=60)[0].split() == ['same']
