# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the fake service has: one house with all that a client may meet."""

from gi.repository import GLib

from netwiring_fake import NAME, ROOT

VM, VNIC, NETWORK, ATTACHMENT, NIC = (f'{NAME}.{kind}' for kind in ('Vm', 'Vnic', 'Network', 'Attachment', 'HostNic'))
SERVICE = NAME + '.Manager'
V = GLib.Variant

# What a guest or another administrator might call things, to steer the terminal that lists them.
EVIL = 'evil\x1b[?1047h\n\u202egnp.\u2028\U000e0041\x07\\'
# Of web10's guest, the best first.
ADDRESSES = ['192.0.2.7/24', '2001:db8::7/64', 'fe80::5054:ff:fe6e:7701/64']
# Two columns for each of the first two characters, none for the accent.
WIDE = '\u7db2\u8defe\u0301'


def uuid(kind, number):
    return f'{kind:08x}-0000-4000-8000-{number:012x}'


def path_of(kind, number):
    word = {1: 'vm', 2: 'vnic', 3: 'network', 4: 'attachment'}[kind]
    return f'{ROOT}/{word}/{uuid(kind, number).replace("-", "_")}'


def vm(number, name, state, vnics=(), **more):
    return path_of(1, number), {VM: {
        'Id': V('s', uuid(1, number)), 'Name': V('s', name), 'Title': V('s', ''), 'State': V('s', state),
        'Persistent': V('b', True), 'ManagedSave': V('b', False), 'ManagedBy': V('s', ''),
        'Responsive': V('b', True), 'Vnics': V('ao', [path_of(2, n) for n in vnics]),
        'GuestAgent': V('s', 'none'), 'GuestIps': V('as', []), 'GuestInterfaces': V('aa{sv}', []),
        'GuestInfoTime': V('t', 0), 'GuestInfoStale': V('b', False), 'Problem': V('s', ''), **more}}


def guest(name, mac, ipv4=(), ipv6=(), vnic='/', **more):
    """An interface in a guest."""
    return {'name': V('s', name), 'mac-address': V('s', mac), 'ipv4': V('as', ipv4), 'ipv6': V('as', ipv6),
            'vnic': V('o', vnic), 'source': V('s', 'agent'), **more}


def vnic(number, owner, name, network, **more):
    return path_of(2, number), {VNIC: {
        'Id': V('s', uuid(2, number)), 'Vm': V('o', path_of(1, owner)), 'Name': V('s', name),
        'MacAddress': V('s', f'52:54:00:6e:77:{number:02x}'), 'Model': V('s', 'virtio'), 'Alias': V('s', name),
        'Network': V('o', path_of(3, network) if network else '/'),
        'Source': V('a{sv}', {'type': V('s', 'bridge'), 'bridge': V('s', 'red')}),
        'Linked': V('b', True), 'Plugged': V('b', True), 'NextStart': V('a{sv}', {}), 'State': V('s', 'active'),
        'LinkState': V('s', 'up'), 'MirroredNetworks': V('ao', []), 'Address': V('s', '0000:01:00.0'), 'HostDevice': V('s', f'vnet{number}'),
        'PortIsolated': V('b', False), 'Filter': V('s', ''), 'FilterParameters': V('a{ss}', {}),
        'VirtualPort': V('a{sv}', {}), 'Mtu': V('u', 0), 'GuestName': V('s', ''), 'Ipv4Addresses': V('as', []),
        'Ipv6Addresses': V('as', []), **more}}


def network(number, name, vnics=(), **more):
    return path_of(3, number), {NETWORK: {
        'Id': V('s', uuid(3, number)), 'Name': V('s', name), 'Description': V('s', ''),
        'Origin': V('s', 'netwiring'), 'Movable': V('b', True), 'Mtu': V('u', 1500), 'Vlan': V('u', 0),
        'VmNetwork': V('b', True), 'PortIsolation': V('b', False), 'Label': V('s', ''), 'Attachment': V('o', '/'),
        'Bridge': V('s', name), 'Vnics': V('ao', [path_of(2, n) for n in vnics]), **more}}


def attachment(number, network_number, bridge, **more):
    return path_of(4, number), {ATTACHMENT: {
        'Id': V('s', uuid(4, number)), 'Network': V('o', path_of(3, network_number)), 'Nic': V('o', '/'),
        'Isolated': V('b', True), 'Bridge': V('s', bridge), 'Adopted': V('b', False), 'Label': V('s', ''), 'State': V('s', 'active'),
        'Problem': V('s', ''), 'InSync': V('b', True), 'OutOfSync': V('aa{sv}', []), 'Ignored': V('as', []),
        'Persistent': V('b', True), **more}}


def difference(name, expected, actual):
    return {'property': V('s', name), 'expected': expected, 'actual': actual}


def nic(name, number, **more):
    return f'{ROOT}/nic/{name.replace(".", "_2e")}', {NIC: {
        'Name': V('s', name), 'MacAddress': V('s', f'02:00:00:00:00:{number:02x}'), 'Mtu': V('u', 1500),
        'Speed': V('u', 10000), 'Carrier': V('b', True), 'Managed': V('b', True), 'Kind': V('s', 'physical'),
        'PortOf': V('s', ''), 'Labels': V('as', []), 'Attachments': V('ao', []), **more}}


COUNTERS = [f'{way}-{what}' for way in ('rx', 'tx') for what in ('bytes', 'packets', 'errors', 'dropped')]


def statistics():
    """What was counted: of a card, of a network for the first time, and of one that never had a port."""
    def counted(*numbers, **rates):
        return {'sample-time': V('t', 1795000000000000), **{key: V('t', n) for key, n in zip(COUNTERS, numbers)},
                **{key.replace('_', '-'): V('d', rate) for key, rate in rates.items()}}
    return {path_of(2, 1): counted(1234567, 8901, 0, 2, 2**53 + 1, 7, 1, 0, rx_rate=1250.5, tx_rate=0),
            path_of(4, 1): counted(1500, 15, 0, 0, 700, 7, 0, 0),
            path_of(4, 2): counted(),
            ROOT + '/nic/eth2': counted(1, 2, 3, 4, 5, 6, 7, 8, rx_rate=0.4, tx_rate=1e9)}


def history():
    """Newest first: what others did, and what a user did."""
    return [
        {'time': V('t', 1795280705000000), 'event': V('s', 'vm-interface-changed-outside'),
         'severity': V('s', 'warning'), 'object': V('o', path_of(2, 77)), 'message': V('s', 'vNIC ' + EVIL),
         'action': V('s', ''), 'details': V('a{ss}', {'vm': EVIL})},
        {'time': V('t', 1795280645000000), 'event': V('s', 'network-update-vm-interface'),
         'severity': V('s', 'info'), 'object': V('o', path_of(2, 1)),
         'message': V('s', 'vNIC net0 of VM web10 was changed: linked yes to no'), 'uid': V('u', 1000),
         'action': V('s', 'SetLinked'),
         'details': V('a{ss}', {'vm': 'web10', 'vnic': 'net0', 'before': 'linked yes', 'after': 'linked no'})},
    ]


def service():
    return ROOT, {SERVICE: {
        'Version': V('s', '0.1.0'), 'ApiVersion': V('u', 1), 'Host': V('s', 'node1'),
        'Capabilities': V('as', ['instant-changes']), 'HypervisorState': V('s', 'connected'),
        'HostNetworkState': V('s', 'disconnected'), 'State': V('s', 'degraded'),
        'DegradedReason': V('s', 'host.ini: no [end]')}}


def house():
    return dict([
        service(),
        vm(1, 'web10', 'running', [1, 2, 4], GuestAgent=V('s', 'connected'), GuestIps=V('as', ADDRESSES),
           GuestInfoTime=V('t', 1795280645000000), GuestInfoStale=V('b', True),
           GuestInterfaces=V('aa{sv}', [
               guest('lo', '00:00:00:00:00:00', ['127.0.0.1/8'], ['::1/128']),
               guest('eth0', '52:54:00:6e:77:01', ADDRESSES[:1], ADDRESSES[1:], path_of(2, 1)),
               guest('\\u001b[31m', '52:54:00:6e:77:03', marks=V('as', ['escaped', 'foreign-mac']))])),
        vm(2, 'web2', 'shutoff', [3], ManagedBy=V('s', 'ovirt')),
        vm(3, EVIL, 'paused', [], Problem=V('s', 'vm/x.ini: line 3\n\x1b]0;pwned\x07')),
        vm(4, WIDE, 'running', []),
        vnic(1, 1, 'net0', 1, GuestName=V('s', 'eth0'), Ipv4Addresses=V('as', ADDRESSES[:1]),
             Ipv6Addresses=V('as', ADDRESSES[1:])),
        vnic(2, 1, 'net1', 0, State=V('s', 'unwired'), LinkState=V('s', 'down')),
        vnic(3, 2, 'net0', 3, State=V('s', 'inactive'), LinkState=V('s', 'unknown'), HostDevice=V('s', ''),
             NextStart=V('a{sv}', {'linked': V('b', False), 'network': V('o', path_of(3, 1))})),
        vnic(4, 1, 'spare', 1, Plugged=V('b', False), State=V('s', 'unplugged'), LinkState=V('s', 'unknown'),
             Address=V('s', ''), HostDevice=V('s', ''), Alias=V('s', ''), Source=V('a{sv}', {}), PortIsolated=V('b', True),
             MirroredNetworks=V('ao', [path_of(3, 2), path_of(3, 3)]), Filter=V('s', 'clean-traffic'), FilterParameters=V('a{ss}', {'IP': EVIL}),
             VirtualPort=V('a{sv}', {'type': V('s', 'openvswitch'), 'profileid': V('s', 'web')}),
             NextStart=V('a{sv}', {'plugged': V('b', True)})),
        network(1, 'red', [1, 3, 4], Attachment=V('o', path_of(4, 1)), Mtu=V('u', 9000)),
        network(2, 'blue', Vlan=V('u', 42), Description=V('s', 'the ' + EVIL)),
        network(3, 'br0', Origin=V('s', 'host')),
        network(4, 'twin', Origin=V('s', 'libvirt'), Bridge=V('s', 'virbr0')),
        network(5, 'twin', Origin=V('s', 'host')),
        network(6, 'virbr0', Origin=V('s', 'host')),
        network(7, 'br0'),
        attachment(1, 1, 'nw0', Ignored=V('as', ['vlan', 'mtu'])),
        attachment(2, 7, 'br0', State=V('s', 'failed'), Problem=V('s', 'no such bridge'), InSync=V('b', False),
                   OutOfSync=V('aa{sv}', [difference('bridge', V('s', 'br0'), V('s', '')),
                                          difference('profile-mtu', V('u', 1500), V('u', 9000))])),
        nic('eth10', 10, Speed=V('u', 0), Carrier=V('b', False)),
        nic('eth2', 2, PortOf=V('s', 'bond0'), Mtu=V('u', 9000)),
        nic('bond0', 3, Kind=V('s', 'bond'), PortOf=V('s', 'br0'), Managed=V('b', False), Attachments=V('ao', [path_of(4, 2)])),
    ])
