# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash

# The names of objects of one kind, those alone that mean nothing else to a shell. A service that does not run is not started for this.
_netwiringctl_names ()
{
  netwiringctl --timeout=1 --complete "$1" 2> /dev/null
}

# What may come after the words so far, options left out.
_netwiringctl_words ()
{
  case "$*" in
    '') echo status recover vm vnic network attachment label nic wire setup checkpoint monitor history ;;
    recover) echo previous empty ;;
    vm) echo list show ip quarantine release ;;
    vnic) echo list show stats link wire add update plug unplug remove mirror ;;
    network) echo list show create update delete ;;
    nic) echo list show stats manage unmanage ;;
    attachment) echo list show stats add update sync accept remove ;;
    label) echo list add remove ;;
    checkpoint) echo list commit rollback extend ;;
    'vm show' | 'vm ip' | 'vm quarantine' | 'vm release' | 'vnic list' | 'vnic add') _netwiringctl_names vm ;;
    'vnic show' | 'vnic stats' | 'vnic link' | 'vnic wire' | 'vnic update' | 'vnic plug' | 'vnic unplug' | 'vnic remove' | 'vnic mirror') _netwiringctl_names vnic ;;
    'vm quarantine '*' '*) ;;
    'vm quarantine '*) _netwiringctl_names network ;;
    'vnic link '*' '*) ;;
    'vnic link '*) echo up down ;;
    'vnic wire '*' '*) ;;
    'vnic wire '* | 'vnic mirror '*) _netwiringctl_names network ;;
    'network show' | 'network update' | 'network delete' | 'attachment add') _netwiringctl_names network ;;
    'nic show' | 'nic stats' | 'nic manage' | 'nic unmanage') _netwiringctl_names nic ;;
    'attachment show' | 'attachment stats' | 'attachment update' | 'attachment sync' | 'attachment accept' | 'attachment remove') _netwiringctl_names attachment ;;
    'label add '*' '*) ;;
    'label add '*) _netwiringctl_names nic ;;
    'label remove') _netwiringctl_names label ;;
    'checkpoint commit' | 'checkpoint rollback' | 'checkpoint extend') _netwiringctl_names checkpoint ;;
  esac
}

_netwiringctl ()
{
  local word=${COMP_WORDS[COMP_CWORD]} before=() earlier
  for earlier in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    [[ $earlier == -* ]] || before+=("$earlier")
  done
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(netwiringctl --help | grep -oE -- '--[a-z-]+')" -- "$word")
  else
    mapfile -t COMPREPLY < <(compgen -W "$(_netwiringctl_words "${before[@]}")" -- "$word")
  fi
}

complete -F _netwiringctl netwiringctl
