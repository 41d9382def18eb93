# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The polkit adapter against the real one, in a lab; POLKIT_PROBE is the program that has it."""

import os
import time

import pytest

import lab
from bus import Client
from probe import Probe

RULE = '''polkit.addRule(function(action, subject) {
    if (action.id == "org.ovirt.netwiring.link" && action.lookup("vnic") == "net0") return polkit.Result.YES;
    if (action.id == "org.ovirt.netwiring.rewire" && action.lookup("network") == "red") return polkit.Result.NO;
});'''
ANSWERS = 'yes', 'no', 'needs-interaction', 'dismissed', 'error', 'cancelled'


class Checker(Probe):
    def __init__(self, sender):
        super().__init__(os.environ['POLKIT_PROBE'])
        self.sender = sender

    def ask(self, action, *details, interactive=False):
        self.send('check', self.sender, action, 'yes' if interactive else 'no', *details)

    def answer(self):
        return self.expect(*ANSWERS)

    def check(self, *arguments, **options):
        self.ask(*arguments, **options)
        return self.answer()


@pytest.fixture
def alice(client):
    checker = Checker(client('alice').connection.get_unique_name())
    yield checker
    assert checker.close() == 0


def test_rules_decide_by_details(alice):
    with lab.polkit_rule(RULE):
        assert alice.check('link', 'vm', 'web1', 'vnic', 'net0') == 'yes'
        assert alice.check('link', 'vm', 'web1', 'vnic', 'net1') == 'needs-interaction'
        assert alice.check('rewire', 'vnic', 'net0', 'network', 'red') == 'no'
        assert alice.check('rewire', 'vnic', 'net0', 'network', 'blue') == 'needs-interaction'


def test_no_agent_is_no_wait(alice):
    assert alice.check('link', interactive=True) == 'needs-interaction'


def test_unknown_action_is_an_error(alice):
    assert alice.check('no-such-word').startswith('error')


def test_subject_that_left_is_no_yes():
    bob = Client('bob')
    checker = Checker(bob.connection.get_unique_name())
    bob.close()
    with lab.polkit_rule(RULE):
        assert checker.check('link', 'vnic', 'net0') != 'yes'
    assert checker.close() == 0


def test_polkitd_killed_with_a_check_in_its_hands(alice):
    assert alice.check('link') == 'needs-interaction'
    lab.service('polkitd', 'pause')
    alice.ask('link')
    lab.service('polkitd', 'kill')
    assert alice.answer().startswith('error')
    assert alice.check('link') == 'needs-interaction'       # the bus has started another one


def test_cancelled_while_polkitd_hangs(alice):
    assert alice.check('link') == 'needs-interaction'
    lab.service('polkitd', 'pause')
    try:
        alice.ask('link')
        alice.send('cancel')
        assert alice.answer() == 'cancelled'
    finally:
        lab.service('polkitd', 'resume')


def test_cancelled_at_any_moment(alice):
    """libpolkit warns of each cancellation that comes too late, and warnings end the probe."""
    answers = set()
    for step in range(300):
        alice.ask('link', interactive=True)
        time.sleep(step / 10000)            # the moment is the point: no event marks it
        alice.send('cancel')
        answers.add(alice.answer())
    assert answers == {'cancelled', 'needs-interaction'}
