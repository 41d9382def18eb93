# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Everything that can be called, taken from the contract, so that tests cover what is added to it; and
everything that a call might change."""

import contextlib
import itertools
import json
import pathlib
import sys
import time

from gi.repository import GLib

import bus
import lab

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / 'tests/contract'))
from contract import interfaces  # noqa: E402

CHANGES = 'a(oa{sv})'
STORE = pathlib.Path('/var/lib/netwiring')


def members(kind):
    """Methods, properties or signals of all interfaces."""
    return [member for _file, found in interfaces(SOURCE) for member in found if member.kind == kind]


def changing_methods():
    return [method for method in members('method') if method.annotation(bus.NAME + '.Action') != 'public']


def key_variants(method, argument, samples):
    """What an a{sv} argument may be: nothing, each key alone, all of them."""
    if argument.get('name') == 'options':
        return [{}]
    values = {key: GLib.Variant(kind, samples[key]) for key, kind in (method.keys(argument) or {}).items()}
    alone = [{key: value} for key, value in values.items()]
    return [{}, *alone, *([values] if len(values) > 1 else [])]


def right_arguments(method, samples):
    """Every sensible set of arguments: (signature, values). samples: argument or key -> value, with
    METHOD.ARGUMENT where one method needs another value than the rest; object is a card."""
    arguments = method.arguments()
    choices = []
    for argument in arguments:
        name, kind = argument.get('name'), argument.get('type')
        if kind == 'a{sv}':
            choices.append(key_variants(method, argument, samples))
        elif kind == CHANGES:
            choices.append([[(samples['object'], changes)] for changes in key_variants(method, argument, samples)])
        else:
            choices.append([samples.get(f'{method.name}.{name}', samples.get(name))])
            assert choices[-1] != [None], f'{method.title}: no sample for argument {name}'
    signature = '(' + ''.join(argument.get('type') for argument in arguments) + ')'
    return [(signature, values) for values in itertools.product(*choices)]


def snapshot():
    """What libvirt, NetworkManager, the kernel and the store have: all that a call could change."""
    def link(each):
        slave = each.get('linkinfo', {}).get('info_slave_data', {})
        addresses = sorted((a['local'], a['prefixlen']) for a in each['addr_info'] if a['scope'] != 'link')
        return {**{key: each.get(key) for key in ('ifindex', 'mtu', 'master', 'address')},
                'up': 'UP' in each['flags'], 'isolated': slave.get('isolated'), 'addresses': addresses}
    domains = lab.virsh('list', '--all', '--name').split()
    files = {str(path): path.read_bytes() for folder in (*lab.PROFILES, STORE) if folder.exists()
             for path in folder.rglob('*') if path.is_file() and path.name != 'guest.ini'}
    return {
        'links': {each['ifname']: link(each)
                  for each in json.loads(lab.run('ip', '-json', '-details', 'address', 'show'))},
        'domains': {(name, *options): lab.virsh('dumpxml', name, *options)
                    for name in domains for options in ((), ('--inactive',))},
        # NetworkManager itself makes some, for links it only watches.
        'files': {path: text for path, text in files.items() if b'nm-generated=true' not in text},
    }


HISTORY = ('counters.ini', 'history.ini', 'host.ini.previous', 'journal.ini')


def kept(*bridges):
    """snapshot() without what tells how it came about, and without what bridges have of their own, which may be made
    anew."""
    now = snapshot()
    links = {name: {**link, 'ifindex': 0, 'address': ''} if name in bridges else link for name, link in now['links'].items()}
    files = {path: text for path, text in now['files'].items() if not path.endswith(HISTORY)}
    return {**now, 'links': links, 'files': files}


@contextlib.contextmanager
def put_back(*bridges):
    """All of that is at the end as it was."""
    before = kept(*bridges)
    yield
    after = kept(*bridges)
    assert after == before, '; '.join(differences(before, after))


def picture(client):
    """What the service says of everything, but for what guests say, and checkpoints that are decided, which it forgets
    in its time."""
    checkpoint = bus.NAME + '.Checkpoint'
    objects = {path: each for path, each in client.objects().items()
               if each.get(checkpoint, {'State': 'pending'})['State'] == 'pending'}
    return objects, client.get_all(bus.ROOT, bus.NAME + '.Manager')


def written():
    """Whether what was counted is in its file, which is written at most once a second."""
    try:
        return time.time() - (STORE / 'counters.ini').stat().st_mtime > 1.2
    except FileNotFoundError:       # there is nothing to tell
        return True


@contextlib.contextmanager
def unchanged(client):
    """Nothing of all that is different at the end."""
    lab.wait_until(written)
    before = snapshot(), picture(client)
    yield
    after = snapshot(), picture(client)
    assert after == before, '; '.join(differences(before, after))


def differences(one, other, where=''):
    """Where two values of dictionaries and tuples differ."""
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        one, other = dict(enumerate(one)), dict(enumerate(other))
    if not (isinstance(one, dict) and isinstance(other, dict)):
        if one != other:
            yield f'{where}: {one!r} -> {other!r}'
        return
    for key in {**one, **other}:
        yield from differences(one.get(key), other.get(key), f'{where}/{key}')


def rss(pid, field='VmRSS'):
    """Memory of a process, in MiB; VmHWM is its peak."""
    status = pathlib.Path('/proc', str(pid), 'status').read_text()
    return int(status.partition(field + ':')[2].split()[0]) / 1024


def reset_peak(pid):
    """From now on VmHWM counts anew."""
    with open(f'/proc/{pid}/clear_refs', 'w', encoding='ascii') as file:
        file.write('5')


def allowed_rss(pid, mebibytes):
    """A limit for the memory of a process; what a sanitizer keeps of freed memory is its own."""
    sanitized = 'libasan' in pathlib.Path('/proc', str(pid), 'maps').read_text()
    return mebibytes + (400 if sanitized else 0)
