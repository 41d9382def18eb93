# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Values that nobody should send: a list of known troublemakers, and random ones."""

from gi.repository import GLib

import bus

# No name of anything: of no network, no interface.
NAMES = ['', ' ', 'a b', 'a\nb', 'a\tb', '\x1b[31mred', 'a\x7f', "red'/><source bridge='evil", '../../etc/passwd', '/',
         '.', '..', 'x' * 10000, 'a\u202eb', 'a\u200b', '\ufeffa', 'a\u2028b', '%s%n', '[host]\nx=y', '#a', 'a=b',
         '-a b', 'r\u00e9d', '\U0001f600']
# What no text may have in it.
TEXTS = ['a\nb', 'a\tb', '\x1b[31mred', 'a\x7f', 'x' * 10000, 'a\u202eb', 'a\u200b', '\ufeffa', 'a\u2028b', 'a\u2029b']
# What a text may well have in it, though it has a meaning somewhere.
PLAIN = ['"quoted"', "it's", '[host]', 'a=b', '# no comment', '; neither', ' leading', 'trailing ', 'back\\slash', '\\n',
         '%s%n', '<b>&amp;', '../..', 'r\u00e9d \U0001f600', 'x' * 128]
TYPES = ['b', 'y', 'n', 'u', 'i', 't', 'x', 'd', 's', 'o', 'g', 'v', 'as', 'ao', 'ay', 'a{sv}', 'a{ss}', '(su)', 'aa{sv}']
NUMBERS = [0, 1, 67, 68, 1400, 1500, 4094, 4095, 9000, 65521, 65522, 1 << 31, (1 << 32) - 1]
BITS = {'y': (0, 255), 'n': (-1 << 15, 1 << 15), 'i': (-1 << 31, (1 << 31) - 1), 't': (0, 1 << 63),
        'x': (-1 << 63, (1 << 63) - 1)}


class Random:
    """Values of any type, by a generator with a seed; texts and paths are some that mean something."""

    def __init__(self, generator, texts, paths):
        self.generator, self.paths = generator, [*paths, '/', bus.ROOT, '/a', bus.ROOT + '/network/x' + 'y' * 300]
        self.texts = [*texts, *NAMES, *PLAIN]

    def dictionary(self, keys):
        """a{sv}: mostly keys that are known, mostly of their type."""
        pick = self.generator
        known = pick.sample(sorted(keys), pick.randint(0, min(3, len(keys))))
        result = {key: self.variant(keys[key] if pick.random() < 0.9 else pick.choice(TYPES)) for key in known}
        if pick.random() < 0.1:
            result[pick.choice(self.texts)] = self.variant(pick.choice(TYPES))
        return result

    def variant(self, kind):
        return GLib.Variant(kind, self.value(kind))

    def value(self, kind):
        pick = self.generator
        if kind in BITS:
            return pick.randint(*BITS[kind])
        if kind.startswith('a{'):
            return {self.value(kind[2]): self.value(kind[3:-1]) for _ in range(pick.randint(0, 2))}
        if kind.startswith('a'):
            return [self.value(kind[1:]) for _ in range(pick.randint(0, 3))]
        if kind.startswith('('):
            return tuple(map(self.value, kind[1:-1]))
        return {'b': lambda: pick.random() < 0.5, 'u': lambda: pick.choice(NUMBERS), 'd': pick.random,
                's': lambda: pick.choice(self.texts), 'o': lambda: pick.choice(self.paths), 'g': lambda: 'a{sv}',
                'v': lambda: self.variant(pick.choice(['b', 'u', 's']))}[kind]()
