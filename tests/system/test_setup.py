# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Much of the host in one transaction, with the real NetworkManager, while guests on other networks ping."""

import contextlib
import pathlib
import re
import subprocess
import time

import pytest

import bus
import faults
import lab
import surface
from guests import Ping, net
from netwiring import CHECKPOINT, EMPTY, MANAGER, expect, settings

NAMES = ('red', 'blue', 'green', 'grey')


@pytest.fixture(scope='module')
def pair(networks, guest):
    """Two guests on network a, which no request names."""
    one, two = (guest(name, net(bridge='a', ip=f'10.0.0.{number}/24')) for number, name in enumerate(('one', 'two'), 1))
    for each in (one, two):
        each.wait()
    return one, two


@pytest.fixture
def colours(nw):
    """Four networks, not attached; gone after the test."""
    paths = {name: nw.create_network(name) for name in NAMES}
    yield paths
    nw.roll_back_all()
    attached = [name for name, path in paths.items() if nw.network(path)['Attachment'] != EMPTY]
    nw.set_up({'removed_attachments': attached} if attached else {})
    for path in paths.values():
        nw.delete_network(path)


def wanted(*names):
    return {'attachments': [{'network': name} for name in names]}


def words(steps):
    return [(step['do'], step['from'] or step['to']) for step in steps]


def test_one_transaction(nw, colours, pair):
    nw.set_up(wanted('grey'))
    nw.client.listen()
    request = {**wanted('red', 'blue'), 'removed_attachments': ['grey']}
    with Ping(pair[0], '10.0.0.2') as ping:
        planned = nw.set_up(request, dry_run=True)
        assert nw.attached(colours) == ['grey'] and not nw.client.signals
        done = nw.set_up(request)
        assert nw.attached(colours) == ['red', 'blue']
        ping.wait_answers(5)
    assert ping.lost == []
    assert planned == done and done['checkpoint'] == EMPTY
    assert words(done['steps']) == [
        ('delete-bridge', 'grey'), ('create-bridge', 'red'), ('create-bridge', 'blue'),
        ('detach', 'grey'), ('attach', 'red'), ('attach', 'blue')]
    assert sorted(done['changed']) == sorted(colours[name] for name in ('red', 'blue', 'grey'))
    assert all(nw.attachment(nw.network(colours[name])['Attachment'])['State'] == 'active' for name in ('red', 'blue'))


def test_what_is_so_already(nw, colours):
    nw.set_up(wanted('red', 'blue'))
    nw.client.listen()
    with surface.unchanged(nw.client):
        assert nw.set_up(wanted('red', 'blue')) == {'checkpoint': EMPTY, 'steps': [], 'changed': []}
        assert nw.set_up({}) == {'checkpoint': EMPTY, 'steps': [], 'changed': []}
    assert not nw.client.signals


def test_all_that_is_wrong_at_once(nw, colours, pair):
    with surface.unchanged(nw.client):
        text = expect('NotFound', nw.set_up, {
            'attachments': [{'network': 'red', 'existing_bridge': 'lo'}, {'network': 'blue', 'colour': 'b'},
                            {'network': 'nowhere'}, {'network': 'green'}],
            'removed_attachments': ['a', 'grey']}).split('\n')
    assert len(text) == 5
    for line, part in zip(text, ('removed-attachments 2: there is no attachment', 'attachments 2: unknown key',
                                 'attachments 3: network: there is no', 'running VMs use it: ', 'lo is not a bridge')):
        assert part in line
    assert 'one' in text[3] and 'two' in text[3]


def test_vms_that_are_off_are_named(nw, colours, guest):
    nw.set_up(wanted('red'))
    off = guest('off', net(bridge='red'), options=['--halted', '--no-start'])
    lab.wait_until(lambda: nw.network(colours['red'])['Vnics'])
    steps = nw.set_up({'removed_attachments': [nw.network(colours['red'])['Attachment']]})['steps']
    assert steps[-1]['vms'] == ['off']
    off.remove()
    lab.wait_until(lambda: not nw.network(colours['red'])['Vnics'])


def test_a_step_that_fails(nw, colours, pair):
    """NetworkManager has a profile of somebody's for the last bridge: the first two go again, the one that
    was taken away comes back."""
    nw.set_up(wanted('grey'))
    lab.run('nmcli', 'connection', 'add', 'type', 'bridge', 'con-name', 'theirs', 'ifname', 'green',
            'connection.autoconnect', 'no', 'ipv4.method', 'disabled', 'ipv6.method', 'disabled')
    before = nw.network(colours['grey'])
    with surface.put_back('grey'), Ping(pair[0], '10.0.0.2') as ping:
        text = expect('AlreadyExists', nw.set_up, {**wanted('red', 'blue', 'green'), 'removed_attachments': ['grey']})
        ping.wait_answers(5)
    assert 'theirs' in text and ping.lost == []
    assert nw.network(colours['grey']) == before
    assert nw.attached({name: path for name, path in colours.items() if name != 'green'}) == ['grey']
    assert 'green' not in lab.bridges()
    lab.run('nmcli', 'connection', 'delete', 'theirs')


def start(nw, request):
    return nw.start(bus.ROOT, MANAGER + '.SetupNetworks', '(a{sv}a{sv})', settings(request))


def test_networkmanager_killed_in_the_middle(nw, colours, pair):
    request = {**wanted('red', 'blue'), 'removed_attachments': ['grey']}
    with Ping(pair[0], '10.0.0.2') as ping:
        for step in range(6):
            nw.set_up(wanted('grey'))
            before = surface.kept('grey')
            call = start(nw, request)
            time.sleep(0.03 * step)     # the moment is the point: no event marks it
            faults.kill_networkmanager(nw, call)
            lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected'
                           and '[entry-' not in faults.journal(), 30)
            expected = ['red', 'blue'] if call.reply else ['grey']
            lab.wait_until(lambda: nw.attached(colours) == expected, what=f'{call.error} after {step}')
            assert call.reply or surface.kept('grey') == before
            nw.set_up({'removed_attachments': expected})
    assert ping.lost == []


def test_the_service_killed_in_the_middle(nw, colours, pair, daemon, client):
    request = {**wanted('red', 'blue'), 'removed_attachments': ['grey']}
    with Ping(pair[0], '10.0.0.2') as ping:
        for step in range(6):
            nw.set_up(wanted('grey'))
            before = surface.kept('grey')
            start(nw, request)
            time.sleep(0.03 * step)     # likewise
            daemon.kill()
            daemon.start()
            lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected'
                           and '[entry-' not in faults.journal(), 30)
            lab.wait_until(lambda: nw.attached(colours) in (['grey'], ['red', 'blue']))
            there = nw.attached(colours)
            assert there != ['grey'] or surface.kept('grey') == before
            nw.set_up({'removed_attachments': there})
    assert ping.lost == []


# until somebody confirms it

PATIENCE = 3    # s, a deadline
REQUEST = {'attachments': [{'network': 'red'}, {'network': 'blue'}], 'removed_attachments': ['grey']}


def decide(nw, path, verdict):
    nw.start(path, f'{CHECKPOINT}.{verdict}', '(a{sv})').result()


def wait_rolled_back(nw, colours, path):
    lab.wait_until(lambda: nw.checkpoint(path)['State'] == 'rolled-back', 20)
    lab.wait_until(lambda: nw.attached(colours) == ['grey'])


def test_confirmed(nw, colours):
    nw.set_up(wanted('grey'))
    checkpoint = nw.set_up(REQUEST, confirm_timeout=600)['checkpoint']
    assert nw.attached(colours) == ['red', 'blue'] and nw.checkpoint(checkpoint)['State'] == 'pending'
    for call in (lambda: nw.attach(colours['green']), lambda: nw.create_network('more'),
                 lambda: nw.set_up(wanted('green'), confirm_timeout=60)):
        assert checkpoint.rpartition('/')[2] in expect('Busy', call)
    decide(nw, checkpoint, 'Commit')
    assert nw.attached(colours) == ['red', 'blue'] and '[entry-' not in faults.journal()
    nw.attach(colours['green'])


def test_nobody_confirms(nw, colours, pair):
    nw.set_up(wanted('grey'))
    with surface.put_back('grey'), Ping(pair[0], '10.0.0.2') as ping:
        checkpoint = nw.set_up(REQUEST, confirm_timeout=PATIENCE)['checkpoint']
        wait_rolled_back(nw, colours, checkpoint)
        ping.wait_answers(5)
    assert ping.lost == []


def test_a_guest_went_there_meanwhile(nw, colours, pair, networks):
    nw.set_up(wanted('grey'))
    checkpoint = nw.set_up(REQUEST, confirm_timeout=600)['checkpoint']
    tap = nw.card(nw.vnic('one'))['HostDevice']
    nw.set_network(nw.vnic('one'), colours['red'])
    assert lab.master(tap) == 'red'
    decide(nw, checkpoint, 'Rollback')
    wait_rolled_back(nw, colours, checkpoint)
    assert lab.master(tap) == 'nw-unwired' and nw.card(nw.vnic('one'))['Network'] == EMPTY
    nw.set_network(nw.vnic('one'), networks['a'])
    assert lab.master(tap) == 'a'
    lab.wait_until(lambda: pair[0].pings('10.0.0.2') == 3)


def test_somebody_changed_it_meanwhile(nw, colours):
    nw.set_up(wanted('grey'))
    checkpoint = nw.set_up(REQUEST, confirm_timeout=600)['checkpoint']
    lab.run('ip', 'link', 'add', 'theirs0', 'type', 'veth', 'peer', 'name', 'theirs1')
    lab.run('ip', 'link', 'set', 'theirs0', 'master', 'red')
    nw.client.listen()
    decide(nw, checkpoint, 'Rollback')
    lab.wait_until(lambda: nw.attached(colours) == ['red', 'grey'])
    events = [values[1:] for _path, _interface, member, values in nw.client.signals if member == 'Event']
    assert [event[0] for event in events if 'interface red' in event[-1]] == ['checkpoint-rollback-left-alone']
    assert lab.master('theirs0') == 'red'
    lab.remove_link('theirs0')


@pytest.mark.parametrize('whom', ['service', 'NetworkManager', 'both'])
def test_killed_before_the_deadline(nw, colours, pair, daemon, whom):
    nw.set_up(wanted('grey'))
    with surface.put_back('grey'), Ping(pair[0], '10.0.0.2') as ping:
        checkpoint = nw.set_up(REQUEST, confirm_timeout=PATIENCE)['checkpoint']
        deadline = nw.checkpoint(checkpoint)['Deadline']
        if whom != 'NetworkManager':
            daemon.kill()
        if whom != 'service':
            lab.service('NetworkManager', 'kill')
            lab.service('NetworkManager', 'start')
        if whom != 'NetworkManager':
            daemon.start()
        assert nw.checkpoint(checkpoint)['Deadline'] == deadline
        wait_rolled_back(nw, colours, checkpoint)
        assert time.time() * 1e6 > deadline
        ping.wait_answers(5)
    assert ping.lost == []


@pytest.fixture
def nic7(nw):
    lab.add_nic('nic7', 'far7')
    nw.wait_nics('nic7', 'far7')
    yield
    lab.remove_link('nic7')


@contextlib.contextmanager
def heard(path, *links):
    """What the kernel says of links meanwhile: a list of lines, whole at the end."""
    lines = []
    with open(path, 'w') as out, subprocess.Popen(['ip', '-o', 'monitor', 'link'], stdout=out) as monitor:
        lab.wait_until(lambda: f' {monitor.pid} ' in pathlib.Path('/proc/net/netlink').read_text(), what='ip to listen')
        try:
            yield lines
        finally:
            monitor.terminate()
    lines += [line for line in pathlib.Path(path).read_text().splitlines() if any(f' {link}: ' in line for link in links)]


def change_and_break(nw, how, request, daemon):
    """Has the request put back, one way or another."""
    if how == 'step':
        lab.run('nmcli', 'connection', 'add', 'type', 'bridge', 'con-name', 'theirs', 'ifname', 'red',
                'connection.autoconnect', 'no', 'ipv4.method', 'disabled', 'ipv6.method', 'disabled')
        expect('AlreadyExists', nw.set_up, request)
        lab.run('nmcli', 'connection', 'delete', 'theirs')
        return
    checkpoint = nw.set_up(request, confirm_timeout=PATIENCE)['checkpoint']
    assert lab.master('nic7') == 'a'
    if how == 'NetworkManager':
        lab.service('NetworkManager', 'kill')
        lab.service('NetworkManager', 'start')
    if how == 'service':
        daemon.kill()
        daemon.start()
    lab.wait_until(lambda: nw.checkpoint(checkpoint)['State'] == 'rolled-back', 30)


@pytest.mark.parametrize('how', ['deadline', 'step', 'service', 'NetworkManager'])
def test_guests_stay_on_a_bridge_that_is_touched(nw, colours, pair, daemon, nic7, tmp_path, how):
    taps = [each.card().tap for each in pair]
    request = {'attachments': [{'network': 'a', 'nic': 'nic7'}, {'network': 'red'}]}
    with surface.put_back('red'), heard(tmp_path / 'links', *taps) as lines:
        change_and_break(nw, how, request, daemon)
        lab.wait_until(lambda: lab.master('nic7') == '' and nw.attached(colours) == [])
    assert [lab.master(tap) for tap in taps] == ['a', 'a']
    assert [line for line in lines if ' master a ' not in line] == []


# until the host starts anew

RUN = pathlib.Path('/run/NetworkManager/system-connections')
HOST_INI = pathlib.Path('/var/lib/netwiring/host.ini')


def test_gone_after_a_reboot(nw, colours, daemon):
    """A lab does not boot: what a boot leaves is made by hand, NetworkManager's memory empty, another boot's
    mark in the store."""
    nw.set_up(wanted('red'), persist=False)
    nw.set_up(wanted('blue'))
    path = nw.network(colours['red'])['Attachment']
    assert not nw.attachment(path)['Persistent']
    assert nw.attachment(nw.network(colours['blue'])['Attachment'])['Persistent']
    assert list(RUN.glob('netwiring-red*')) and not list(RUN.glob('netwiring-blue*'))
    nw.update_network(colours['red'], {'mtu': 1400})
    assert list(RUN.glob('netwiring-red*')) and 'netwiring-red' not in str(list(lab.PROFILES[0].glob('netwiring-*')))
    daemon.kill()
    lab.service('NetworkManager', 'kill')
    lab.service('NetworkManager', 'start')
    daemon.start()
    assert nw.attached(colours) == ['red', 'blue'] and nw.attachment(path)['State'] == 'active'
    daemon.stop()
    lab.run('nmcli', 'connection', 'delete', 'netwiring-red')
    HOST_INI.write_text(re.sub('boot=.*', 'boot=another', HOST_INI.read_text()))
    daemon.start()
    assert nw.attached(colours) == ['blue']
