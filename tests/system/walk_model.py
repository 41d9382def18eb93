# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What VMs and their cards should be after each step of a walk, told without asking anybody."""

SHOWN = ['network', 'linked', 'mtu', 'model']
NETWORK_MTU = 1500
NEW = {'network': '', 'linked': True, 'mtu': 0, 'model': 'virtio'}


def next_mtu(now, then):
    """A card that has none of its own gets its network's, if it is on any."""
    mtu = then['mtu'] or (NETWORK_MTU if then['network'] else 0)
    differs = (now['mtu'] or NETWORK_MTU) != mtu if mtu else now['mtu'] != then['mtu']
    return {'mtu': mtu} if differs else {}


class Card:
    """A card: how it is in the running VM, in the definition of its next start, and where none of them
    lasts, in the store; each a dict of SHOWN, None where it is not."""

    def __init__(self, known):
        self.live = self.config = self.spare = self.saved = None
        self.known = known      # the store has a record of it
        self.note = None        # the link that the empty network covers; None: none is stored
        self.asked = False      # its guest was asked to let go of it
        self.undone = False     # which undid the plugging of it: then it does not stay as an unplugged one
        self.held = None        # how it was when its VM was cut off: now, and at the next start where that differs
        self.released = None    # how it was then, if its VM was let go while it was saved

    def linked_of(self, values):
        if values is not self.spare and values['network'] == '':
            return bool(self.note)
        return values['linked']

    def values(self):
        """As it is to be seen."""
        return self.live or self.config or self.spare

    def copy_of(self, values):
        return {**values, 'linked': self.linked_of(values)}

    def place_of(self, values):
        return {'network': values['network'], 'linked': self.linked_of(values)}

    def is_there(self):
        return self.values() is not None


class Vm:
    """A VM: on or off, and its cards by MAC address."""

    def __init__(self, persistent, lets_go):
        self.persistent, self.lets_go = persistent, lets_go
        self.on = self.is_saved = self.quarantined = False
        self.cards = {}

    def there(self):
        return {mac: card for mac, card in self.cards.items() if card.is_there()}

    def set_note(self, card):
        """While the VM is saved, what it brings back may need the one that is there."""
        covered = [each for each in (card.live, card.config) if each and each['network'] == '']
        if covered or not self.is_saved:
            card.note = covered[0]['linked'] if covered else None

    # what callers ask for

    def add(self, mac, plugged, values):
        self.cards[mac] = card = Card(known=True)
        card.spare = {**NEW, **values}
        if plugged:
            self.plug(mac)

    def plug(self, mac):
        card = self.cards[mac]
        for each in filter(None, [card.live, card.config]):
            each['linked'] = card.linked_of(each)
        values = card.copy_of(card.values())
        if self.on and not card.live:
            card.live = dict(values)
        if self.persistent and not card.config:
            card.config = dict(values)
        if card.config or not self.persistent:
            card.spare = None
        self.set_note(card)

    def unplug(self, mac):
        card = self.cards[mac]
        card.spare, card.known = card.copy_of(card.values()), True
        card.live = card.config = None
        card.asked = card.undone = False
        self.set_note(card)

    def update(self, mac, changes):
        card = self.cards[mac]
        defined = [each for each in (card.live, card.config) if each]
        for values, linked in [(each, card.linked_of(each)) for each in defined or [card.spare]]:
            values.update({'linked': linked, **changes})
        if defined:
            self.set_note(card)

    def remove(self, mac):
        card = self.cards[mac]
        card.config = card.spare = None
        card.known = False
        self.set_note(card)
        self.forget_gone()

    def quarantine(self):
        self.quarantined = True
        for mac in self.there():
            self.hold(mac)
        for card in self.cards.values():
            card.released = None

    def hold(self, mac):
        card = self.cards[mac]
        now, later = card.place_of(card.values()), card.live and card.config and card.place_of(card.config)
        card.held = now, later if later != now else None
        self.update(mac, {'network': ''})

    def release(self):
        """Those that somebody moved meanwhile stay where they are."""
        self.quarantined = False
        held = {mac: card.held for mac, card in self.there().items()}
        for card in self.cards.values():
            card.released = card.held and self.is_saved and card.held[0]
            card.held = None
        for mac, (now, later) in held.items():
            card = self.cards[mac]
            if card.values()['network'] != '':
                continue
            if later and card.live and card.config:
                card.live.update(now)
                card.config.update(later)
                self.set_note(card)
            else:
                self.update(mac, later if later and card.config else now)

    # what others do

    def attach(self, mac, scopes, network):
        card = self.cards.setdefault(mac, Card(known=False))
        for scope in scopes:
            setattr(card, scope, {**NEW, 'network': network})

    def detach(self, mac, scopes):
        card = self.cards[mac]
        before = card.copy_of(card.values())
        for scope in scopes:
            setattr(card, scope, None)
        self.keep(card, before)
        self.forget_gone()

    def keep(self, card, values):
        """The store remembers what it knows of, when the next start is not to have it."""
        lasts = card.config if self.persistent else card.live
        late = card.asked and not card.undone and not card.live
        if not lasts and not card.spare and (card.known or late):
            card.spare, card.known = values, True

    def set_link(self, mac, scopes, linked):
        for scope in scopes:
            getattr(self.cards[mac], scope)['linked'] = linked

    # power

    def start(self):
        for card in self.cards.values():
            source = card.saved if self.is_saved else card.config
            card.live = dict(source) if source else None
            card.saved = None
        self.on, self.is_saved = True, False
        self.come_back()

    def come_back(self):
        """What was saved elsewhere does not leave the quarantine by that, and what only that has comes to it; what
        was let go meanwhile does leave it."""
        for mac, card in self.there().items() if self.quarantined else ():
            if not card.held:
                self.hold(mac)
            elif card.live and card.live['network'] and card.config and not card.config['network']:
                self.update(mac, {'network': ''})
        for card in self.cards.values():
            back = card.released
            card.released = None
            if back and card.live and not card.live['network'] and not (card.config and not card.config['network']):
                card.live.update(back)
                self.set_note(card)

    def save(self):
        for card in self.cards.values():
            card.saved = card.live
        self.is_saved = True
        self.off()

    def off(self):
        self.let_go(*self.cards.values())
        self.on = False
        if not self.persistent:
            self.quarantined = False
            self.cards.clear()
        self.forget_gone()

    def reset(self):
        """What its guest was asked for is done."""
        self.let_go(*(card for card in self.cards.values() if card.asked))
        self.forget_gone()

    def let_go(self, *cards):
        """They leave the running VM."""
        for card in cards:
            before = card.live and card.copy_of(card.live)
            card.live = None
            if before and card.asked:
                self.keep(card, before)
            card.asked = card.undone = False

    def forget_gone(self):
        for mac in [mac for mac, card in self.cards.items() if not card.is_there() and not card.saved]:
            del self.cards[mac]

    # what is to be seen

    def picture(self):
        return {mac: self.card_picture(card) for mac, card in self.there().items()}

    def card_picture(self, card):
        shown = {**card.copy_of(card.values()), 'plugged': (card.live if self.on else card.config) is not None,
                 'unplugging': card.asked}
        later = {}
        if self.on and self.persistent and bool(card.live) != bool(card.config) and (card.live or card.config):
            later = {'plugged': card.config is not None}
        elif self.on and self.persistent and card.live and card.config:
            now, then = card.copy_of(card.live), card.copy_of(card.config)
            later = {key: then[key] for key in SHOWN if key != 'mtu' and then[key] != now[key]}
            later.update(next_mtu(now, then))
        return {**shown, 'next': later}
