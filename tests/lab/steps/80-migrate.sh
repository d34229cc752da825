#!/bin/bash
# Live migration between two hosts: the VM goes and comes back, with a VF where there is one, without where there is none, and what
# fails or dies on the way leaves it on exactly one of them. Runs on hv1; hv2 is beside it.
. ./checks.sh
. ./migrating.sh

two_hosts
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
clean_up_hosts hv2 one
exit 0
