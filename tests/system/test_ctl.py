# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""netwiringctl against the service itself, and every command line that the interfaces' comments promise."""

import contextlib
import json
import os
import pathlib
import pty
import pwd
import re
import signal
import subprocess

import pytest

import bus
import lab
import surface
from guests import net
from netwiring import CHECKPOINT, EMPTY, expect

MAC, OTHER_MAC = '52:54:00:6e:77:01', '52:54:00:6e:77:02'  # those of the examples
OK, OTHER, USAGE, TIMEOUT, CONFLICT, NOT_AUTHORIZED, NOT_FOUND = 0, 1, 2, 3, 5, 6, 10


def ctl(*words, status=OK, user='root', error=''):
    """Run netwiringctl: its output. error: what it has to say where status is not 0."""
    entry = pwd.getpwnam(user)
    done = subprocess.run(['netwiringctl', *words], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          user=entry.pw_uid, group=entry.pw_gid, extra_groups=[])
    assert done.returncode == status, f'{words}: {done.returncode}: {done.stderr}{done.stdout}'
    assert error in done.stderr and bool(done.stderr) == (status != OK), done.stderr
    return done.stdout


def ctl_json(*words, **options):
    return json.loads(ctl('--json=short', *words, **options))


@pytest.fixture(scope='module')
def daemon(guest, bridge):
    """VMs web1, which runs, web2, which is off, and frozen, which lets go of no card, on a foreign bridge."""
    bridge('br0', mtu=1450)
    bridge('br1')
    lab.add_nic('nic0', 'far0')
    web1 = guest('web1', net(bridge='br0', mac=MAC))
    guest('web2', net(bridge='br0', mac=OTHER_MAC), options=['--halted', '--no-start'])
    guest('frozen', net(bridge='br0'), options=['--halted'])
    daemon = lab.Daemon().start()
    web1.wait()
    yield daemon
    daemon.stop()
    lab.remove_link('nic0')


@pytest.fixture
def networks(nw):
    """Networks red and blue with bridges; gone after the test."""
    yield {name: nw.isolated(name, {'mtu': 1450}) for name in ('red', 'blue')}
    clean(nw)


def bring_home(nw):
    home = nw.find_network('br0')
    for card in nw.vm('web1')['Vnics'] + nw.vm('web2')['Vnics']:
        nw.update(card, {'network': home, 'linked': True})


def clean(nw):
    bring_home(nw)
    for path, interfaces in nw.client.objects().items():
        if interfaces.get(bus.NAME + '.Network', {}).get('Origin') == 'netwiring':
            if (attachment := nw.network(path)['Attachment']) != EMPTY:
                nw.remove_attachment(attachment)
            nw.delete_network(path)


def test_status(nw):
    text = ctl('status')
    assert re.search(r'^libvirt +connected$', text, re.M) and re.search(r'^VMs +3$', text, re.M)
    status = ctl_json('status', user='nobody')
    manager = nw.manager()
    assert {key: status[key] for key in manager} == manager
    assert status['Counts']['vNICs'] == 3


@pytest.mark.parametrize('kind, interface', [('vm', 'Vm'), ('vnic', 'Vnic'), ('network', 'Network'),
                                             ('attachment', 'Attachment')])
def test_lists(nw, networks, kind, interface):
    """Every object with all its properties, to everybody."""
    objects = {path: interfaces[f'{bus.NAME}.{interface}'] for path, interfaces in nw.client.objects().items()
               if f'{bus.NAME}.{interface}' in interfaces}
    listed = {each['Path']: each for each in ctl_json(kind, 'list', user='nobody')}
    assert set(listed) == set(objects)
    for path, properties in objects.items():
        assert set(properties) <= set(listed[path])
        assert listed[path]['Id'] == properties['Id']
        shown = ctl_json(kind, 'show', properties['Id'])
        assert set(shown) == set(listed[path])
        # Guests may say something new between the two.
        whole = f'{bus.NAME}.{interface}'
        assert bus.without_guests(whole, shown) == bus.without_guests(whole, listed[path])
    assert len(ctl(kind, 'list').splitlines()) == len(objects) + 1


def test_a_card_by_all_its_names(nw, networks):
    path = nw.vnic('web1')
    for name in ('web1/net0', MAC, MAC.upper(), nw.card(path)['Id']):
        assert ctl_json('vnic', 'show', name)['Path'] == path


def test_link_and_wire(nw, networks):
    path = nw.vnic('web1')
    assert 'web1/net0' in ctl('vnic', 'link', 'web1/net0', 'down')
    assert nw.card(path)['LinkState'] == 'down'
    assert ctl('-q', 'vnic', 'link', MAC, 'up') == '' and nw.card(path)['LinkState'] == 'up'
    ctl('vnic', 'wire', 'web1/net0', 'red')
    assert nw.card(path)['Network'] == networks['red']
    ctl('vnic', 'wire', 'web1/net0', 'blue', '--live-only')
    assert nw.card(path)['NextStart'] == {'network': networks['red']}
    assert 'red' in ctl('vnic', 'list', 'web1')
    ctl('vnic', 'wire', 'web1/net0', '--none')
    assert nw.card(path)['Network'] == EMPTY and nw.card(path)['State'] == 'unwired'
    with surface.unchanged(nw.client):
        assert 'nothing was changed' in ctl('vnic', 'wire', 'web1/net0', 'blue', '--dry-run')


def test_life_of_a_card(nw, networks):
    """Of a VM that runs: added, taken out, changed and put back in one operation, removed."""
    said = ctl_json('vnic', 'add', 'web1', '--network=red', '--name=spare', '--mac=52:54:00:00:00:01', '--unlinked')
    path = said['Path']
    assert said['Name'] == 'web1/spare'
    card = nw.card(path)
    assert (card['State'], card['Network'], card['MacAddress']) == ('unlinked', networks['red'], '52:54:00:00:00:01')
    ctl('vnic', 'remove', 'web1/spare', status=CONFLICT, error='ACTIVE_DEVICE')
    ctl('vnic', 'update', 'web1/spare', '--model=e1000', status=CONFLICT, error='CANNOT_PERFORM_HOT_UPDATE')
    ctl('vnic', 'unplug', 'web1/spare')
    assert re.search(r'^web1 +spare .* unplugged ', ctl('vnic', 'list', 'web1'), re.M)
    assert (nw.card(path)['Plugged'], nw.card(path)['Address']) == (False, '')
    ctl('vnic', 'update', '52:54:00:00:00:01', '--model=e1000', '--mac=52:54:00:00:00:02', '--network=blue', '--linked',
        '--isolated', '--plugged')
    card = nw.card(path)
    assert (card['State'], card['Network'], card['MacAddress'], card['Model'], card['PortIsolated']) == \
        ('active', networks['blue'], '52:54:00:00:00:02', 'e1000', True)
    ctl('vnic', 'update', 'web1/spare', '--no-isolated', '--name=other', '--unplugged', '--none')
    card = nw.card(path)
    assert (card['State'], card['Network'], card['Name'], card['PortIsolated']) == ('unplugged', EMPTY, 'other', False)
    ctl('vnic', 'plug', 'web1/other')
    assert nw.card(path)['State'] == 'unwired'
    ctl('vnic', 'unplug', 'web1/other')
    ctl('vnic', 'remove', 'web1/other')
    ctl('vnic', 'show', path.rpartition('/')[2].replace('_', '-'), status=NOT_FOUND, error='vnic')


def test_life_of_a_card_of_a_vm_that_is_off(nw, networks):
    with surface.unchanged(nw.client):
        assert ctl_json('vnic', 'add', 'web2', '--name=x', '--dry-run')['Path'] is None
    path = ctl_json('vnic', 'add', 'web2', '--unplugged', '--network=red', '--filter=clean-traffic',
                    '--filter-parameter=IP=10.0.0.1', '--filter-parameter=GW=10.0.0.2')['Path']
    card = nw.card(path)
    assert (card['State'], card['Filter']) == ('unplugged', 'clean-traffic')
    assert card['FilterParameters'] == {'IP': '10.0.0.1', 'GW': '10.0.0.2'}
    assert card['MacAddress'] not in lab.virsh('dumpxml', 'web2')
    ctl('vnic', 'plug', card['MacAddress'])
    assert nw.card(path)['State'] == 'inactive' and card['MacAddress'] in lab.virsh('dumpxml', 'web2')
    ctl('vnic', 'remove', card['MacAddress'])
    assert card['MacAddress'] not in lab.virsh('dumpxml', 'web2')


def test_mirrors(nw, networks):
    path = nw.vnic('web1')
    if 'mirroring' not in nw.manager()['Capabilities']:
        ctl('vnic', 'mirror', 'web1/net0', 'red', status=OTHER, error='kernel')
        return
    ctl('vnic', 'mirror', 'web1/net0', 'red', 'blue')
    assert set(nw.card(path)['MirroredNetworks']) == set(networks.values())
    assert 'red' in ctl('vnic', 'show', 'web1/net0')
    ctl('vnic', 'mirror', 'web1/net0', '--none')
    assert nw.card(path)['MirroredNetworks'] == []


def test_a_guest_that_does_not_let_go(nw):
    """Whoever waits at a terminal is told what for; the card stays."""
    master, slave = pty.openpty()
    process = subprocess.Popen(['netwiringctl', '--timeout=2', 'vnic', 'unplug', 'frozen/net0'], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=slave)
    os.close(slave)
    told = b''
    with contextlib.suppress(OSError):  # how the end of a terminal reads
        while text := os.read(master, 1000):
            told += text
    os.close(master)
    assert process.wait(10) == TIMEOUT
    assert b'waiting for the guest to let go of the card: 1 s' in told and b'netwiringctl: ' in told
    assert nw.card(nw.vnic('frozen'))['Plugged'] is True


def test_networks_and_attachments(nw):
    ctl('network', 'create', 'green', '--mtu=1400', '--description=a b', '--port-isolation')
    path = nw.find_network('green')
    made = nw.network(path)
    assert (made['Mtu'], made['Description'], made['PortIsolation']) == (1400, 'a b', True)
    assert ctl_json('attachment', 'add', 'green')['Path'] == nw.network(path)['Attachment']
    assert pathlib.Path('/sys/class/net/green').exists()
    ctl('network', 'update', 'green', '--mtu=1300', '--description=')
    assert pathlib.Path('/sys/class/net/green/mtu').read_text() == '1300\n'
    assert nw.network(path)['Description'] == ''
    ctl('network', 'delete', 'green', status=CONFLICT, error='green')
    ctl('attachment', 'remove', 'green')
    assert not pathlib.Path('/sys/class/net/green').exists()
    ctl('attachment', 'add', 'green', '--existing-bridge=br1')
    assert ctl_json('attachment', 'show', 'green')['Adopted'] is True
    ctl('attachment', 'remove', 'green')
    ctl('network', 'delete', 'green')
    ctl('network', 'show', 'green', status=NOT_FOUND, error='green')


def test_exit_codes(nw, networks):
    with surface.unchanged(nw.client):
        ctl('vm', 'show', 'nosuch', status=NOT_FOUND, error='nosuch')
        ctl('vnic', 'wire', 'web1/net0', 'nosuch', status=NOT_FOUND, error='nosuch')
        ctl('vnic', 'link', 'web1/net0', 'sideways', status=USAGE, error='sideways')
        ctl('frobnicate', status=USAGE, error='frobnicate')
        ctl('network', 'create', 'a b', status=USAGE, error='a b')
        ctl('network', 'create', 'red', status=CONFLICT, error='red')
        ctl('network', 'delete', 'br0', status=OTHER, error='br0')
        ctl('recover', 'previous', status=USAGE, error='nothing to recover')
        ctl('vnic', 'add', 'web2', '--mac=' + MAC, status=CONFLICT, error='MAC_ADDRESS_IN_USE')
        ctl('vnic', 'add', 'web1', '--name=net0', status=CONFLICT, error='NAME_ALREADY_IN_USE')
        ctl('vnic', 'add', 'web1', '--mac=nonsense', status=USAGE, error='mac-address')
        ctl('vnic', 'remove', 'web1/net0', status=CONFLICT, error='ACTIVE_DEVICE')
        for words in (['vnic', 'link', 'web1/net0', 'down'], ['vnic', 'add', 'web1'], ['vnic', 'unplug', 'web1/net0'],
                      ['vnic', 'plug', 'web1/net0'], ['vnic', 'remove', 'web1/net0'],
                      ['vnic', 'update', 'web1/net0', '--name=x'], ['vnic', 'mirror', 'web1/net0', 'red'], ['network', 'create', 'fresh'], ['attachment', 'remove', 'red']):
            ctl('--no-ask-password', *words, status=NOT_AUTHORIZED, user='nobody', error='org.ovirt.netwiring.')


def test_a_vm_that_does_not_answer(nw):
    pid = int(pathlib.Path('/run/libvirt/qemu/web1.pid').read_text())
    os.kill(pid, signal.SIGSTOP)
    try:
        ctl('--timeout=1', 'vnic', 'link', 'web1/net0', 'down', status=TIMEOUT, error='web1')
        ctl('vnic', 'link', 'web1/net0', 'up', status=CONFLICT, error='web1')
        assert ctl_json('vm', 'show', 'web1')['Responsive'] is False
    finally:
        os.kill(pid, signal.SIGCONT)
    lab.wait_until(lambda: nw.vm('web1')['Responsive'] and nw.card(nw.vnic('web1'))['LinkState'] == 'up', 20)


def test_monitor(nw, networks):
    output = lab.STATE / 'monitor'
    with open(output, 'wb') as file:
        process = subprocess.Popen(['netwiringctl', '--json=short', 'monitor'], stdin=subprocess.DEVNULL, stdout=file)
    try:
        def events():
            return [json.loads(line) for line in output.read_text().splitlines(keepends=True) if line.endswith('\n')]

        def flip():
            """The monitor does not say when it has begun."""
            nw.set_linked(nw.vnic('web1'), not nw.card(nw.vnic('web1'))['Linked'])
            return events()
        lab.wait_until(flip)
        nw.set_linked(nw.vnic('web1'), True)
        nw.set_network(nw.vnic('web1'), networks['red'])
        lab.wait_until(lambda: any(each['Changes'].get('Network', {}).get('Now', {}).get('Name') == 'red'
                                   for each in events() if each['Event'] == 'changed' and each['Name'] == 'web1/net0'))
    finally:
        process.terminate()
    assert process.wait(10) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)


# What one example needs, another has to have done.
FIRST = ['CreateNetwork', 'AttachNetwork']
LAST = ['Update', 'Remove', 'Delete']
REMOVE_CARD = bus.NAME + '.Vnic.Remove'


def rank(member):
    if member.title == REMOVE_CARD:
        return len(LAST) + 1
    return (FIRST.index(member.name) - len(FIRST) if member.name in FIRST
            else LAST.index(member.name) + 1 if member.name in LAST and member.interface != bus.NAME + '.Vnic' else 0)


class Examples:
    """The command lines of the comments, run as they stand there, by a shell that has their variables."""

    def __init__(self):
        lines = [line for interface in surface.members('interface')
                 for line in re.findall(r'^ *\$ ([A-Z]+=\$\(.*\))$', interface.comment, re.M)]
        self.definitions = {line.partition('=')[0]: line for line in lines}
        self.variables = {}

    def shell(self, line):
        return lab.run('bash', '-o', 'pipefail', '-c', line, check=False, env={**os.environ, **self.variables})

    def define(self, line):
        """The variables of a line, and of their definitions, as far as can be known by now."""
        for name in re.findall(r'\$([A-Z]+)', line):
            if self.variables.get(name, '/') == '/':
                self.define(self.definitions[name])
                done = self.shell(f'{self.definitions[name]} && echo "${name}"')
                if done.returncode == 0:
                    self.variables[name] = done.stdout.strip()

    def run(self, line):
        self.define(line)
        done = self.shell(line)
        return done.returncode, done.stdout + done.stderr


def test_every_example_works(nw):
    examples, ran = Examples(), 0
    nw.isolated('blue', {'mtu': 1450})
    nw.isolated('green')
    members = [member for kind in ('method', 'property') for member in surface.members(kind)]
    for member in sorted(members, key=rank):
        if rank(member) > 1:
            bring_home(nw)
        if member.interface == CHECKPOINT:
            # Each example decides one, of a cable that is pulled.
            nw.set_linked(nw.vnic('web1'), True)
            examples.variables.pop('CHECKPOINT', None)
        for line in (line.removeprefix('$ ') for line in member.examples()):
            status, text = examples.run(line)
            if member.name == 'Recover':
                # Right, but for a state that is degraded.
                assert status == 1 and 'nothing to recover' in text
            elif member.name == 'AcceptActual':
                # Right, but for an attachment that is out of sync.
                assert status == 1 and 'not out of sync' in text
            else:
                assert status == 0, f'{line}: {text}'
            ran += 1
        nw.roll_back_all()
    assert set(examples.variables) == set(examples.definitions)
    assert ran >= len(members)
    expect('NotFound', nw.find_network, 'red')
    # What the examples added takes the place of what they removed.
    added = nw.vnic('web1')
    nw.unplug(added)
    nw.update(added, {'mac-address': MAC, 'name': 'net0', 'plugged': True})
    clean(nw)


def test_the_signals_example(nw):
    lines = {line for signal_ in surface.members('signal') for line in signal_.examples()}
    for line in lines:
        output = lab.STATE / 'busctl'
        with open(output, 'wb') as file:
            process = subprocess.Popen(line.removeprefix('$ ').split(), stdin=subprocess.DEVNULL, stdout=file, stderr=file)
        try:
            def flip():
                nw.set_linked(nw.vnic('web1'), not nw.card(nw.vnic('web1'))['Linked'])
                return 'PropertiesChanged' in output.read_text(errors='replace')
            lab.wait_until(flip)
        finally:
            process.terminate()
            process.wait(10)
    assert lines
