#!/bin/bash
# by hand: it loses its power, and takes two minutes
# power cuts: the converged host of tests/scripts/deploy (an embedded team, an adapter of the host for each kind of traffic, VLANs, weights and
# addresses) loses its power, and is the same again when it is back: nobody types anything in between.
#
# It runs in parts, as 58-power does.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
script=/root/lab/tests/scripts/deploy/converged-host.ps1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
address_of() { ip -j -4 address show dev "$1" | jq -r '[.[].addr_info[] | .local + "/" + (.prefixlen | tostring)] | join(" ")'; }
pvid() { bridge -j vlan show dev "$1" | jq -r '[.[].vlans[] | select(.flags // [] | index("PVID")) | .vlan] | join(" ")'; }
master_of() { ip -j link show dev "$1" | jq -r '.[0].master // "none"'; }
kind_of() { ip -j -d link show dev "$1" | jq -r '.[0].linkinfo.info_kind // "none"'; }
alias_of() { ip -j link show dev "$1" | jq -r '.[0].ifalias // "none"'; }
# The team is a bond whose members are both NICs, and a port of the switch's bridge.
teamed() {
  local bond
  bond=$(master_of $PF0)
  [ "$bond" = "$(master_of $PF1)" ] && [ "$(kind_of "$bond")" = bond ] && [ "$(master_of "$bond")" = vs-converged ]
}
# Three weights and what is left, on each NIC.
divided() {
  local nic
  for nic in $PF0 $PF1; do
    [ "$(tc class show dev "$nic" | grep -c 'class htb')" -ge 4 ] || return 1
  done
}
# Everything that the script made and left, by the kernel's own tools.
as_asked() {
  is "$1: the NICs are a team under the switch" within 60 teamed
  equal "$1: Storage1 is in its VLAN" 30 "$(pvid vp-storage1)"
  equal "$1: Storage2 is in its VLAN" 40 "$(pvid vp-storage2)"
  equal "$1: Storage1 has its address" 10.30.0.11/24 "$(address_of vh-storage1)"
  equal "$1: Storage2 has its address" 10.40.0.11/24 "$(address_of vh-storage2)"
  equal "$1: its interface has the name that it was given" SMB2 "$(alias_of vh-storage2)"
  is "$1: Management is there" ip link show dev vh-management
  isnt "$1: what was removed is not" ip link show dev vh-migration
  is "$1: the uplinks are divided by weight" within 60 divided
}

case $1 in
  prepare)
    host_snapshot >/root/power.before
    for unit in agent restore; do
      sed 's|/usr/bin/iovsh|/usr/local/bin/iovsh|' "/root/lab/packaging/iovsh-$unit.service" >"/etc/systemd/system/iovsh-$unit.service"
    done
    systemctl daemon-reload
    is "the units are on" systemctl -q enable --now iovsh-restore iovsh-agent
    is "the script of a converged host runs" iovsh $script -SwitchName Converged -HostNumber 11 -Uplinks '82576|igb'
    equal "it came to its end" "done" "$(tail -n 1 $OUT)"
    as_asked "after the script"
    sync
    ;;
  cut)
    # Nothing was written for a while, and nothing is asked to be: what lasts is on the disk already.
    echo b >/proc/sysrq-trigger
    ;;
  check)
    as_asked "after the power cut"
    is "a repair finds nothing to do" run 'Test-VMHostIov -Fix -Confirm:$false | Out-Null'
    ;;
  finish)
    is "the adapters are removed" run '"Storage*", "Management" | ForEach-Object { Remove-VMNetworkAdapter -ManagementOS -Name $_ -WarningAction SilentlyContinue }'
    is "the switch is removed" run 'Remove-VMSwitch Converged -Force -WarningAction SilentlyContinue'
    systemctl -q disable --now iovsh-agent iovsh-restore
    rm -f /etc/systemd/system/iovsh-{agent,restore}.service
    systemctl daemon-reload
    for nic in $PF0 $PF1; do run "Set-NetAdapterSriov $nic -NumVFs 0" >/dev/null 2>&1; done
    same_host "the host is as it was before" /root/power.before
    rm -f /root/power.before
    ;;
esac
