# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Guests of a test, what they see, and what libvirt says of them."""

import pathlib
import re
import struct
import sys
import xml.etree.ElementTree as ElementTree

from lab import LAB, run, virsh, wait_until

sys.path.insert(0, str(pathlib.Path(LAB + '.d')))
import agent  # noqa: E402

# The last answers may still be under way when a ping ends.
IN_FLIGHT = 5


def net(**keys):
    """One card for Guest: net(bridge='br0', ip='10.0.0.1/24', mac=...)."""
    return ','.join(f'{key}={value}' for key, value in keys.items())


def empty_image(path, size=1 << 20):
    """An image of that many bytes, in the one format that keeps snapshots of a running guest: a header, the
    table and the block of reference counts, and the table of what it has: nothing."""
    clusters = [struct.pack('>4sIQIIQIIQQIIQ', b'QFI\xfb', 2, 0, 0, 16, size, 0, 1, 3 << 16, 1 << 16, 1, 0, 0),
                struct.pack('>Q', 2 << 16), struct.pack('>4H', 1, 1, 1, 1), b'']
    path.write_bytes(b''.join(each.ljust(1 << 16, b'\0') for each in clusters))


class Guest:
    """A guest made by "lab guest"; options are that command's."""

    def __init__(self, name, *nets, options=()):
        self.name = name
        cards = [word for each in nets for word in ('--net', each)]
        run(LAB, 'guest', name, *cards, *options)

    def wait(self, seconds=60):
        """Wait until it has booted."""
        agent.wait(self.name, seconds)
        return self

    def status(self, command, seconds=60):
        """Run a shell command in the guest: (status, output, error output)."""
        return agent.run(self.name, command, seconds)

    def exec(self, command, seconds=60):
        """The output of a shell command that has to succeed."""
        status, out, err = self.status(command, seconds)
        assert status == 0, f'{self.name}: {command}: {status}: {err}{out}'
        return out

    def carrier(self, link='eth0'):
        return self.exec(f'cat /sys/class/net/{link}/carrier').strip() == '1'

    def carrier_changes(self, link='eth0'):
        return int(self.exec(f'cat /sys/class/net/{link}/carrier_changes'))

    def addresses(self, link='eth0'):
        """Its addresses on a link, as ADDRESS/LENGTH, sorted."""
        return sorted(re.findall(r'inet6? (\S+)', self.exec(f'ip address show dev {link}')))

    def pings(self, address, count=3):
        """Whether address answers: the number of answers to count pings."""
        out = self.status(f'ping -c {count} -i 0.1 -W 1 -w {count + 1} {address}')[1]
        return int(re.search(r'(\d+) packets received', out)[1])

    def remove(self):
        virsh('destroy', self.name, check=False)
        virsh('undefine', self.name, '--managed-save', check=False)

    def xml(self, inactive=False):
        """The domain's XML: live, or what it will be at the next start."""
        return ElementTree.fromstring(virsh('dumpxml', self.name, *(['--inactive'] if inactive else [])))

    def card(self, number=0, inactive=False):
        """One card of the domain's XML."""
        return cards(self.xml(inactive))[number]


def cards(domain):
    """The cards of a domain's XML, in their order."""
    return [Card(element) for element in domain.findall('./devices/interface')]


class Card:
    """What the domain's XML says of a card."""

    def __init__(self, element):
        def attribute(path, name):
            found = element.find(path)
            return '' if found is None else found.get(name, '')
        self.type = element.get('type')
        self.mac = attribute('mac', 'address')
        self.source = attribute('source', {'direct': 'dev'}.get(self.type, self.type))
        self.bridge = attribute('source', 'bridge')
        self.linked = attribute('link', 'state') != 'down'
        self.tap = attribute('target', 'dev')
        self.alias = attribute('alias', 'name')
        found = element.find('address')
        self.address = '' if found is None else ':'.join(
            found.get(key, '0x0')[2:] for key in ('domain', 'bus', 'slot', 'function'))
        self.isolated = attribute('port', 'isolated') == 'yes'
        self.model = attribute('model', 'type')
        self.mtu = int(attribute('mtu', 'size') or 0)
        self.filter = attribute('filterref', 'filter')
        self.parameters = {each.get('name'): each.get('value') for each in element.findall('filterref/parameter')}


class Ping:
    """A ping from a guest in the background; every packet is accounted for.

    with Ping(guest, '10.0.0.2') as ping:
        ...
    assert ping.lost == []
    """

    number = 0

    def __init__(self, guest, address, interval=0.01):
        Ping.number += 1
        self.guest, self.file = guest, f'/run/ping.{Ping.number}'
        self.sent, self.received, self.lost = 0, [], []
        self.pid = int(guest.exec(f'ping -i {interval} {address} >{self.file} 2>&1 & echo $!'))

    def __enter__(self):
        self.wait_answers(5)
        return self

    def __exit__(self, *_error):
        self.stop()

    def answers(self):
        """How many answers there are so far."""
        return int(self.guest.exec(f'grep -c seq= {self.file} || true'))

    def wait_answers(self, count, seconds=10):
        """Wait for count more answers."""
        before = self.answers()
        wait_until(lambda: self.answers() >= before + count, seconds, f'{count} more answers to {self.guest.name}')

    def stop(self):
        """End it; afterwards sent is a number, received and lost are sequence numbers. It stops sending first, so
        that answers which a busy machine holds up come in."""
        self.guest.exec(f'kill -STOP {self.pid}; usleep 300000; kill -CONT {self.pid}; usleep 20000; '
                        f'kill -INT {self.pid}; while [ -d /proc/{self.pid} ]; do usleep 10000; done')
        out = self.guest.exec(f'sed -n "s/.* seq=\\([0-9]*\\) .*/\\1/p; s/ packets transmitted.*//p" {self.file}')
        *received, sent = map(int, out.split())
        self.sent, self.received = sent, received
        self.lost = sorted(set(range(sent - IN_FLIGHT)) - set(received))
