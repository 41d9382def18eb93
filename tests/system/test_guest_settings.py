# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How often guests are asked is set; where that is wanted nobody asks them, and local users learn nothing."""

import pathlib
import shutil

import pytest

import bus
import lab
import reports
from guests import net
from netwiring import NetWiring, expect
from reports import refresh, wait_ip

CACHE = pathlib.Path('/var/lib/netwiring/guest.ini')
EXAMPLE = pathlib.Path('/usr/share/doc/netwiring/examples/org.ovirt.NetWiring-private.conf.example')
POLICY = pathlib.Path('/etc/dbus-1/system.d/org.ovirt.NetWiring-private.conf')


@pytest.fixture(scope='module')
def web(guest, bridge):
    bridge('br0')
    return guest('web', net(bridge='br0', ip='10.0.0.1/24')).wait()


HOUR = 3600


def asked(nw, vm, since, what):
    return reports.wait(nw, vm, lambda now: now['GuestInfoTime'] > since, f'{vm} to be asked {what}', 3)['GuestInfoTime']


def test_news_is_asked_about_at_once(web, client, bridge):
    """Nobody asks for an hour but for news: a link that comes up, another network, another card."""
    bridge('br1')
    with reports.service(guest_interval=HOUR):
        nw = NetWiring(client())
        wait_ip(nw, 'web', '10.0.0.1/24')
        path = nw.vnic('web')
        nw.set_linked(path, False)
        for change in (lambda: nw.set_linked(path, True), lambda: nw.set_network(path, nw.find_network('br1')),
                       lambda: nw.set_network(path, nw.find_network('br0')), lambda: nw.add_vnic('web')):
            reports.wait_quiet(nw, 'web')
            before = nw.vm('web')['GuestInfoTime']
            change()
            asked(nw, 'web', before, 'at once')
        reports.wait(nw, 'web', lambda now: len([each for each in now['GuestInterfaces'] if each['vnic'] != '/']) == 2,
                     'the other card to be told of')
        nw.unplug(nw.vnic('web', 1))
        reports.wait(nw, 'web', lambda now: len([each for each in now['GuestInterfaces'] if each['vnic'] != '/']) == 1,
                     'the other card to be forgotten')
        nw.remove_vnic(nw.vnic('web', 1))


def reload_bus():
    lab.run('busctl', 'call', 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ReloadConfig')


@pytest.fixture
def policy():
    """The policy that is shipped inactive, in force."""
    shutil.copy(EXAMPLE, POLICY)
    reload_bus()
    yield
    POLICY.unlink()
    reload_bus()


def test_off(web, client):
    """Nothing is asked or shown, and what had been stored before is gone."""
    with reports.service():
        wait_ip(NetWiring(client()), 'web', '10.0.0.1/24')
        lab.wait_until(CACHE.exists, 10, 'guest.ini')
    with reports.service(guest_reports='off'):
        nw = NetWiring(client())
        assert 'guest-info' not in nw.manager()['Capabilities']
        assert nw.vm('web')['GuestIps'] == [] and nw.vm('web')['GuestInfoTime'] == 0
        assert 'guest-reports' in expect('NotSupported', refresh(nw, 'web').result)
        lab.wait_until(lambda: not CACHE.exists(), 10, 'guest.ini to go')
        nw.set_linked(nw.vnic('web'), False)
        nw.set_linked(nw.vnic('web'), True)
        assert nw.vm('web')['GuestInterfaces'] == [] and nw.guest_card(nw.vnic('web'))['Ipv4Addresses'] == []


@pytest.mark.parametrize('keys, words', [({'guest_reports': 'maybe'}, 'maybe'),
                                         ({'guest_interval': 'often'}, 'guest-interval'),
                                         ({'guest_interval': '1'}, '5 to 86400')])
def test_what_is_no_setting_is_told(keys, words):
    with pytest.raises(AssertionError) as ended:
        with reports.service(**keys):
            pass
    assert words in str(ended.value)


def test_local_users_see_addresses_unless_told_otherwise(web, client, policy):
    with reports.service():
        root, alice = NetWiring(client()), client('alice')
        wait_ip(root, 'web', '10.0.0.1/24')
        for listener in (root.client, alice):
            listener.listen(guests=True)
        with pytest.raises(bus.BusError) as refused:
            alice.objects(guests=True)
        assert refused.value.name == 'org.freedesktop.DBus.Error.AccessDenied'
        web.exec('ip addr add 10.0.0.88/24 dev eth0')
        wait_ip(root, 'web', '10.0.0.88/24')
        web.exec('ip addr del 10.0.0.88/24 dev eth0')
        # What alice would hear is ahead of the bus's answer to her.
        alice.call('/org/freedesktop/DBus', 'org.freedesktop.DBus.GetId', destination='org.freedesktop.DBus')
        assert any('10.0.0.88/24' in str(each) for each in root.client.signals)
        assert alice.signals == []
        POLICY.write_text(POLICY.read_text().replace('<deny', '<allow'))
        reload_bus()
        assert '10.0.0.1/24' in str(alice.objects(guests=True))
