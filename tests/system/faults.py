# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What goes wrong on a host, made to order: a qemu that stops, a daemon that is killed in a system call."""

import configparser
import contextlib
import os
import pathlib
import re
import signal
import subprocess
import time

from lab import run, service, wait_until

STORE = pathlib.Path('/var/lib/netwiring')


def qemu_pid(name):
    return int(pathlib.Path(f'/run/libvirt/qemu/{name}.pid').read_text())


def stop(name):
    """The guest's qemu does not run on, and answers nobody."""
    pid = qemu_pid(name)
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: re.search(r'\) (.)', pathlib.Path(f'/proc/{pid}/stat').read_text())[1] == 'T', 5)


def resume(name):
    os.kill(qemu_pid(name), signal.SIGCONT)


@contextlib.contextmanager
def being_saved(name):
    """A managed save begins, and waits for a qemu that does not answer; it is done at the end."""
    stop(name)
    process = subprocess.Popen(['virsh', '-q', 'managedsave', name], stdin=subprocess.DEVNULL)
    try:
        yield
    finally:
        resume(name)
        assert process.wait(60) == 0


@contextlib.contextmanager
def no_mirrors(bridge):
    """A queue of somebody else's is where the filters of mirrors need one."""
    run('tc', 'qdisc', 'add', 'dev', bridge, 'ingress')
    try:
        yield
    finally:
        run('tc', 'qdisc', 'del', 'dev', bridge, 'ingress')


def kill_networkmanager(nw, call):
    """NetworkManager dies while a call goes on, and is started again when the call has ended of it."""
    pid = int(service('NetworkManager', 'pid'))
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not pathlib.Path('/proc', str(pid)).exists())
    wait_until(call.done, 30)
    wait_until(lambda: nw.manager()['HostNetworkState'] == 'disconnected')
    service('NetworkManager', 'start')


def seconds(call):
    """How long call() takes."""
    begin = time.monotonic()
    call()
    return time.monotonic() - begin


def read_ini(path):
    """A file of groups and keys, {} when it is not there."""
    ini = configparser.RawConfigParser(delimiters='=', comment_prefixes='#')
    ini.optionxform = str
    ini.read(path)
    return {name: dict(ini[name]) for name in ini.sections()}


def journal():
    """What has begun and is not finished, '' when there is no file."""
    path = STORE / 'journal.ini'
    return path.read_text() if path.exists() else ''


def wait_kept_unplugging(vnic_id):
    """It is written a moment after the answer that the guest has not let go of that card."""
    wait_until(lambda: f'unplugging-{vnic_id}' in read_ini(STORE / 'unplugging.ini'), 10, 'unplugging.ini')


def wait_back(nw, seconds=15):
    """Whoever was away: both backends are there again, and nothing is half done."""
    wait_until(lambda: nw.manager()['HypervisorState'] == 'connected'
               and nw.manager()['HostNetworkState'] == 'connected', seconds, 'both backends')
    wait_until(lambda: '[entry-' not in journal(), 10, 'the journal to be empty')
