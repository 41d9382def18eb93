# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Guests whose qemu is stopped: their callers are answered in time, and nobody else notices."""

import os
import time

import pytest

import bus
import faults
import lab
from guests import net
from netwiring import ERROR, VM, VNIC, NetWiring, expect

STOPPED = int(os.environ.get('NW_STOPPED', 12))  # more than there are slots for changes
LATE = 1.0  # s, how much later than its time an answer may be on a loaded machine


@pytest.fixture(scope='module')
def networks(daemon):
    nw = NetWiring(bus.Client())
    return nw.isolated('a'), nw.isolated('b')


@pytest.fixture(scope='module')
def halted(networks, guest):
    """halted(NAME): a guest on network a whose processors do not run, but whose qemu does."""
    return lambda name: guest(name, net(bridge='a'), options=['--halted'])


@pytest.fixture(scope='module')
def sick(halted):
    return halted('sick')


@pytest.fixture(scope='module')
def well(halted):
    return halted('well')


def start_link(nw, path, linked, **options):
    """What qemu has to do itself; to move a card from bridge to bridge it is not asked."""
    return nw.start(path, VNIC + '.SetLinked', '(ba{sv})', linked, **options)


def code(call):
    """The error of a call that is done, without its prefix."""
    return call.error.name.replace(ERROR, '') if call.error else ''


def wait_agreed(nw, name, guest, network, linked=True):
    """Nothing is left of a change that was given up."""
    lab.wait_until(lambda: nw.vm(name)['Responsive'], 10, f'{name} to answer')
    card = nw.check_agrees(nw.vnic(name), guest)
    assert (card['Network'], card['Linked'], card['NextStart']) == (network, linked, {})
    lab.wait_until(lambda: '[entry-' not in faults.journal(), 5, 'an empty journal')


def check_unaffected(nw, path, networks):
    """Reads and changes of another guest are as quick as ever."""
    for number in range(4):
        assert faults.seconds(lambda: nw.card(path)) < 0.2
        assert faults.seconds(lambda: nw.set_network(path, networks[number % 2])) < LATE
        assert faults.seconds(lambda: nw.set_linked(path, bool(number % 2))) < LATE
    assert faults.seconds(nw.client.objects) < LATE


def test_callers_of_a_stopped_guest_are_answered_in_time(nw, networks, sick, well):
    a, b = networks
    path, vm = nw.vnic('sick'), nw.find_vm('sick')
    nw.client.listen()
    faults.stop('sick')
    begin = time.monotonic()
    try:
        first = start_link(nw, path, False, timeout=2)
        queued = nw.start(path, VNIC + '.SetNetwork', '(oa{sv})', b, timeout=2)
        check_unaffected(nw, nw.vnic('well'), networks)
        lab.wait_until(lambda: first.done() and queued.done(), 2 + LATE)
        assert 2 <= time.monotonic() - begin < 2 + LATE
        assert (code(first), code(queued)) == ('Timeout', 'Timeout')
        assert 'unknown' in first.error.message and 'nothing was changed' in queued.error.message
        assert nw.vm('sick')['Responsive'] is False
        assert faults.seconds(lambda: expect('Busy', nw.set_network, path, b)) < 0.5
        assert faults.seconds(lambda: expect('Busy', nw.set_linked, path, False)) < 0.5
        check_unaffected(nw, nw.vnic('well'), networks)
    finally:
        faults.resume('sick')
    nw.client.wait_property(vm, VM, 'Responsive', True)
    wait_agreed(nw, 'sick', sick, a)
    nw.set_linked(path, False)
    nw.set_linked(path, True)


def test_who_waits_without_limit_gets_what_he_asked_for(nw, networks, sick):
    a, _b = networks
    path = nw.vnic('sick')
    faults.stop('sick')
    try:
        given_up = start_link(nw, path, False, timeout=1)
        patient = start_link(nw, path, False, timeout=0)
        lab.wait_until(given_up.done, 1 + LATE)
        assert code(given_up) == 'Timeout' and not patient.done()
    finally:
        faults.resume('sick')
    patient.result()
    wait_agreed(nw, 'sick', sick, a, linked=False)
    nw.set_linked(path, True)


def test_a_stop_between_the_steps_of_a_change(nw, networks, sick):
    """The empty network is several calls and a file: stopped anywhere, it is undone as a whole."""
    a, _b = networks
    path = nw.vnic('sick')
    outcomes = []
    for number in range(10):
        call = nw.start(path, VNIC + '.SetNetwork', '(oa{sv})', '/', timeout=1)
        time.sleep(number * 0.001)
        faults.stop('sick')
        try:
            lab.wait_until(call.done, 1 + LATE)
        finally:
            faults.resume('sick')
        outcomes.append(code(call))
        wait_agreed(nw, 'sick', sick, a if call.error else '/')
        assert (faults.STORE / 'vm' / f'{nw.vm("sick")["Id"]}.ini').exists() == (not call.error)
        nw.set_network(path, a)
    print(outcomes)
    assert outcomes[0] == 'Timeout' and '' in outcomes, outcomes


def test_many_stopped_guests(nw, networks, halted, well):
    """More of them than there are slots for changes, and each has a caller who waits."""
    a, _b = networks
    names = [f's{number}' for number in range(STOPPED)]
    guests = {name: halted(name) for name in names}
    healthy = nw.vnic('well')
    paths = []
    for name in names:
        lab.wait_until(lambda: name in str(nw.client.objects()), 10)
        paths.append(nw.vnic(name))
        nw.set_linked(paths[-1], False)
        nw.set_linked(paths[-1], True)
        faults.stop(name)
    try:
        begin = time.monotonic()
        calls = [start_link(nw, path, False, timeout=4) for path in paths]
        check_unaffected(nw, healthy, networks)
        lab.wait_until(lambda: all(call.done() for call in calls), 4 + LATE)
        assert 4 <= time.monotonic() - begin < 4 + LATE
        assert {code(call) for call in calls} == {'Timeout'}
        again = [start_link(nw, path, False, timeout=2) for path in paths]
        lab.wait_until(lambda: all(call.done() for call in again), 2 + LATE)
        assert {code(call) for call in again} <= {'Busy', 'Timeout'}
        assert [code(call) for call in again].count('Busy') >= 6
        check_unaffected(nw, healthy, networks)
    finally:
        for name in names:
            faults.resume(name)
    for name in names:
        wait_agreed(nw, name, guests[name], a)
