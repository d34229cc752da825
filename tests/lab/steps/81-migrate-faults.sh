#!/bin/bash
# Live migration between two hosts when things go wrong or stand still: paused, called off, cut off, libvirt killed at the target, two at
# once, and one TCP connection throughout. Runs on hv1; hv2 is beside it.
. ./checks.sh
. ./migrating.sh

# The job of VM is under way. begins VM LOG: Move-VM in the background, until libvirt sends memory.
sends() { virsh -q domjobinfo "$1" | grep -qi 'migration\|unbounded'; }
begins() {
  iovsh -Command "Move-VM $1 hv2" >"$2" 2>&1 &
  mover=$!
  is "the migration of $1 has begun" within 60 sends "$1"
}
settles() { iovsh -Command 'Get-VM one -ComputerName hv1, hv2 -ErrorAction Ignore' >/dev/null 2>&1; settled; }
# After something was cut off: exactly one host runs it, with a VF, and it answers. stays_whole WHAT
stays_whole() {
  is "$1: it is settled" within 60 settles
  at=$(where)
  is "$1: it runs on one host" eval '[ "$at" = hv1 ] || [ "$at" = hv2 ]'
  note "$1: it is on $at"
  is "$1: on a VF" within 60 on_vf "$at"
  is "$1: it reaches the wire" within 60 guest_at "$at" "ping -q -c 2 -W 1 $WIRE_IP"
  [ "$at" = hv1 ] || is "$1: it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
}

two_hosts
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
far virsh -q domcapabilities >/dev/null 2>&1

# One connection from the guest to the wire, ten numbered lines a second, while it goes there and back.
ip netns exec wire busybox nc -l -p 5000 >/tmp/stream &
listener=$!
guest one "(i=0; while [ \$i -lt 1200 ]; do echo \$i; i=\$((i + 1)); usleep 100000; done) | nc $WIRE_IP 5000 >/dev/null 2>&1 &"
is "the connection stands" within 20 eval '[ -s /tmp/stream ]'
is "it moves to hv2" run "Move-VM one hv2 -ErrorAction Stop"
before=$(wc -l </tmp/stream)
is "the connection goes on there" within 60 eval '[ "$(wc -l </tmp/stream)" -gt '"$before"' ]'
is "it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
before=$(wc -l </tmp/stream)
is "the connection goes on here" within 60 eval '[ "$(wc -l </tmp/stream)" -gt '"$before"' ]'
guest one 'killall nc'
wait $listener 2>/dev/null
lines=$(wc -l </tmp/stream)
equal "every line came, once and in its place" "$(seq 0 $((lines - 1)) | md5sum)" "$(head -n "$lines" /tmp/stream | md5sum)"
note "lines over one connection: $lines"

is "one that is paused keeps its VF" run "Suspend-VM one -ErrorAction Stop"
refused "and does not move with it" "paused" run "Move-VM one hv2 -ErrorAction Stop"
is "without one it" run "Resume-VM one; Set-VMNetworkAdapter one -IovWeight 0; Suspend-VM one -ErrorAction Stop"
is "moves as it is" run "Move-VM one hv2 -ErrorAction Stop"
equal "paused" Paused "$(ask '(Get-VM one -ComputerName hv2).State')"
is "and back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "it goes on" run "Resume-VM one; Set-VMNetworkAdapter one -IovWeight 100 -ErrorAction Stop"
is "on a VF" within 60 on_vf hv1

begins one /tmp/cancel.out
kill -INT $mover
wait $mover
equal "called off it stays" hv1 "$(where)"
stays_whole "called off"

begins one /tmp/cut.out
kill -9 "$(cat /run/libvirt/iovsh/*-ssh | head -n 1)"
wait $mover
stays_whole "with its wire cut"

begins one /tmp/daemon.out
far 'systemctl kill -s KILL virtqemud.service || systemctl kill -s KILL libvirtd.service'
wait $mover
stays_whole "with the daemon of hv2 killed"

is "a second VM" run "New-VM two -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop; Set-VMNetworkAdapter two -IovWeight 100; Start-VM two -ErrorAction Stop"
is "its guest answers" guest --wait two
equal "two move at once" "Completed Completed" \
  "$(ask '$jobs = (Move-VM one hv2 -AsJob), (Move-VM two hv2 -AsJob); $jobs | Wait-Job | Out-Null; "$($jobs.State)"')"
equal "both run there" 2 "$(far virsh -q list --name | grep -c .)"
is "both on a VF" within 60 eval '[ "$(ask "@(Get-VMNetworkAdapter one, two -ComputerName hv2 | Where-Object IovUsage).Count")" = 2 ]'
is "they are stopped" run "Stop-VM one, two -TurnOff -Force -ComputerName hv2 -ErrorAction Stop"
clean_up_hosts hv2 one two
exit 0
