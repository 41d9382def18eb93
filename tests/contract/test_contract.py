#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Runs the rules of the contract on the tree, and each on copies with a mistake that it must find."""

import pathlib
import shutil
import sys
import tempfile
import unittest

import rules

ROOT = pathlib.Path(__file__).resolve().parents[2]
MANAGER = 'introspection/org.ovirt.NetWiring.Manager.xml'
VNIC = 'introspection/org.ovirt.NetWiring.Vnic.xml'
MANUAL = 'introspection/org.ovirt.NetWiring.rst'
POLICY = 'polkit/org.ovirt.netwiring.policy.in'
CATALOG = 'data/netwiring.catalog'
EXAMPLE = 'polkit/50-netwiring.rules.example'

# Rule, file, what stands there, the mistake in its place.
MISTAKES = [
    (rules.every_method_has_a_known_action, VNIC, 'Action" value="link"', 'Action" value="lynk"'),
    (rules.every_method_has_a_known_action, VNIC, 'Action" value="link"', 'Comment" value="link"'),
    (rules.every_method_has_a_known_action, VNIC, 'value="by-key"', 'value="link"'),
    (rules.key_tables_are_complete, VNIC, 'linked=link network', 'network'),
    (rules.key_tables_are_complete, VNIC, ' *=manage-vnic"', '"'),
    (rules.key_tables_are_complete, VNIC, 'network=rewire', 'network=move'),
    (rules.key_tables_are_complete, VNIC, '"linked:b network:o plugged:b', '"linked:b network:o colour:s plugged:b'),
    (rules.key_tables_are_complete, VNIC, '<annotation name="org.ovirt.NetWiring.Keys"', '<annotation name="x"'),
    (rules.changing_methods_take_options, VNIC, 'name="options" type="a{sv}"', 'name="options" type="as"'),
    (rules.changing_methods_take_options, VNIC, '"dry-run:b ', '"'),
    (rules.properties_are_read_only, VNIC, 'access="read"', 'access="readwrite"'),
    (rules.properties_are_read_only, VNIC, 'EmitsChangedSignal" value="true"', 'EmitsChangedSignal" value="yes"'),
    (rules.everything_is_documented, VNIC, '      LinkState:\n', '      LinkStatus:\n'),
    (rules.everything_is_documented, VNIC, '@linked: True puts', 'True puts'),
    (rules.everything_is_documented, MANAGER, '$ busctl call', '$ gdbus call'),
    (rules.keys_are_documented, VNIC, '``bounce-link`` b', '``bounce-link`` u'),
    (rules.examples_are_valid, VNIC, 'SetLinked ba{sv} false 0', 'SetLinked ba{sv} no 0'),
    (rules.examples_are_valid, VNIC, 'SetLinked ba{sv} false 0', 'SetLinked b false'),
    (rules.examples_are_valid, VNIC, 'linked b true 0', 'coloured b true 0'),
    (rules.examples_are_valid, VNIC, 'linked b true 0', 'linked s true 0'),
    (rules.examples_are_valid, VNIC, 'oa{sv} $NETWORK 0', 'oa{sv} $NETWORK 0 0'),
    (rules.examples_are_valid, VNIC, 'busctl get-property', 'busctl set-property'),
    (rules.errors_exist, MANAGER, '``NotFound`` when there is no such VM', '``NoSuchVm`` when there is no such VM'),
    (rules.errors_exist, 'daemon/core/nwd-error.c', '"Degraded"', '"Broken"'),
    (rules.the_policy_asks, POLICY, '<allow_active>auth_admin_keep', '<allow_active>yes'),
    (rules.the_policy_asks, POLICY, 'org.ovirt.netwiring.manage-host"', 'org.ovirt.netwiring.manage-hosts"'),
    (rules.the_policy_asks, POLICY, 'change the networks of', 'change $(network) of'),
    (rules.every_event_is_explained, CATALOG, '-- 6e65', '-- 6e66'),
    (rules.every_event_is_explained, MANUAL, '``change-given-up``', '``change-given``'),
    (rules.the_journal_takes_the_catalog, CATALOG, 'Subject: The bridge', 'Title: The bridge'),
    (rules.example_rules_name_what_exists, EXAMPLE, 'org.ovirt.netwiring.rewire', 'org.ovirt.netwiring.move'),
    (rules.example_rules_name_what_exists, EXAMPLE, 'lookup("old-network")', 'lookup("from-network")'),
    (rules.everybody_calls_and_root_owns, 'data/org.ovirt.NetWiring.conf.in', '<allow send_destination', '<allow own'),
    (rules.the_bus_starts_the_unit, 'data/org.ovirt.NetWiring.service.in', 'netwiring.service', 'netwired.service'),
    (rules.the_bus_starts_the_unit, 'data/netwiring.service.in', 'ExecStart=', 'ExecStart=/bin/'),
    (rules.the_bus_starts_the_unit, 'data/netwiring.service.in', 'BusName=@BUS_NAME@', 'BusName=org.ovirt.Wiring'),
    (rules.every_interface_is_built, 'introspection/meson.build', "  'org.ovirt.NetWiring.Vm',\n", ''),
    (rules.every_interface_is_built, MANUAL, '.. include:: reference-org.ovirt.NetWiring.Vm.rst\n', ''),
    (rules.every_interface_is_built, VNIC, 'interface name="org.ovirt.NetWiring.Vnic"', 'interface name="org.ovirt.X"'),
]


class Contract(unittest.TestCase):
    """The tree keeps every rule, and no rule is blind."""

    def test_rules_hold(self):
        for rule in rules.RULES:
            with self.subTest(rule.__name__):
                self.assertEqual(list(rule(ROOT)), [])

    def test_mistakes_are_found(self):
        for rule, file, right, wrong in MISTAKES:
            with self.subTest(rule.__name__, wrong=wrong), tempfile.TemporaryDirectory() as folder:
                copy = pathlib.Path(folder)
                for part in ('introspection', 'polkit', 'data', 'daemon/core'):
                    shutil.copytree(ROOT / part, copy / part)
                text = (copy / file).read_text(encoding='utf-8')
                self.assertIn(right, text)
                (copy / file).write_text(text.replace(right, wrong), encoding='utf-8')
                self.assertNotEqual(list(rule(copy)), [])

    def test_every_rule_has_a_mistake(self):
        self.assertEqual({rule for rule, *_ in MISTAKES}, set(rules.RULES))


if __name__ == '__main__':
    unittest.main(argv=sys.argv[:1])
