#!/bin/bash
# by hand: it takes two machines a quarter of an hour
# Migration between two hosts when things go wrong on the way: called off, ssh killed, the wire cut for a while and for good, the process
# killed, libvirt killed at either end, iovsh killed at the other end. Runs on hv1; hv2 is beside it.
. ./checks.sh
. ./migrating.sh

two_hosts
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
# libvirt runs every QEMU once to learn what it can: not while the clock runs.
far virsh -q domcapabilities >/dev/null 2>&1
# The daemon, whichever it is; systemctl takes the killing of a unit that is not there for done.
kill_libvirt='pkill -KILL -x "libvirtd|virtqemud"'

begins one /tmp/daemon.out
is "the daemon of hv2 is killed" far "$kill_libvirt"
wait $mover
stays_whole "with the daemon of hv2 killed"

begins one /tmp/own-daemon.out
is "the daemon of hv1 is killed" eval "$kill_libvirt"
wait $mover
stays_whole "with the daemon of hv1 killed"

begins one /tmp/serve.out
# The iovsh at the other end that hv1 speaks to.
is "iovsh of hv2 is killed" far 'pkill -KILL -f "^iovsh.*serve"'
wait $mover
stays_whole "with iovsh of hv2 killed"

begins one /tmp/cancel.out
kill -INT $mover
wait $mover
equal "called off it stays" hv1 "$(where)"
stays_whole "called off"

begins one /tmp/cut.out
# The ssh that carries memory: its number is the first word of its mark.
kill -9 "$(cat /run/iovsh/*-ssh-* | head -n 1 | cut -d' ' -f1)"
wait $mover
stays_whole "with its ssh killed"

begins one /tmp/killed.out
kill -9 $mover
wait $mover 2>/dev/null
stays_whole "with Move-VM killed"

begins one /tmp/wire.out
ip link set enp2s0 down
sleep 10
ip link set enp2s0 up
wait $mover
stays_whole "with the wire cut for ten seconds"

begins one /tmp/long.out
ip link set enp2s0 down
wait $mover
refused "while the wire is cut nobody starts it a second time" "Vm.Migrating\|AlreadyRunning\|InvalidState" run "Start-VM one -ErrorAction Stop"
ip link set enp2s0 up
is "hv2 is reached again" within 60 far true
stays_whole "with the wire cut until Move-VM gave up"

for out in cancel cut wire long daemon own-daemon serve; do
  note "what Move-VM said ($out): $(tr -s ' \n' ' ' <"/tmp/$out.out" | cut -c1-300)"
done
is "it is stopped" run "Stop-VM one -TurnOff -Force -ErrorAction Stop"
clean_up_hosts hv1 one
exit 0
