#!/bin/bash
# Live migration between two hosts: the VM goes and comes back, with a VF where there is one, without where there is none, and what
# fails or dies on the way leaves it on exactly one of them. Runs on hv1; hv2 is beside it.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "$1"; }
ask() { iovsh -Command "$1" 2>&1 | tr -d '\r'; }
is_now() { [ "$(ask "$1")" = "$2" ]; }
far() { ssh -q hv2 "$@"; }
usage() { ask "(Get-VMNetworkAdapter one -ComputerName $1).IovUsage"; }
on_vf() { [ "$(usage "$1")" -gt 0 ] 2>/dev/null; }
# Where the domain runs, as libvirt on both says.
where() { virsh -q list --name | grep -qx one && echo hv1; far virsh -q list --name | grep -qx one && echo hv2; }
# at HOST COMMAND...: runs it there. guest_at HOST SCRIPT: in the guest, on the host where it is.
at() { local host=$1; shift; if [ "$host" = hv1 ]; then "$@"; else far "$(printf '%q ' "$@")"; fi; }
guest_at() { at "$1" guest one "$2"; }
lost_at() { if [ "$1" = hv1 ]; then lost one; else far 'cd /root/lab/tests/lab/steps && . ./checks.sh && lost one'; fi; }
settled() { [ "$(cat /var/lib/iovsh/desired.json <(far cat /var/lib/iovsh/desired.json) | grep -c '"side"')" = 0 ]; }

host_snapshot >/tmp/before
wire_up
is "hv2 answers by ssh" far true
equal "iovsh reaches it" hv2 "$(ask '(Get-VMHost -ComputerName hv2).Name.ToLower()')"
is "a switch on both" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -ComputerName hv1, hv2 -ErrorAction Stop"
far "ip link set $WIRE up"
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop"
is "that wants a VF" run "Set-VMNetworkAdapter one -IovWeight 100 -ErrorAction Stop"
is "and runs" run "Start-VM one -ErrorAction Stop"
is "its guest answers" guest --wait one
is "on a VF" within 20 on_vf hv1
guest_address one 10.9.0.20
is "it reaches the wire" within 60 guest one "ping -q -c 2 -W 1 $WIRE_IP"

refused "nobody may migrate so far" "Enable-VMMigration" run "Move-VM one hv2 -ErrorAction Stop"
equal "and it is where it was" hv1 "$(where)"
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
# libvirt runs every QEMU once to learn what it can: not while the clock runs.
far virsh -q domcapabilities >/dev/null 2>&1
equal "nothing is against it" 0 "$(ask '@((Compare-VM one -DestinationHost hv2).Incompatibilities).Count')"

pings one $WIRE_IP
started=$(now)
is "it moves to hv2" run "Move-VM one hv2 -ErrorAction Stop"
note "Move-VM took $(since "$started") s"
equal "it runs on hv2 alone" hv2 "$(where)"
isnt "hv1 has no definition of it" virsh -q dominfo one
is "its guest answers there" far guest --wait one
is "on a VF of hv2" within 20 on_vf hv2
note "of the pings (sent, lost, longest gap, five a second): $(lost_at hv2)"
is "it reaches the wire from there" guest_at hv2 "ping -q -c 3 -W 1 $WIRE_IP"
mac=$(far virsh -q domiflist one | awk '/00:/ { print $5; exit }')
isnt "hv1's NIC keeps no frames for its address" eval "bridge fdb show dev $PF0 | grep -i $mac | grep -q permanent"
is "both have forgotten the migration" settled

started=$(now)
is "it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
note "the way back took $(since "$started") s"
equal "it runs on hv1 alone" hv1 "$(where)"
is "on a VF of hv1" within 20 on_vf hv1
is "its guest answers" guest --wait one

is "hv2 has no VFs for anybody" run "Disable-NetAdapterSriov $PF0 -CimSession hv2 -ErrorAction Stop"
is "it moves there all the same" run "Move-VM one hv2 -ErrorAction Stop"
equal "it runs on hv2" hv2 "$(where)"
equal "without a VF" 0 "$(usage hv2)"
is "it reaches the wire" within 60 guest_at hv2 "ping -q -c 2 -W 1 $WIRE_IP"
is "it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "and is on a VF again" within 20 on_vf hv1
is "hv2 has VFs again" run "Enable-NetAdapterSriov $PF0 -CimSession hv2 -ErrorAction Stop"

# A process that dies while memory is sent: libvirt goes on by itself, and the next command puts both ends right.
iovsh -Command 'Move-VM one hv2' >/tmp/move.out 2>&1 &
mover=$!
is "the migration has begun" within 20 eval "virsh -q domjobinfo one | grep -qi 'migration\|unbounded'"
kill -9 $mover
wait $mover 2>/dev/null
# What libvirt has begun it ends by itself; then the next command that sees both hosts settles it.
settles() { iovsh -Command 'Get-VM one -ComputerName hv1, hv2 -ErrorAction Ignore' >/dev/null 2>&1; settled; }
is "it is settled by the next command" within 60 settles
at=$(where)
is "it runs on one host" eval '[ "$at" = hv1 ] || [ "$at" = hv2 ]'
note "after the kill it is on $at"
is "with a VF" within 60 on_vf "$at"
is "both have forgotten the migration" settled
[ "$at" = hv1 ] || is "it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"

is "off, it moves as its definition" run "Stop-VM one -TurnOff -Force; Move-VM one hv2 -ErrorAction Stop"
is "hv2 has it" far virsh -q dominfo one
isnt "hv1 has not" virsh -q dominfo one
is "hv2 removes it" run "Remove-VM one -Force -ComputerName hv2 -ErrorAction Stop"
is "and the switches" run "Remove-VMSwitch lan -Force -ComputerName hv1, hv2 -ErrorAction Stop"
equal "no socket is left" "" "$(ls /run/libvirt/iovsh 2>/dev/null; far ls /run/libvirt/iovsh 2>/dev/null)"
wire_down 2>/dev/null
exit 0
