# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A VM's cards wherever one can look: on D-Bus, in both of libvirt's definitions, in the kernel and in
our store, which all have to say the same."""

import pathlib
import re
import xml.etree.ElementTree as ElementTree

import faults
import lab
from guests import cards
from netwiring import EMPTY, NETWORK, VM, VNIC

UNWIRED = 'nw-unwired'


class Domain:
    """What libvirt has of a VM: its cards by MAC address as it runs and as it will start, None where
    it does not run or has no definition to start from."""

    def __init__(self, name):
        text = lab.virsh(f'dominfo {name}; dumpxml {name}; dumpxml --inactive {name}')
        now, later = (ElementTree.fromstring(each) for each in re.findall('<domain .*?</domain>', text, re.S))
        self.persistent = re.search(r'^Persistent: +yes$', text, re.M) is not None
        self.state = re.search(r'^State: +(.*)$', text, re.M)[1].replace(' ', '')
        self.live = self.by_mac(now) if now.get('id') else None
        self.config = self.by_mac(later) if self.persistent else None

    @staticmethod
    def by_mac(domain):
        found = cards(domain)
        assert len({card.mac for card in found}) == len(found), 'a card is there twice'
        return {card.mac: card for card in found}

    def macs(self):
        return [*(self.live or {}), *(self.config or {})]

    def get(self, mac):
        """The card as it is in both, None where it is not."""
        return (self.live or {}).get(mac), (self.config or {}).get(mac)


class Store:
    """What is stored of a VM."""

    def __init__(self, vm_id):
        path = faults.STORE / 'vm' / f'{vm_id}.ini'
        ini = faults.read_ini(path)
        self.notes = {group['mac']: group for title, group in ini.items() if title.startswith('note-')}
        self.vnics = {group['id']: group for title, group in ini.items() if title.startswith('vnic-')}
        quarantines = [group for title, group in ini.items() if title.startswith('quarantine-')]
        self.released = any(group.get('released') == 'true' for group in quarantines)
        self.quarantined = bool(quarantines) and not self.released
        self.is_there = path.exists()

    def has_spare(self, vnic_id):
        """Whether it has how the card would be plugged again."""
        return self.vnics.get(vnic_id, {}).get('unplugged') == 'true'


class Differences(list):
    """Every pair of things that should be the same and is not."""

    def __init__(self, who):
        super().__init__()
        self.who = who

    def same(self, what, bus, other):
        if bus != other:
            self.append(f'{self.who}: {what} is {bus!r}, and elsewhere {other!r}')


class House:
    """All that D-Bus says at one moment."""

    def __init__(self, nw):
        objects = nw.client.objects()
        self.vms = {found[VM]['Name']: (path, found[VM]) for path, found in objects.items() if VM in found}
        self.vnics = {path: found[VNIC] for path, found in objects.items() if VNIC in found}
        networks = {path: found[NETWORK] for path, found in objects.items() if NETWORK in found}
        self.bridges = {EMPTY: UNWIRED, **{path: each['Bridge'] for path, each in networks.items()}}
        self.networks = {bridge: path for path, bridge in self.bridges.items()}


def link_mtu(name):
    """0 where there is no such link."""
    path = pathlib.Path('/sys/class/net', name, 'mtu')
    return int(path.read_text()) if path.exists() else 0


def port_is_isolated(tap):
    return pathlib.Path('/sys/class/net', tap, 'brport/isolated').read_text().strip() == '1'


class Look:
    """One look at a VM; found is what does not agree. undone: MAC addresses of cards that are in the running
    VM, but only until their guest lets go of them, since plugging them was undone."""

    def __init__(self, nw, name, undone=()):
        self.house, self.domain, self.undone = House(nw), Domain(name), undone
        path, self.vm = self.house.vms[name]
        self.store = Store(self.vm['Id'])
        self.found = Differences(name)
        self.found.same('State', self.vm['State'], self.domain.state)
        self.found.same('Persistent', self.vm['Persistent'], self.domain.persistent)
        self.found.same('Vnics', sorted(self.vm['Vnics']),
                        sorted(vnic for vnic, card in self.house.vnics.items() if card['Vm'] == path))
        mine = [self.house.vnics[vnic] for vnic in self.vm['Vnics'] if vnic in self.house.vnics]
        self.found.same('MAC addresses', sorted(card['MacAddress'] for card in mine if not self.is_spare(card)),
                        sorted({*(self.domain.live or {}), *(self.domain.config or {})}))
        self.found.same('number of names', len({card['Name'] for card in mine}), len(mine))
        self.check_store(mine)
        for card in mine:
            self.check_card(card)

    def is_spare(self, card):
        """Whether our store alone has the card."""
        return not card['Plugged'] and self.store.has_spare(card['Id'])

    def check_store(self, cards):
        store = self.store
        self.found.same('what is stored of others', set(store.vnics) - {card['Id'] for card in cards}, set())
        self.found.same('Quarantined', self.vm['Quarantined'], store.quarantined)
        self.found.same('file', store.is_there,
                        bool(store.vnics or store.notes or store.quarantined or store.released))
        macs = {card['MacAddress'] for card in cards}
        if not self.vm['ManagedSave']:      # or they may come back
            self.found.same('notes of cards that are gone', set(store.notes) - macs, set())

    def check_card(self, card):
        same = self.found.same
        spare = self.store.has_spare(card['Id'])
        live, config = (None, None) if self.is_spare(card) else self.domain.get(card['MacAddress'])
        self.found.who = f'{self.vm["Name"]}/{card["Name"]}'
        plugged = (config if self.domain.live is None else live) is not None
        same('Plugged', card['Plugged'], plugged)
        same('HostDevice', card['HostDevice'], live.tap if live else '')
        lasts = config if self.domain.persistent else live if card['MacAddress'] not in self.undone else None
        ours = card['Id'] in self.store.vnics
        same('what the store needs', spare, not lasts and (ours or not live))
        for xml in filter(None, (live, config)):
            same('unwired', xml.bridge == UNWIRED, xml.bridge == UNWIRED and xml.isolated and not xml.linked)
        if live or config:
            self.check_defined(card, live or config)
        elif spare:
            self.check_stored(card, self.store.vnics[card['Id']])
        if live:
            self.check_kernel(card)
        same('State', card['State'], card['State'] if card['State'] == 'unplugging' and live
             else self.state_of(card, plugged, live))
        same('LinkState', card['LinkState'], ('up' if live.linked else 'down') if live else 'unknown')
        same('NextStart', card['NextStart'], self.next_start(live, config))

    def check_defined(self, card, xml):
        same = self.found.same
        same('Alias', card['Alias'], xml.alias)
        same('Id', card['Id'], xml.alias[3:] if xml.alias.startswith('ua-') else card['Id'])
        same('Address', card['Address'].replace('.', ':'), xml.address if card['Plugged'] else '')
        same('Model', card['Model'], xml.model)
        same('Mtu', card['Mtu'], xml.mtu)
        same('Filter', (card['Filter'], card['FilterParameters']), (xml.filter, xml.parameters))
        same('PortIsolated', card['PortIsolated'], xml.isolated)
        same('Linked', card['Linked'], self.linked_of(xml))
        same('Network', self.house.bridges[card['Network']], xml.bridge)

    def check_stored(self, card, stored):
        same = self.found.same
        same('Alias', card['Alias'], f'ua-{card["Id"]}')
        same('Address', (card['Address'], stored['address']), ('', ''))
        same('Name', card['Name'], stored['name'])
        same('Model', card['Model'], stored['model'])
        same('Mtu', card['Mtu'], int(stored['mtu']))
        same('Filter', card['Filter'], stored['filter'])
        same('Linked', card['Linked'], stored['linked'] == 'true')
        same('PortIsolated', card['PortIsolated'], stored['isolated'] == 'true')
        same('Network', self.house.bridges[card['Network']], stored['source-name'])

    def check_kernel(self, card):
        tap = card['HostDevice']
        self.found.same('master', self.house.bridges[card['Network']], lab.master(tap))
        if lab.master(tap):
            self.found.same('isolation of the port', card['PortIsolated'], port_is_isolated(tap))
        for bridge in (self.house.bridges[path] for path in card['MirroredNetworks']):
            self.found.same(f'mirror of {bridge}', lab.mirrors(bridge).count(tap), 1)

    def linked_of(self, xml):
        """What the empty network covers is in our store."""
        note = self.store.notes.get(xml.mac)
        return note['linked'] == 'true' if note and xml.bridge == UNWIRED else xml.linked

    def state_of(self, card, plugged, live):
        if not plugged:
            return 'unplugged'
        if self.domain.live is None:
            return 'inactive'
        if card['Network'] == EMPTY:
            return 'unwired'
        return 'active' if live.linked else 'unlinked'

    def next_start(self, live, config):
        if self.domain.live is None or not self.domain.persistent or not (live or config):
            return {}
        if not (live and config):
            return {'plugged': config is not None}

        def values(xml):
            return {'linked': self.linked_of(xml), 'network': self.house.networks[xml.bridge],
                    'port-isolated': xml.isolated, 'filter': xml.filter, 'model': xml.model}
        now = values(live)
        changes = {key: value for key, value in values(config).items() if now[key] != value}
        return {**changes, **self.next_mtu(live, config)}

    @staticmethod
    def next_mtu(live, config):
        """A card that has none of its own gets its network's, if it is on any."""
        now, then = link_mtu(live.tap), config.mtu or (config.bridge != UNWIRED and link_mtu(config.bridge))
        differs = now != then if now and then else live.mtu != config.mtu
        return {'mtu': then or config.mtu} if differs else {}


def check(nw, *names):
    """All of it agrees, now."""
    for name in names:
        found = Look(nw, name).found
        assert not found, '\n'.join(found)


def wait(nw, *names, seconds=10):
    """All of it comes to agree: what others did is told a moment later."""
    for name in names:
        try:
            lab.wait_until(lambda: not Look(nw, name).found, seconds)
        except AssertionError:
            check(nw, name)
            raise


def power(nw, vm, verb, state, *options):
    """virsh VERB VM; wait until it is told, and all of it agrees."""
    lab.virsh(verb, vm, *options)
    lab.wait_until(lambda: nw.vm(vm)['State'] == state, 10, f'{vm} to be {state}')
    wait(nw, vm)
