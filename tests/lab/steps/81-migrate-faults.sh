#!/bin/bash
# by hand: it has not been run to its end yet
# Migration between two hosts when things go wrong or stand still: one TCP connection throughout, paused, saved, off with its disk, to
# another PF, called off, the wire cut, libvirt killed at either end, two at once. Runs on hv1; hv2 is beside it.
. ./checks.sh
. ./migrating.sh

two_hosts
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
# libvirt runs every QEMU once to learn what it can: not while the clock runs.
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

guest one 'echo saved here >/tmp/mark'
is "it is saved" run "Save-VM one -ErrorAction Stop"
is "and moves with what was saved" run "Move-VM one hv2 -ErrorAction Stop"
equal "saved" Saved "$(ask '(Get-VM one -ComputerName hv2).State')"
isnt "hv1 keeps none of it" eval 'ls /var/lib/libvirt/qemu/save | grep -q one'
is "it goes on there" run "Start-VM one -ComputerName hv2 -ErrorAction Stop"
equal "where it was" "saved here" "$(guest_at hv2 'cat /tmp/mark')"
is "on a VF of hv2" within 60 on_vf hv2
is "and comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"

is "the switch of hv2 goes to its other PF" run \
  "Remove-VMSwitch lan -Force -ComputerName hv2; New-VMSwitch lan -NetAdapterName $PF1 -EnableIov \$true -Force -ComputerName hv2 -ErrorAction Stop"
is "it moves there" run "Move-VM one hv2 -ErrorAction Stop"
is "on a VF of that one" within 60 on_vf hv2
is "and comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "hv2 has its switch as before" run \
  "Remove-VMSwitch lan -Force -ComputerName hv2; New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -ComputerName hv2 -ErrorAction Stop"

begins one /tmp/cancel.out
kill -INT $mover
wait $mover
equal "called off it stays" hv1 "$(where)"
stays_whole "called off"

begins one /tmp/cut.out
# The ssh that carries memory: its number is the first word of its mark.
kill -9 "$(cat /run/libvirt/iovsh/*-ssh-* | head -n 1 | cut -d' ' -f1)"
wait $mover
stays_whole "with its ssh killed"

begins one /tmp/wire.out
ip link set enp2s0 down
sleep 20
ip link set enp2s0 up
wait $mover
stays_whole "with the wire cut"

begins one /tmp/daemon.out
far 'systemctl kill -s KILL virtqemud.service || systemctl kill -s KILL libvirtd.service'
wait $mover
stays_whole "with the daemon of hv2 killed"

begins one /tmp/own-daemon.out
systemctl kill -s KILL virtqemud.service || systemctl kill -s KILL libvirtd.service
wait $mover
stays_whole "with the daemon of hv1 killed"

begins one /tmp/serve.out
# The iovsh at the other end that hv1 speaks to.
far 'pkill -KILL -f "iovsh.*serve"'
wait $mover
stays_whole "with iovsh of hv2 killed"

is "a second VM" run "New-VM two -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop; Set-VMNetworkAdapter two -IovWeight 100; Start-VM two -ErrorAction Stop"
is "its guest answers" guest --wait two
equal "two move at once" "Completed Completed" \
  "$(ask '$jobs = (Move-VM one hv2 -AsJob), (Move-VM two hv2 -AsJob); $jobs | Wait-Job | Out-Null; "$($jobs.State)"')"
equal "both run there" 2 "$(far virsh -q list --name | grep -c .)"
is "both on a VF" within 60 eval '[ "$(ask "@(Get-VMNetworkAdapter one, two -ComputerName hv2 | Where-Object IovUsage).Count")" = 2 ]'
is "they are stopped" run "Stop-VM one, two -TurnOff -Force -ComputerName hv2 -ErrorAction Stop"
clean_up_hosts hv2 one two
exit 0
