# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What others change of an attachment: its bridge, MTU, profile, addresses and NIC, with ip and
nmcli, and what is told of it."""

import pytest

import lab
from netwiring import ATTACHMENT, EMPTY


@pytest.fixture
def red(nw):
    """An isolated network's attachment; gone after the test."""
    network = nw.create_network('red', {'mtu': 1400})
    yield nw.attach(network)
    if (attachment := nw.network(network)['Attachment']) != EMPTY:
        nw.remove_attachment(attachment)
    nw.delete_network(network)


@pytest.fixture
def nic0(nw):
    """A free NIC."""
    lab.add_nic('nic0', 'far0')
    nw.wait_nics('nic0')
    yield 'nic0'
    lab.remove_link('nic0')


def told(nw, path):
    """{property: (expected, actual)}; as its InSync says."""
    attachment = nw.attachment(path)
    assert attachment['InSync'] == (not attachment['OutOfSync'])
    assert [each['property'] for each in attachment['OutOfSync']] == sorted(
        each['property'] for each in attachment['OutOfSync'])
    return {each['property']: (each['expected'], each['actual']) for each in attachment['OutOfSync']}


def wait_told(nw, path, **differences):
    """Until these are told and no others."""
    wanted = {name.replace('_', '-'): values for name, values in differences.items()}
    lab.wait_until(lambda: told(nw, path) == wanted, what=f'{wanted}, not {told(nw, path)}')


def ip(*words):
    lab.run('ip', *words)


def modify(profile, *words):
    lab.run('nmcli', 'connection', 'modify', profile, *words)


def test_what_others_change_is_told(nw, red):
    """Out of sync: the MTU behind our back, and addresses and the profile as well; each is told with
    what is expected and what is there, by signal, and in sync is told when it is right again."""
    nw.client.listen()
    wait_told(nw, red)
    ip('link', 'set', 'red', 'mtu', '1300')
    wait_told(nw, red, mtu=(1400, 1300))
    ip('link', 'set', 'red', 'mtu', '1400')
    wait_told(nw, red)
    ip('address', 'add', '10.93.0.1/24', 'dev', 'red')
    wait_told(nw, red, addresses=([], ['10.93.0.1/24']))
    ip('address', 'delete', '10.93.0.1/24', 'dev', 'red')
    wait_told(nw, red)
    modify('netwiring-red', '802-3-ethernet.mtu', '1450', 'connection.autoconnect', 'no')
    wait_told(nw, red, profile_mtu=(1400, 1450), autoconnect=(True, False))
    modify('netwiring-red', 'ipv4.method', 'manual', 'ipv4.addresses', '10.93.0.2/24')
    wait_told(nw, red, profile_mtu=(1400, 1450), autoconnect=(True, False), ipv4=('none', 'static'))
    modify('netwiring-red', '802-3-ethernet.mtu', '1400', 'connection.autoconnect', 'yes', 'ipv4.method', 'disabled',
           'ipv4.addresses', '')
    wait_told(nw, red)
    changes = [values[1] for path, _interface, member, values in nw.client.signals
               if path == red and member == 'PropertiesChanged' and values[0] == ATTACHMENT]
    assert [each['InSync'] for each in changes if 'InSync' in each] == [False, True] * 3
    assert all(set(each) <= {'InSync', 'OutOfSync'} for each in changes)


def test_a_nic_that_is_not_wanted_there(nw, red, nic0):
    """A NIC that somebody puts under an isolated network, which is none then."""
    ip('link', 'set', 'nic0', 'master', 'red')
    wait_told(nw, red, nic=('', 'nic0'))
    ip('link', 'set', 'nic0', 'nomaster')
    wait_told(nw, red)


def test_a_nic_beneath(nw, nic0):
    """A NIC's own MTU and profile are its attachment's too."""
    network = nw.create_network('blue', {'mtu': 1400})
    path = nw.attach(network, nic=nw.nic_path(nic0))
    wait_told(nw, path)
    ip('link', 'set', 'nic0', 'mtu', '1300')
    wait_told(nw, path, nic_mtu=(1400, 1300))
    ip('link', 'set', 'nic0', 'mtu', '1400')
    wait_told(nw, path)
    modify('netwiring-nic0', '802-3-ethernet.mtu', '1420')
    wait_told(nw, path, nic_profile_mtu=(1400, 1420))
    modify('netwiring-nic0', '802-3-ethernet.mtu', '1400')
    lab.run('nmcli', 'device', 'disconnect', 'nic0')
    lab.wait_until(lambda: told(nw, path).get('nic') == ('nic0', ''))
    assert 'nic0' in nw.attachment(path)['Problem']
    lab.run('nmcli', 'connection', 'up', 'netwiring-nic0')
    wait_told(nw, path)
    nw.remove_attachment(path)
    nw.delete_network(network)


def test_a_bridge_of_others(nw, bridge):
    """An adopted bridge has no more to agree in than its MTU."""
    bridge('theirs', mtu=1500)
    network = nw.create_network('green')
    path = nw.attach(network, {'existing-bridge': 'theirs'})
    wait_told(nw, path)
    ip('address', 'add', '10.94.0.1/24', 'dev', 'theirs')
    ip('link', 'set', 'theirs', 'mtu', '9000')
    wait_told(nw, path, mtu=(1500, 9000))
    nw.remove_attachment(path)
    nw.delete_network(network)
