#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""labels.py: what a label with 50 networks costs, added and removed, against as many bridge profiles of nmcli, one
after the other, and against the kernel's part of it: one request a bridge, as NetworkManager asks, and one for all,
which is the least that it can cost. Runs inside "tests/lab run"; see CONTRIBUTING.md."""

import pathlib
import statistics
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'system'))
import bus  # noqa: E402
import lab  # noqa: E402
from netwiring import NetWiring  # noqa: E402

ROUNDS, LABEL = 5, 'many'
NAMES = [f'n{number}' for number in range(50)]
PROFILE = ('type', 'bridge', 'ipv4.method', 'disabled', 'ipv6.method', 'disabled', 'bridge.stp', 'no')
LIMIT = 1 / 5       # of nmcli
GROUP = '7777'      # of links


def seconds(action):
    """How long it takes until the bridges are as it wants them."""
    begun = time.monotonic()
    wanted = action()
    lab.wait_until(lambda: [name in lab.bridges() for name in NAMES] == [wanted] * len(NAMES), 30)
    return time.monotonic() - begun


def add_profiles():
    for name in NAMES:
        lab.run('nmcli', 'connection', 'add', 'con-name', name, 'ifname', name, 'connection.autoconnect', 'no', *PROFILE)
        lab.run('nmcli', 'connection', 'up', name)
    return True


def remove_profiles():
    for name in NAMES:
        lab.run('nmcli', 'connection', 'delete', name)
    return False


def change_links(verb, *rest):
    """In one process, one request after the other."""
    lines = (' '.join(('link', verb, name, *rest)) for name in NAMES)
    subprocess.run(['ip', '-batch', '-'], input='\n'.join(lines) + '\n', text=True, check=True)


def add_links():
    change_links('add', 'up', 'type', 'bridge')
    return True


def remove_links():
    change_links('delete')
    return False


def add_links_in_group():
    change_links('add', 'up', 'group', GROUP, 'type', 'bridge')
    return True


def remove_group():
    lab.run('ip', 'link', 'delete', 'group', GROUP)
    return False


def make_contenders(nw):
    labels = []

    def add():
        labels.append(nw.add_label(LABEL))
        return True

    def remove():
        nw.remove_label(labels.pop())
        return False
    return {'ours': (add, remove), 'nmcli': (add_profiles, remove_profiles), 'kernel': (add_links, remove_links),
            'at once': (add_links_in_group, remove_group)}


def found(nw):
    """The bridges that the service knows without being ours."""
    return {properties[bus.NAME + '.Network']['Bridge'] for properties in nw.client.objects().values()
            if properties.get(bus.NAME + '.Network', {}).get('Origin') == 'host'}


def main():
    daemon = lab.Daemon().start()
    nw = NetWiring(bus.Client())
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected')
    for name in NAMES:
        nw.create_network(name, {'label': LABEL})
    contenders = make_contenders(nw)
    times = {(name, verb): [] for name in contenders for verb in ('add', 'remove')}
    for _ in range(ROUNDS):
        for name, (add, remove) in contenders.items():
            lab.wait_until(lambda: not found(nw) & set(NAMES), what='the service to hear what the others took away')
            times[name, 'add'].append(seconds(add))
            times[name, 'remove'].append(seconds(remove))
    for name in contenders:
        times[name, 'both'] = [sum(each) for each in zip(times[name, 'add'], times[name, 'remove'])]
    for (name, verb), each in times.items():
        print(f'{verb:8}{name:8}{statistics.median(each):8.3f} s of', *(f'{value:.3f}' for value in each))
    median = {key: statistics.median(each) for key, each in times.items()}
    for verb in ('add', 'remove', 'both'):
        ratio, least = (median[name, verb] / median['nmcli', verb] for name in ('ours', 'at once'))
        print(f'{verb:8}ours / nmcli {ratio:.3f} of {LIMIT}: {"PASS" if ratio <= LIMIT else "MISS"}; '
              f'the kernel alone, at once: {least:.3f}')
    daemon.stop()


if __name__ == '__main__':
    main()
