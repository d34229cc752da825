#!/bin/bash
# by hand: it takes two machines some ten minutes
# What others do: `virsh migrate` by hand, which the agents of both ends make right; and a target whose NIC has no link, which is an event
# there. Runs on hv1; hv2 is beside it.
. ./checks.sh
. ./migrating.sh

two_hosts
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
far virsh -q domcapabilities >/dev/null 2>&1
steps=/root/lab/tests/lab/steps
agent() { at "$1" systemd-run -q --unit=lab-agent -p Type=notify iovsh --host local --agent; }
mac=$(virsh -q domiflist one | awk '/:/ { print $5; exit }')
# Whether the NIC of a host takes frames for the guest by its paravirtual port.
takes() { at "$1" bridge fdb show dev $PF0 | grep -i "$mac" | grep -q permanent; }
takes_not() { ! takes "$1"; }

is "the agent of hv1 starts" agent hv1
is "the agent of hv2 starts" agent hv2
is "it gives its VF up" run "Set-VMNetworkAdapter one -IovWeight 0 -ErrorAction Stop"
is "hv1's NIC takes frames for it" within 20 takes hv1
ip netns exec wire socat -u TCP-LISTEN:5000,reuseaddr OPEN:/tmp/stream,creat,trunc &
listener=$!
guest one "(i=0; while echo \$i; do i=\$((i + 1)); sleep 0.1; done) 2>/dev/null | nc $WIRE_IP 5000 >/dev/null 2>&1 &"
is "the connection stands" within 20 test -s /tmp/stream
is "virsh migrates it" virsh migrate --live --persistent --undefinesource --p2p one qemu+ssh://hv2/system
equal "it runs on hv2 alone" hv2 "$(where)"
is "the agent of hv1 takes its address from the NIC" within 30 takes_not hv1
is "the agent of hv2 tells the NIC there" within 30 takes hv2
before=$(wc -l </tmp/stream)
grows() { [ "$(wc -l </tmp/stream)" -gt "$before" ]; }
is "the connection goes on there" within 60 grows
is "it asks for a VF there" run "Set-VMNetworkAdapter one -IovWeight 100 -ComputerName hv2 -ErrorAction Stop"
is "and is on one" within 60 on_vf hv2
is "it comes back by iovsh" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "on a VF" within 60 on_vf hv1
before=$(wc -l </tmp/stream)
is "the connection goes on here" within 60 grows
guest one 'killall nc'
listener_ends $listener
lines=$(wc -l </tmp/stream)
equal "every line came over one connection, once and in its place" "$(seq 0 $((lines - 1)) | md5sum)" "$(head -n "$lines" /tmp/stream | md5sum)"
systemctl stop lab-agent
far systemctl stop lab-agent

# The cable of the NIC under hv2's switch is pulled.
events() { ask "@(Get-WinEvent -ComputerName $1 -ErrorAction Ignore | Where-Object { \$_.Id -eq 21024 -and \$_.VMName -eq 'one' }).Count"; }
is "hv2's NIC loses its link" far "cd $steps && . ./checks.sh && cable pf0 off"
no_carrier() { far cat /sys/class/net/$PF0/carrier | grep -qx 0; }
is "which the kernel sees" within 20 no_carrier
equal "Compare-VM says that it would lose its network" 90904 "$(ask '((Compare-VM one -DestinationHost hv2).Incompatibilities | Where-Object MessageId -ne 90901).MessageId')"
is "it moves there all the same" run "Move-VM one hv2 -ErrorAction Stop -WarningAction SilentlyContinue"
equal "it runs on hv2" hv2 "$(where)"
equal "event 21024 is at the target" 1 "$(events hv2)"
equal "and not at the source" 0 "$(events hv1)"
is "hv2's NIC has its link again" far "cd $steps && . ./checks.sh && cable pf0 on"
is "it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
equal "without another such event" 1 "$(ask '@(Get-WinEvent -ComputerName hv1, hv2 | Where-Object Id -eq 21024).Count')"
is "on a VF" within 60 on_vf hv1
is "it reaches the wire" within 60 guest one "ping -q -c 2 -W 1 $WIRE_IP"
is "it is stopped" run "Stop-VM one -TurnOff -Force -ErrorAction Stop"
clean_up_hosts hv1 one
exit 0
