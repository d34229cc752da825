#!/bin/bash
# by hand: it takes two and a half minutes
# Members come to an embedded team and leave it under a stream and pings of one guest: by the paravirtual path, where nobody needs to
# notice a member that comes, and by a virtual function, whose member leaves.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
ask() { iovsh -Command "$1" 2>&1 | tr -d '\r'; }
# The numbers that the guest sends over one connection, ten a second, as they came in at the wire.
STREAM=/tmp/stream.out
arrived() { tail -n 1 $STREAM 2>/dev/null || echo 0; }
flows() { local a; a=$(arrived) && sleep 1 && [ "$(arrived)" != "$a" ]; }
unbroken() { awk '$1 != NR { exit 1 } END { exit NR == 0 }' $STREAM; }
reaches() { guest one "ping -q -c 1 -W 1 $WIRE_IP"; }
members() { ask "(Get-VMSwitchTeam team).NetAdapterName -join ' '"; }
# The NIC whose virtual function the guest has; nothing where it has none.
function_of() { ask "\$vf = (Get-VMNetworkAdapter one).VirtualFunction; if (\$vf) { \$vf.Name }"; }

host_snapshot >/tmp/before
wire_up
is "VFs of the first NIC" run "Set-NetAdapterSriov $PF0 -NumVFs 1"
is "VFs of the second" run "Set-NetAdapterSriov $PF1 -NumVFs 1"
is "a switch with a team of one" run "New-VMSwitch team -NetAdapterName $PF0 -EnableEmbeddedTeaming \$true -EnableIov \$true"
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM on it" run "New-VM one -MemoryStartupBytes 192MB -SwitchName team $boot"
is "it starts" run "Start-VM one"
is "its guest answers" guest --wait one
guest_address one 10.9.0.20
is "it reaches the wire" within 60 reaches
rm -f $STREAM
ip netns exec wire socat -u TCP-LISTEN:5001,reuseaddr OPEN:$STREAM,creat &
listener=$!
sleep 1
guest one "(i=1; while echo \$i; do i=\$((i+1)); sleep 0.1; done) 2>/dev/null | nc $WIRE_IP 5001 >/dev/null 2>&1 &"
is "a stream flows" within 20 flows

# moves TEXT COMMAND MOST: what is lost meanwhile is said; more than MOST pings in a row are too many, where that is given.
moves() {
  local sent gone longest
  pings one $WIRE_IP
  sleep 2
  is "$1" run "$2"
  sleep 3
  is "$1: it reaches the wire" within 60 reaches
  is "$1: the stream flows" within 60 flows
  read -r sent gone longest < <(lost one)
  note "$1: $gone of $sent pings lost, longest gap $longest"
  [ -z "${3:-}" ] || is "$1: nobody who does not move has noticed" [ "$longest" -le "$3" ]
}

# --- by the paravirtual path -----------------------------------------------------------------------
moves "a member comes" "Add-VMSwitchTeamMember team -NetAdapterName $PF1" 5
equal "the team has both" "$PF0 $PF1" "$(members)"
is "the first carries everything" grep -q "$PF0" /sys/class/net/vt-team/bonding/active_slave
moves "the member that carries nothing leaves" "Remove-VMSwitchTeamMember team -NetAdapterName $PF1" 5
equal "the team has the first" "$PF0" "$(members)"
is "the other is loose" [ ! -e "/sys/class/net/$PF1/master" ]
is "it comes again" run "Add-VMSwitchTeamMember team -NetAdapterName $PF1"
moves "the member that carries everything leaves" "Remove-VMSwitchTeamMember team -NetAdapterName $PF0"
equal "the team has the second" "$PF1" "$(members)"
moves "it comes back" "Add-VMSwitchTeamMember team -NetAdapterName $PF0" 5

# --- by a virtual function -------------------------------------------------------------------------
is "the adapter asks for a virtual function" run "Set-VMNetworkAdapter one -IovWeight 100"
has_function() { [ -n "$(function_of)" ]; }
is "it has one" within 60 has_function
own=$(function_of)
other=$([ "$own" = "$PF0" ] && echo "$PF1" || echo "$PF0")
is "it reaches the wire" within 60 reaches
moves "the member that it has no function of leaves" "Remove-VMSwitchTeamMember team -NetAdapterName $other" 5
equal "it has the same function" "$own" "$(function_of)"
moves "it comes back" "Add-VMSwitchTeamMember team -NetAdapterName $other" 5
equal "it has the same function" "$own" "$(function_of)"
moves "the member of its function leaves" "Remove-VMSwitchTeamMember team -NetAdapterName $own"
is "it has one of the other" within 60 eval '[ "$(function_of)" = "$other" ]'
isnt "the last member cannot go" run "Remove-VMSwitchTeamMember team -NetAdapterName $other"
is "the stream flows still" within 60 flows
kill "$listener" 2>/dev/null
wait "$listener" 2>/dev/null
is "it is one connection, and every number came in its place" unbroken
note "numbers over one connection: $(wc -l <$STREAM)"
events=$(ask "(Get-WinEvent -LogName Microsoft-Windows-Hyper-V-VmSwitch-Operational | Group-Object Id | Sort-Object Name | % { \"\$(\$_.Name)x\$(\$_.Count)\" }) -join ' '")
equal "the log of switches has who came and who left" "114x4 115x4" "$events"

is "the VM is turned off" run "Stop-VM one -TurnOff -Force; Remove-VM one -Force"
is "the switch is removed" run "Remove-VMSwitch team -Force"
is "the VFs are given back" run "Set-NetAdapterSriov $PF0 -NumVFs 0; Set-NetAdapterSriov $PF1 -NumVFs 0"
wire_down
same_host "the host is as it was before" /tmp/before
