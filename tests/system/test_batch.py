# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cards of several running guests changed at once, all or nothing, and until somebody confirms it."""

import time

import pytest

import bus
import faults
import lab
from guests import net
from netwiring import CHECKPOINT, EMPTY, MANAGER, expect, settings

PATIENCE = 3    # s, a deadline


@pytest.fixture(scope='module')
def guests(networks, guest):
    """Two guests on a, one on b."""
    made = {name: guest(name, net(bridge=bridge, ip=f'10.0.0.{number}/24'))
            for number, (name, bridge) in enumerate({'one': 'a', 'two': 'a', 'three': 'b'}.items(), 1)}
    for each in made.values():
        each.wait()
    return made


@pytest.fixture(autouse=True)
def home(nw, networks, guests):
    """Each test begins with every guest at home."""
    def go():
        nw.apply([(nw.vnic('one'), {'network': networks['a'], 'linked': True}),
                  (nw.vnic('two'), {'network': networks['a'], 'linked': True}),
                  (nw.vnic('three'), {'network': networks['b'], 'linked': True})])
    go()


def places(nw, networks, guests):
    """Where the guests are, by their names, and that everybody says the same of it."""
    names = {path: name for name, path in networks.items()} | {EMPTY: ''}
    return {name: names[nw.check_agrees(nw.vnic(name), each)['Network']] for name, each in guests.items()}


HOME = {'one': 'a', 'two': 'a', 'three': 'b'}


def test_two_guests_swap_their_networks(nw, networks, guests):
    assert guests['one'].pings('10.0.0.2') == 3
    result = nw.apply([(nw.vnic('one'), {'network': 'b'}), (nw.vnic('three'), {'network': 'a'})])
    assert places(nw, networks, guests) == {'one': 'b', 'two': 'a', 'three': 'a'}
    assert guests['three'].pings('10.0.0.2') == 3
    assert guests['one'].pings('10.0.0.2') == 0
    assert result['checkpoint'] == EMPTY
    assert sorted(result['changed']) == sorted([nw.vnic('one'), nw.vnic('three')])
    assert [(step['do'], step['property'], step['from'], step['to'], step['guest-sees']) for step in result['steps']] \
        == [('update', 'network', networks['a'], networks['b'], 'nothing'),
            ('update', 'network', networks['b'], networks['a'], 'nothing')]


def test_a_dry_run_says_the_same_and_does_nothing(nw, networks, guests):
    changes = [(nw.vnic('one'), {'network': EMPTY}), (nw.vnic('two'), {'linked': False})]
    planned = nw.apply(changes, dry_run=True)
    assert places(nw, networks, guests) == HOME
    assert nw.apply(changes) == planned


def test_every_error_is_told_and_nothing_is_changed(nw, networks, guests):
    text = expect('NotFound', nw.apply, [
        (nw.vnic('one'), {'network': 'b'}), (nw.vnic('two'), {'network': 'nowhere'}),
        (nw.vnic('three'), {'mac-address': '52:54:00:aa:bb:cc'})])
    assert 'nowhere' in text.splitlines()[0] and 'three' in text.splitlines()[1], text
    assert places(nw, networks, guests) == HOME


def test_a_network_without_its_bridge_keeps_all_where_they_are(nw, networks, guests):
    bare = nw.create_network('bare')
    expect('NetworkNotOnHost', nw.apply, [
        (nw.vnic('one'), {'network': 'b'}), (nw.vnic('two'), {'network': bare})])
    assert places(nw, networks, guests) == HOME
    nw.delete_network(bare)


def test_the_bridge_is_taken_away_meanwhile(nw, networks, guests):
    """The second step of one guest fails: another, who has moved already, goes back."""
    lab.add_bridge('brief')
    lab.wait_until(lambda: 'brief' in nw.networks(), 5, 'network brief')
    faults.stop('two')      # which holds its first step, the link that goes down
    call = nw.start_apply([(nw.vnic('one'), {'network': 'c'}), (nw.vnic('two'), {'linked': False, 'network': 'brief'})])
    lab.wait_until(lambda: lab.master(guests['one'].card().tap) == 'c', 10, 'one on c')
    lab.remove_link('brief')
    faults.resume('two')
    assert '(56)' in expect('UpdateFailed', call.result)
    assert places(nw, networks, guests) == HOME
    assert all(nw.card(nw.vnic(name))['Linked'] for name in HOME)
    assert '[entry-' not in faults.journal()


def test_a_guest_that_hangs_holds_nobody_else(nw, networks, guests):
    faults.stop('two')
    try:
        expect('Timeout', nw.apply, [(nw.vnic('one'), {'network': 'b'}), (nw.vnic('two'), {'linked': False})], timeout=1)
        lab.wait_until(lambda: lab.master(guests['one'].card().tap) == 'a', 10, 'one back on a')
        assert not nw.vm('two')['Responsive'] and nw.vm('one')['Responsive']
        nw.set_network(nw.vnic('one'), networks['c'])
        nw.set_network(nw.vnic('one'), networks['a'])
    finally:
        faults.resume('two')
    lab.wait_until(lambda: nw.vm('two')['Responsive'], 10, 'two to answer')
    assert places(nw, networks, guests) == HOME
    assert nw.card(nw.vnic('two'))['Linked']


# --- until somebody confirms it ---

AWAY = {'one': 'c', 'two': '', 'three': 'a'}


def move_away(nw, networks, seconds):
    """The checkpoint's path."""
    return nw.apply([(nw.vnic('one'), {'network': networks['c']}), (nw.vnic('two'), {'network': EMPTY}),
                     (nw.vnic('three'), {'network': networks['a']})], confirm_timeout=seconds)['checkpoint']


def wait_home(nw, networks, guests, seconds):
    lab.wait_until(lambda: '[entry-' not in faults.journal(), seconds, 'the journal to be empty')
    assert places(nw, networks, guests) == HOME
    assert all(nw.card(nw.vnic(name))['Linked'] for name in HOME)


def test_nobody_confirms(nw, networks, guests):
    path = move_away(nw, networks, PATIENCE)
    checkpoint = nw.checkpoint(path)
    assert checkpoint['State'] == 'pending'
    assert checkpoint['Deadline'] - checkpoint['Created'] == PATIENCE * 10**6
    assert places(nw, networks, guests) == AWAY
    wait_home(nw, networks, guests, PATIENCE + 5)
    assert time.time() * 10**6 >= checkpoint['Deadline']
    lab.wait_until(lambda: nw.checkpoint(path)['State'] == 'rolled-back', 5)


def test_rolled_back_while_one_is_being_saved(nw, networks, guests):
    """It is put back when it can be: by then its next start alone, for what is saved is as it was saved."""
    path, card = move_away(nw, networks, 60), nw.vnic('one')
    with faults.being_saved('one'):
        lab.wait_until(lambda: nw.vm('one')['State'] == 'paused', 10, 'one to be saved')
        nw.client.call(path, CHECKPOINT + '.Rollback', '(a{sv})', {})
        assert nw.checkpoint(path)['State'] == 'rolled-back'
        assert nw.card(nw.vnic('two'))['Network'] == networks['a']
        assert nw.card(nw.vnic('three'))['Network'] == networks['b']
        assert '[entry-' in faults.journal() and nw.card(card)['Network'] == networks['c']
    lab.wait_until(lambda: '[entry-' not in faults.journal(), 10, 'the journal to be empty')
    assert (nw.vm('one')['State'], nw.card(card)['Network']) == ('shutoff', networks['a'])
    assert guests['one'].card(inactive=True).bridge == 'a' and nw.vm('one')['Problem'] == ''
    lab.virsh('start', 'one')
    lab.wait_until(lambda: nw.vm('one')['State'] == 'running', 10)
    assert (nw.card(card)['Network'], nw.card(card)['NextStart']) == (networks['c'], {'network': networks['a']})


def test_somebody_confirms(nw, networks, guests):
    path = move_away(nw, networks, 60)
    nw.client.call(path, CHECKPOINT + '.Commit', '(a{sv})', {})
    assert nw.checkpoint(path)['State'] == 'committed'
    expect('Busy', nw.client.call, path, CHECKPOINT + '.Rollback', '(a{sv})', {})
    assert places(nw, networks, guests) == AWAY
    assert '[entry-' not in faults.journal()


def test_rolled_back_but_for_what_was_changed_since(nw, networks, guests):
    path = move_away(nw, networks, 60)
    nw.set_network(nw.vnic('one'), networks['b'])
    nw.client.call(path, CHECKPOINT + '.Rollback', '(a{sv})', {})
    assert places(nw, networks, guests) == {**HOME, 'one': 'b'}
    events = nw.client.call(bus.ROOT, MANAGER + '.GetHistory', '(a{sv})', settings({'max': 10}))
    assert 'checkpoint-rollback-left-alone' in [each['event'] for each in events]


def test_only_its_owner_decides(nw, networks, guests, client):
    path = move_away(nw, networks, 60)
    expect('NotAuthorized', client('nobody').call, path, CHECKPOINT + '.Commit', '(a{sv})', {})
    nw.client.call(path, CHECKPOINT + '.Rollback', '(a{sv})', {})


def test_the_daemon_is_killed_meanwhile(daemon, nw, networks, guests):
    path = move_away(nw, networks, PATIENCE)
    deadline = nw.checkpoint(path)['Deadline']
    daemon.kill()
    daemon.start()
    assert nw.checkpoint(path)['Deadline'] == deadline
    wait_home(nw, networks, guests, PATIENCE + 10)


def test_the_daemon_is_away_at_the_deadline(daemon, nw, networks, guests):
    path = move_away(nw, networks, 1)
    deadline = nw.checkpoint(path)['Deadline']
    daemon.kill()
    lab.wait_until(lambda: time.time() * 10**6 > deadline, 5, 'the deadline')
    daemon.start()
    wait_home(nw, networks, guests, 10)


def test_extended_and_kept_across_a_restart(daemon, nw, networks, guests):
    path = move_away(nw, networks, PATIENCE)
    nw.client.call(path, CHECKPOINT + '.Extend', '(ua{sv})', 60, {})
    daemon.stop()
    daemon.start()
    assert nw.checkpoint(path)['Deadline'] > (time.time() + 30) * 10**6
    nw.client.call(path, CHECKPOINT + '.Commit', '(a{sv})', {})
    assert places(nw, networks, guests) == AWAY


# --- cut off ---

def test_a_guest_is_cut_off_and_let_go(daemon, nw, networks, guests):
    nw.quarantine('one')
    assert nw.vm('one')['Quarantined'] and places(nw, networks, guests) == {**HOME, 'one': ''}
    assert not guests['one'].carrier()
    expect('AlreadyExists', nw.quarantine, 'one')
    daemon.kill()
    daemon.start()
    assert nw.vm('one')['Quarantined']
    nw.release('one')
    assert not nw.vm('one')['Quarantined'] and places(nw, networks, guests) == HOME
    assert guests['one'].pings('10.0.0.2') == 3
    expect('NotFound', nw.release, 'one')


def test_a_card_that_comes_is_cut_off_too(nw, networks, guests):
    nw.quarantine('one', network='c')
    lab.virsh('attach-interface', 'one', 'bridge', 'b', '--model', 'virtio', '--mac', '52:54:00:00:aa:01', '--live')
    lab.wait_until(lambda: len(nw.vm('one')['Vnics']) == 2, 10, 'the new card')
    lab.wait_until(lambda: nw.card(nw.vnic('one', 1))['Network'] == networks['c'], 10, 'it to be on c')
    nw.release('one')
    assert nw.card(nw.vnic('one', 1))['Network'] == networks['b']
    lab.virsh('detach-interface', 'one', 'bridge', '--mac', '52:54:00:00:aa:01', '--live')
    lab.wait_until(lambda: len(guests['one'].xml().findall('./devices/interface')) == 1, 10, 'it to go')
