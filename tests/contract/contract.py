# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the contract: interfaces with their doc comments, and the polkit policy."""

import dataclasses
import re
import xml.etree.ElementTree as ET

OURS = 'org.ovirt.NetWiring'
ACTION_PREFIX = 'org.ovirt.netwiring.'


@dataclasses.dataclass
class Member:
    """A method, property, signal, or the interface itself, with the comment in front of it."""

    interface: str
    element: ET.Element
    comment: str

    @property
    def name(self):
        return self.element.get('name')

    @property
    def kind(self):
        return self.element.tag

    @property
    def title(self):
        return f'{self.interface}.{self.name}' if self.kind != 'interface' else self.name

    def annotation(self, name, element=None):
        found = (self.element if element is None else element).find(f"annotation[@name='{name}']")
        return None if found is None else found.get('value')

    def arguments(self, direction='in'):
        return [a for a in self.element.findall('arg') if a.get('direction', 'out') == direction]

    def keys(self, argument):
        """Key to type of an a{sv} argument, None when it has no table."""
        table = self.annotation(OURS + '.Keys', argument)
        return None if table is None else dict(entry.split(':') for entry in table.split())

    def key_actions(self):
        """Key to action of a by-key method, None when it has no table."""
        table = self.annotation(OURS + '.KeyActions')
        return None if table is None else dict(entry.split('=') for entry in table.split(' '))

    def documented(self):
        """Whether the comment in front is about this member and has a text."""
        heading, _, text = self.comment.strip().partition('\n')
        return heading == self.name + ':' and bool(re.sub(r'^\s*@.*$', '', text, flags=re.M).strip())

    def argument_doc(self, name):
        match = re.search(rf'^\s*@{name}: (.+)$', self.comment, flags=re.M)
        return match.group(1) if match else ''

    def examples(self):
        return re.findall(r'^\s*(\$ busctl .*)$', self.comment, flags=re.M)


def interfaces(root):
    """For each XML file: its name and its members, the interface first."""
    for path in sorted((root / 'introspection').glob('*.xml')):
        parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))
        for interface, comment in with_comments(ET.parse(path, parser).getroot()):
            members = [Member(interface.get('name'), interface, comment)]
            members += [Member(interface.get('name'), e, c) for e, c in with_comments(interface)]
            yield path.name, members


def with_comments(parent):
    """Each child with the text of the comment right before it."""
    comment = ''
    for child in parent:
        if child.tag is ET.Comment:
            comment = child.text
        else:
            yield child, comment
            comment = ''


def policy(root):
    """Last word of each action: its element."""
    tree = ET.parse(root / 'polkit/org.ovirt.netwiring.policy.in')
    return {a.get('id').removeprefix(ACTION_PREFIX): a for a in tree.iter('action')}
