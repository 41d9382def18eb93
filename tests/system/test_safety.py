# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""netwiringd ends while a change is to be confirmed, or in the middle of one, and nobody starts it: then
NetworkManager's own checkpoint, beside our journal, gives this host back what it is reached by."""

import json

import pytest

import bus
import faults
import lab
import surface
from guests import net
from netwiring import EMPTY, NetWiring, expect
from office import (addresses, is_office, network, nic0, office, office_profile, reaches,  # noqa: F401
                    routes)

NM = 'org.freedesktop.NetworkManager'
NM_PATH = '/org/freedesktop/NetworkManager'
TAKEN = {'network': 'red', 'nic': 'nic0', 'take_addresses': True}


def nm_call(method, *arguments):
    return lab.run('busctl', '--json=short', 'call', NM, NM_PATH, NM, method, *arguments)


def device(name):
    return json.loads(nm_call('GetDeviceByIpIface', 's', name))['data'][0]


def guarded():
    """Names of the interfaces that NetworkManager's only checkpoint would give back; None without one."""
    paths = lab.nm_checkpoints()
    if not paths:
        return None
    devices = lab.nm_property(paths[0], NM + '.Checkpoint', 'Devices')
    return sorted(lab.nm_property(each, NM + '.Device', 'Interface') for each in devices)


def let_time_pass():
    """As if all its time had passed."""
    path, = lab.nm_checkpoints()
    nm_call('CheckpointAdjustRollbackTimeout', 'ou', path, '1')
    lab.wait_until(lambda: not lab.nm_checkpoints())


@pytest.fixture(autouse=True)
def none_left(daemon):
    """Every test ends with netwiringd running, and without a checkpoint of NetworkManager's."""
    yield
    lab.wait_until(lambda: not lab.nm_checkpoints())


def roll_back(checkpoint):
    """As somebody who starts the service at last; root's view of it."""
    nw = NetWiring(bus.Client())
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == nw.manager()['HypervisorState'] == 'connected')
    nw.start(checkpoint, bus.NAME + '.Checkpoint.Rollback', '(a{sv})').result()
    assert nw.checkpoint(checkpoint)['State'] == 'rolled-back' and '[entry-' not in faults.journal()
    return nw


def test_decided(nw, office, network):
    """It is there as long as ours, and of nothing else; what was committed stays."""
    network('red')
    checkpoint = nw.set_up({'attachments': [TAKEN]}, confirm_timeout=60)['checkpoint']
    assert guarded() == ['nic0']
    nw.start(checkpoint, bus.NAME + '.Checkpoint.Rollback', '(a{sv})').result()
    assert lab.nm_checkpoints() == []
    lab.wait_until(is_office)
    checkpoint = nw.set_up({'attachments': [TAKEN]}, confirm_timeout=60)['checkpoint']
    nw.start(checkpoint, bus.NAME + '.Checkpoint.Commit', '(a{sv})').result()
    assert lab.nm_checkpoints() == [] and addresses('red') == ['10.95.0.1/24']


def test_isolated_networks_need_none(nw, network):
    network('red')
    nw.set_up({'attachments': [{'network': 'red'}]}, confirm_timeout=60)
    assert lab.nm_checkpoints() == []


def test_somebody_elses(nw, office, network):
    """Its rollback would take back what we did meanwhile: it comes first."""
    red = network('red')
    path, = json.loads(nm_call('CheckpointCreate', 'aouu', '1', device('nic0'), '100', '0'))['data']
    with surface.unchanged(nw.client):
        assert 'already included in checkpoint' in expect('Busy', nw.attach, red, {'take_addresses': True}, nic=office)
    assert lab.nm_checkpoints() == [path]
    nm_call('CheckpointDestroy', 'o', path)
    nw.attach(red, {'take_addresses': True}, nic=office)


def test_never_started_again(nw, office, network, daemon):
    """The NIC has its addresses; the bridge that was made is not in the way, and goes when there is somebody
    who knows of it."""
    before = office_profile()
    network('red')
    checkpoint = nw.set_up({'attachments': [TAKEN]}, confirm_timeout=60)['checkpoint']
    assert addresses('red') == ['10.95.0.1/24'] and addresses('nic0') == []
    daemon.kill()
    assert guarded() == ['nic0']
    let_time_pass()
    lab.wait_until(lambda: addresses('nic0') == ['10.95.0.1/24'] and lab.master('nic0') == '')
    lab.wait_until(lambda: reaches('10.95.0.1'))
    daemon.start()
    roll_back(checkpoint)
    lab.wait_until(is_office)
    assert 'red' not in lab.bridges() and 'red' not in lab.bridge_profiles() and office_profile() == before


def test_detached_and_never_started_again(nw, office, network, daemon):
    """The bridge that was deleted comes back, with its port and its addresses; and is the attachment's again."""
    red = network('red')
    path = nw.attach(red, {'take_addresses': True}, nic=office)
    checkpoint = nw.set_up({'removed_attachments': [path]}, confirm_timeout=60)['checkpoint']
    assert guarded() == ['nic0']
    lab.wait_until(is_office)
    daemon.kill()
    let_time_pass()
    lab.wait_until(lambda: addresses('red') == ['10.95.0.1/24'] and lab.master('nic0') == 'red')
    lab.wait_until(lambda: reaches('10.95.0.1'))
    daemon.start()
    nw = roll_back(checkpoint)
    attachment = nw.attachment(nw.network(red)['Attachment'])
    assert nw.network(red)['Attachment'] == path and attachment['InSync'] and attachment['State'] == 'active'
    assert addresses('red') == ['10.95.0.1/24'] and routes() == [('10.96.0.0/16', 'red')]


def test_other_addresses_and_never_started_again(nw, office, network, daemon, guest):
    """A guest on the bridge stays there."""
    red = network('red')
    path = nw.attach(red, {'take_addresses': True}, nic=office)
    one = guest('one', net(bridge='red', ip='10.95.0.3/24')).wait()
    checkpoint = nw.set_up({'attachments': [{'network': 'red', 'nic': 'nic0',
                                             'ipv4': {'method': 'static', 'addresses': ['10.95.9.1/24']}}]},
                           confirm_timeout=60)['checkpoint']
    assert addresses('red') == ['10.95.9.1/24'] and 'red' in guarded()
    daemon.kill()
    let_time_pass()
    lab.wait_until(lambda: addresses('red') == ['10.95.0.1/24'])
    lab.wait_until(lambda: reaches('10.95.0.1') and reaches('10.95.0.3'))
    assert lab.master(one.card().tap) == 'red'
    daemon.start()
    nw = roll_back(checkpoint)
    assert nw.attachment(path)['InSync'] and addresses('red') == ['10.95.0.1/24']
    assert lab.master(one.card().tap) == 'red' and reaches('10.95.0.3')
    one.remove()


def test_killed_in_the_middle(nw, office, network, daemon):
    """As soon as there is something to be given back; a change that was done by then is whole."""
    red = network('red')
    call = nw.start(bus.ROOT, bus.NAME + '.Manager.AttachNetwork', '(ooa{sv}a{sv})', red, office,
                    {'take-addresses': bus.GLib.Variant('b', True)})
    lab.wait_until(lambda: lab.nm_checkpoints() or call.done())
    daemon.kill()
    if lab.nm_checkpoints():
        let_time_pass()
    lab.wait_until(lambda: reaches('10.95.0.1'), 20)
    daemon.start()
    nw = NetWiring(bus.Client())
    lab.wait_until(lambda: '[entry-' not in faults.journal(), 30)
    if nw.network(red)['Attachment'] == EMPTY:
        lab.wait_until(is_office, 20, what=f'{addresses("nic0")} {routes()}')
        assert 'red' not in lab.bridges() and 'red' not in lab.bridge_profiles()
    else:
        assert addresses('red') == ['10.95.0.1/24'] and nw.attachment(nw.network(red)['Attachment'])['InSync']
