# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Labels, with the real NetworkManager: what they attach, and when that goes."""

import pytest

import bus
import lab
import surface
from guests import net
from netwiring import EMPTY, NetWiring, expect

NAMES = ('red', 'blue', 'green')


@pytest.fixture
def colours(nw):
    """Three networks, red and blue with label colours; gone after the test, and all labels."""
    paths = {name: nw.create_network(name, {'label': 'colours'} if name != 'green' else {}) for name in NAMES}
    yield paths
    for path in [path for path in nw.client.objects() if '/label/' in path]:
        nw.remove_label(path)
    for path in paths.values():
        nw.delete_network(path)


def test_a_label_on_the_host(nw, colours):
    with surface.unchanged(nw.client):
        assert nw.add_label('colours', dry_run=True) == EMPTY
    label = nw.add_label('colours')
    assert nw.attached(colours) == ['red', 'blue']
    properties = nw.label(label)
    assert (properties['Name'], properties['Nic']) == ('colours', EMPTY)
    assert sorted(properties['Networks']) == sorted([colours['red'], colours['blue']])
    assert sorted(properties['Attachments']) == sorted(nw.network(colours[name])['Attachment'] for name in ('red', 'blue'))
    nw.update_network(colours['green'], {'label': 'colours'})
    assert nw.attached(colours) == ['red', 'blue', 'green']
    attachment = nw.attachment(nw.network(colours['green'])['Attachment'])
    assert attachment['Label'] == 'colours' and attachment['Isolated']
    with surface.unchanged(nw.client):
        assert 'CANNOT_REMOVE_LABELED' in expect('LabelInUse', nw.remove_attachment, nw.network(colours['red'])['Attachment'])
        expect('AlreadyExists', nw.add_label, 'colours')
        expect('InvalidArgument', nw.add_label, 'a b')
    nw.update_network(colours['green'], {'label': ''})
    assert nw.attached(colours) == ['red', 'blue']
    nw.remove_label(label)
    assert nw.attached(colours) == []
    expect('org.freedesktop.DBus.Error.UnknownObject', nw.remove_label, label)


def test_guests_keep_it(nw, colours, guest):
    label = nw.add_label('colours')
    guest('one', net(bridge='red'), options=['--halted'])
    lab.wait_until(lambda: nw.network(colours['red'])['Vnics'])
    with surface.unchanged(nw.client):
        assert 'one' in expect('NetworkInUse', nw.remove_label, label)
    nw.set_network(nw.vnic('one'), EMPTY)
    nw.remove_label(label)
    assert nw.attached(colours) == []


def test_from_the_host_to_a_nic_at_once(nw, colours):
    lab.add_nic('nic0', 'far0')
    nw.wait_nics('nic0', 'far0')
    nw.update_network(colours['blue'], {'label': ''})
    nw.add_label('colours')
    assert 'the host' in expect('LabelInUse', nw.add_label, 'colours', nw.nic_path('nic0'))
    assert 'PARAMS_CONTAIN_DUPLICATE_LABELS' in expect('InvalidArgument', nw.set_up, {
        'removed_labels': ['colours'], 'labels': [{'label': 'colours', 'nic': 'nic0'}]})
    steps = nw.set_up({'labels': [{'label': 'colours', 'nic': 'nic0'}]})['steps']
    assert [(step['do'], step['property']) for step in steps] == [
        ('add-port', 'bridge'), ('move-label', 'nic'), ('change-attachment', 'nic')]
    assert nw.attached(colours) == ['red'] and lab.master('nic0') == 'red'
    assert nw.nic('nic0')['Labels'] == ['colours']
    nw.set_up({'removed_labels': ['colours']})
    assert nw.attached(colours) == [] and nw.nic('nic0')['Labels'] == []
    lab.remove_link('nic0')


@pytest.fixture
def nics(nw):
    """Two free NICs."""
    names = ['nic0', 'nic1']
    for name in names:
        lab.add_nic(name, name.replace('nic', 'far'))
    nw.wait_nics(*names)
    yield names
    for name in names:
        lab.remove_link(name)


def test_it_moves_with_its_guests(nw, nics, colours, guest):
    nw.update_network(colours['blue'], {'label': ''})
    nw.add_label('colours')
    attachment = nw.network(colours['red'])['Attachment']
    two = guest('two', net(bridge='red'), options=['--halted'])
    lab.wait_until(lambda: nw.network(colours['red'])['Vnics'])
    for nic in (*nics, '/'):
        steps = nw.set_up({'labels': [{'label': 'colours', 'nic': nic}]})['steps']
        done = [step['do'] for step in steps]
        assert {'move-label', 'change-attachment'} <= set(done) and not {'delete-bridge', 'detach'} & set(done)
        assert [lab.master(name) for name in nics] == ['red' if name == nic else '' for name in nics]
        assert nw.attachment(attachment)['Nic'] == (EMPTY if nic == '/' else nw.nic_path(nic))
        assert nw.attachment(attachment)['InSync'] and lab.master(two.card().tap) == 'red'
    two.remove()
    lab.wait_until(lambda: not nw.network(colours['red'])['Vnics'])


def test_it_gathers_what_was_attached_by_hand(nw, nics, colours):
    nw.update_network(colours['blue'], {'label': ''})
    attachment = nw.attach(colours['red'])
    nw.client.listen()
    label = nw.add_label('colours', nw.nic_path('nic0'))
    assert lab.master('nic0') == 'red' and nw.attachment(attachment)['Label'] == 'colours'
    assert any(path == attachment and values[1].get('Label') == 'colours' for path, _, member, values in nw.client.signals
               if member == 'PropertiesChanged')
    nw.remove_label(label)
    assert nw.attached(colours) == [] and lab.master('nic0') == ''


def test_confirmed_or_not(nw, colours):
    checkpoint = nw.set_up({'labels': [{'label': 'colours'}]}, confirm_timeout=600)['checkpoint']
    assert nw.attached(colours) == ['red', 'blue']
    nw.start(checkpoint, bus.NAME + '.Checkpoint.Rollback', '(a{sv})').result()
    lab.wait_until(lambda: nw.attached(colours) == [])
    assert not any('/label/' in path for path in nw.client.objects())


def test_it_stays(nw, colours, daemon):
    label = nw.add_label('colours')
    before = nw.label(label)
    daemon.kill()
    daemon.start()
    nw = NetWiring(bus.Client())
    assert nw.label(label) == before and nw.attached(colours) == ['red', 'blue']
    nw.client.close()
