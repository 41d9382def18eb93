# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What must hold between interfaces, policy, bus configuration and manual.

Each rule is a function of the source folder that yields what is wrong.
"""

import configparser
import os
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ET

import busctl
from contract import OURS, interfaces, policy

EMITS = 'org.freedesktop.DBus.Property.EmitsChangedSignal'
COMMON_OPTIONS = {'dry-run': 'b', 'timeout': 'u'}
# What polkit is always told with these actions, so that a message may show it.
DETAILS = {name: {'vm', 'vnic'} for name in ('link', 'rewire', 'plug', 'manage-vnic', 'mirror')} | {
    'refresh': {'vm'}, 'read-history': set()}
# Methods with such an action read and change nothing.
READING = {'public', 'read-history'}
KEPT = {*DETAILS} - {'mirror'}  # for a while, of an active session
DEFAULTS = {True: ['auth_admin', 'auth_admin', 'auth_admin_keep'], False: ['auth_admin'] * 3}

RULES = []


def rule(function):
    RULES.append(function)
    return function


def members(root, *kinds):
    return [m for _, ms in interfaces(root) for m in ms if not kinds or m.kind in kinds]


def read(root, name):
    return (root / name).read_text(encoding='utf-8')


@rule
def every_method_has_a_known_action(root):
    known = {'public', 'owner', 'by-key', *policy(root)}
    for method in members(root, 'method'):
        action = method.annotation(OURS + '.Action')
        if action not in known:
            yield f'{method.title}: action {action}'
        if (action == 'by-key') != (method.key_actions() is not None):
            yield f'{method.title}: a table of key actions belongs to by-key'


@rule
def key_tables_are_complete(root):
    for method in members(root, 'method'):
        for argument in method.arguments():
            if argument.get('type') == 'a{sv}' and method.keys(argument) is None:
                yield f'{method.title}: {argument.get("name")} has no table of keys'
        actions = method.key_actions()
        if actions is None:
            continue
        keys = [k for a in method.arguments() if a.get('name') != 'options' for k in method.keys(a) or {}]
        if set(actions) - {'+'} != {*keys, '*'}:
            yield f'{method.title}: keys with action {sorted(actions)}, keys {sorted(keys)}'
        for action in set(actions.values()) - set(policy(root)):
            yield f'{method.title}: key action {action}'


@rule
def changing_methods_take_options(root):
    for method in members(root, 'method'):
        if method.annotation(OURS + '.Action') in READING:
            continue
        last = (method.arguments() or [ET.Element('arg')])[-1]
        if (last.get('name'), last.get('type')) != ('options', 'a{sv}'):
            yield f'{method.title}: the last argument is not a{{sv}} options'
        elif not COMMON_OPTIONS.items() <= (method.keys(last) or {}).items():
            yield f'{method.title}: without dry-run or timeout'


@rule
def properties_are_read_only(root):
    for prop in members(root, 'property'):
        if prop.element.get('access') != 'read':
            yield f'{prop.title}: access {prop.element.get("access")}'
        if prop.annotation(EMITS) not in ('true', 'const', 'invalidates', 'false'):
            yield f'{prop.title}: does not say how it is signalled'


@rule
def everything_is_documented(root):
    for member in members(root):
        if not member.documented():
            yield f'{member.title}: without a doc comment'
        for argument in member.element.findall('arg'):
            if not member.argument_doc(argument.get('name')):
                yield f'{member.title}: argument {argument.get("name")} without a description'
        if member.kind != 'interface' and not member.examples():
            yield f'{member.title}: without a busctl line'


@rule
def keys_are_documented(root):
    for _, (interface, *others) in interfaces(root):
        for method in others:
            for argument in method.arguments():
                doc = method.argument_doc(argument.get('name'))
                if doc == 'See the description of the interface.':
                    doc = interface.comment
                for key, kind in (method.keys(argument) or {}).items():
                    if f'``{key}`` {kind}' not in ' '.join(doc.split()):
                        yield f'{method.title}: key {key} of type {kind} is not described'


@rule
def examples_are_valid(root):
    for member in members(root, 'method', 'property'):
        for line in member.examples():
            try:
                check_example(member, line)
            except (busctl.Mistake, ValueError, IndexError) as mistake:
                yield f'{member.title}: {line}: {mistake}'


def check_example(member, line):
    verb, service, (_, interface, name, *words) = busctl.parse(line)
    if (service, interface, name) != (OURS, member.interface, member.name):
        raise busctl.Mistake('calls something else')
    if verb != {'method': 'call', 'property': 'get-property'}[member.kind]:
        raise busctl.Mistake(f'wrong verb {verb}')
    signature = ''.join(a.get('type') for a in member.arguments())
    if (words.pop(0) if words else '') != signature:
        raise busctl.Mistake(f'signature is not {signature}')
    given = busctl.values(signature, words)
    if words:
        raise busctl.Mistake(f'{words} left over')
    for argument, value in zip(member.arguments(), given):
        for key, (kind, _) in value.items() if isinstance(value, dict) else ():
            expected = member.keys(argument).get(key)
            if kind != expected and (kind, expected) not in (('s', 'o'), ('as', 'ao')):
                raise busctl.Mistake(f'key {key} of type {kind}')


@rule
def errors_exist(root):
    known = set(re.findall(r'"([A-Z][A-Za-z]+)"', read(root, 'daemon/core/nwd-error.c')))
    section = read(root, 'introspection/org.ovirt.NetWiring.rst').partition('\nErrors\n------')[2]
    terms = re.findall(r'^``[A-Z].*$', section, flags=re.M)
    listed = {name for term in terms for name in re.findall(r'``(\w+)``', term)}
    if known != listed:
        yield f'manual and daemon differ in errors {sorted(known ^ listed)}'
    for member in members(root):
        text = member.comment.partition('Errors: ')[2].partition('Example::')[0]
        for name in set(re.findall(r'``([A-Z]\w+)``', text)) - known:
            yield f'{member.title}: no error {name}'


@rule
def the_policy_asks(root):
    used = set()
    for method in members(root, 'method'):
        used |= {method.annotation(OURS + '.Action'), *(method.key_actions() or {}).values()}
    for name, action in policy(root).items():
        if name not in used:
            yield f'{name}: no method needs it'
        defaults = [d.text for d in action.find('defaults')]
        if defaults != DEFAULTS[name in KEPT]:
            yield f'{name}: defaults {defaults}'
        shown = set(re.findall(r'\$\((\w+)\)', action.findtext('message')))
        if not shown <= DETAILS.get(name, set()):
            yield f'{name}: the message shows {sorted(shown)}, which may be missing'


@rule
def every_event_is_explained(root):
    code = read(root, 'daemon/core/nwd-event-type.c')
    known = set(re.findall(r'"([0-9a-f]{32})"', code))
    explained = re.findall(r'^-- (.*)$', read(root, 'data/netwiring.catalog'), flags=re.M)
    if known != set(explained) or len(known) != len(explained):
        yield f'catalog and daemon differ in {sorted(known.symmetric_difference(explained))}'
    manual = read(root, 'introspection/org.ovirt.NetWiring.rst')
    for name in re.findall(r'[A-Z]\]\s*= \{ "([a-z-]+)"', code):
        if f'``{name}``' not in manual:
            yield f'{name}: not in the manual'


@rule
def the_journal_takes_the_catalog(root):
    with tempfile.TemporaryDirectory() as folder:
        for place in ('usr/lib/systemd/catalog', 'var/lib/systemd/catalog'):
            os.makedirs(f'{folder}/{place}')
        shutil.copy(root / 'data/netwiring.catalog', f'{folder}/usr/lib/systemd/catalog')
        subprocess.run(['journalctl', '--update-catalog', f'--root={folder}'], check=True)
        dump = subprocess.run(['journalctl', '--dump-catalog', f'--root={folder}'], check=True,
                              capture_output=True, text=True).stdout
    entries = re.findall(r'^-- [0-9a-f]{32}\nSubject: \S', dump, flags=re.M)
    if len(entries) != read(root, 'data/netwiring.catalog').count('\n-- '):
        yield f'the journal knows {len(entries)} entries with a subject'


@rule
def example_rules_name_what_exists(root):
    text = read(root, 'polkit/50-netwiring.rules.example')
    known = {'org.ovirt.netwiring.' + name for name in policy(root)}
    for name in set(re.findall(r'org\.ovirt\.netwiring\.[\w-]+', text)) - known:
        yield f'example rules: no action {name}'
    manual = read(root, 'introspection/org.ovirt.NetWiring.rst')
    for detail in set(re.findall(r'lookup\("([\w-]+)"\)', text)):
        if f'``{detail}``' not in manual:
            yield f'example rules: no detail {detail}'


@rule
def everybody_calls_and_root_owns(root):
    tree = ET.parse(root / 'data/org.ovirt.NetWiring.conf.in')
    found = [(p.attrib, [(r.tag, r.attrib) for r in p]) for p in tree.findall('policy')]
    if found != [({'user': 'root'}, [('allow', {'own': '@BUS_NAME@'})]),
                 ({'context': 'default'}, [('allow', {'send_destination': '@BUS_NAME@'})])]:
        yield f'bus policy: {found}'


@rule
def the_bus_starts_the_unit(root):
    activation = ini(root / 'data/org.ovirt.NetWiring.service.in')['D-BUS Service']
    unit = ini(root / 'data/netwiring.service.in')['Service']
    if activation['Name'] != unit['BusName']:
        yield 'activation file and unit differ in the bus name'
    if activation['Exec'] != unit['ExecStart']:
        yield 'activation file and unit start different programs'
    if not (root / 'data' / (activation['SystemdService'] + '.in')).exists():
        yield f'no unit {activation["SystemdService"]}'


def ini(path):
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.read(path, encoding='utf-8')
    return parser


@rule
def every_interface_is_built(root):
    build = read(root, 'introspection/meson.build')
    manual = read(root, 'introspection/org.ovirt.NetWiring.rst')
    for file, (interface, *_) in interfaces(root):
        if file != interface.name + '.xml':
            yield f'{file}: has interface {interface.name}'
        if f"'{interface.name}'" not in build and f"'{file}'" not in build:
            yield f'{file}: not in meson.build'
        if f'.. include:: reference-{interface.name}.rst\n' not in manual:
            yield f'{file}: not in the manual'
