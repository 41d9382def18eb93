#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""check-includes.py SOURCE_DIR: who may include whom.

The static libraries keep the layers apart only as far as headers live in folders of their own, and
libvirt's for one are in /usr/include. This holds the rest.
"""

import re

import tree

# Room: the rooms whose headers it may include besides its own.
ROOMS = {
    'daemon/core': [],
    'daemon/ports': ['daemon/core'],
    'daemon/engine': ['daemon/core', 'daemon/ports'],
    'daemon/bus': ['daemon/core', 'daemon/ports', 'daemon/engine'],
    'daemon/adapters/libvirt': ['daemon/core', 'daemon/ports'],
    'daemon/adapters/networkmanager': ['daemon/core', 'daemon/ports'],
    'daemon/adapters/polkit': ['daemon/core', 'daemon/ports'],
    'daemon/adapters/keyfile': ['daemon/core', 'daemon/ports'],
    'daemon/adapters/netlink': ['daemon/core', 'daemon/ports'],
    'daemon/adapters/journald': ['daemon/core', 'daemon/ports'],
    'daemon/start': ['daemon/core'],
    'daemon/main.c': ['daemon'],
    'client': [],
    'tests/fakes': ['daemon/core', 'daemon/ports'],
    'tests/unit': ['daemon', 'client', 'tests'],
    'tests/bus': ['daemon/core', 'daemon/ports', 'daemon/engine', 'daemon/bus', 'tests'],
}

# Header of a library: the rooms that may see it.
LIBRARIES = {
    r'gio/': ['daemon/ports', 'daemon/start', 'daemon/engine', 'daemon/bus', 'daemon/adapters', 'daemon/main.c', 'client', 'tests'],
    r'glib/gstdio|fcntl|unistd|sys/': ['daemon/adapters', 'daemon/start', 'daemon/main.c', 'client', 'tests'],
    r'libvirt/': ['daemon/adapters/libvirt', 'tests'],
    r'libxml/': ['daemon/adapters/libvirt', 'tests'],
    r'NetworkManager\.h|libnm/|nm-': ['daemon/adapters/networkmanager', 'tests'],
    r'polkit': ['daemon/adapters/polkit', 'tests'],
    r'libmnl/|linux/': ['daemon/adapters/netlink', 'tests'],
    r'systemd/': ['daemon/main.c', 'tests'],
    r'json-glib/': ['client', 'tests'],
    r'nwd-interfaces\.h': ['daemon/bus', 'daemon/main.c', 'client', 'tests'],
}

# A decision about a caller is never made by a process id, which somebody else may have by then.
FORBIDDEN_WORDS = r'unix_process|PolkitUnixProcess'


def inside(path, rooms):
    return any(path == room or path.startswith(room + '/') for room in rooms)


def room_of(path):
    return next((room for room in sorted(ROOMS, key=len, reverse=True) if inside(path, [room])), None)


def target_of(root, source, header):
    """The path in the tree that an include names, or None when it is a library's."""
    for folder in (source.parent, root / 'daemon', root / 'tests', root):
        path = (folder / header).resolve()
        if path.is_file() and path.is_relative_to(root):
            return str(path.relative_to(root))
    return None


def check(root):
    for source in tree.files(root, '*.c', '*.h'):
        name = str(source.relative_to(root))
        text = source.read_text(encoding='utf-8')
        room = room_of(name)
        if room is None and not name.startswith('tests/'):
            yield f'{name}: in no room of the house'
            continue
        for number, line in enumerate(text.split('\n'), 1):
            if match := re.match(r'\s*#\s*include\s*[<"]([^>"]+)', line):
                problem = include_problem(root, source, name, room, match.group(1))
                if problem:
                    yield f'{name}:{number}: {problem}'
            if name.startswith('daemon/') and re.search(FORBIDDEN_WORDS, line):
                yield f'{name}:{number}: the subject of a check is a bus name, never a process'


def include_problem(root, source, name, room, header):
    target = target_of(root, source, header)
    if target and room and not inside(target, [room, *ROOMS[room]]):
        return f'{room} may not include {target}'
    if not target:
        for pattern, rooms in LIBRARIES.items():
            if re.match(pattern, header) and not inside(name, rooms):
                return f'{room or name} may not include {header}'
    return None


if __name__ == '__main__':
    tree.main(check)
