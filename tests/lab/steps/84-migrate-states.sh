#!/bin/bash
# by hand: it takes two machines half an hour
# The live migrations of Microsoft's test plans by name, there and back with one TCP connection throughout; then paused, saved, and to
# another PF. Runs on hv1; hv2 is beside it.
. ./checks.sh
. ./migrating.sh

two_hosts
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
# libvirt runs every QEMU once to learn what it can: not while the clock runs.
far virsh -q domcapabilities >/dev/null 2>&1

# One connection from each guest to the wire, ten numbered lines a second, while it goes there and back.
declare -A listener
streams() { # streams VM PORT
  ip netns exec wire socat -u "TCP-LISTEN:$2,reuseaddr" "OPEN:/tmp/stream.$1,creat,trunc" &
  listener[$1]=$!
  guest "$1" "(i=0; while echo \$i; do i=\$((i + 1)); sleep 0.1; done) 2>/dev/null | nc $WIRE_IP $2 >/dev/null 2>&1 &"
  is "$1: the connection stands" within 20 test -s "/tmp/stream.$1"
}
goes_on() { # goes_on TEXT VM
  local before
  before=$(wc -l <"/tmp/stream.$2")
  grows() { [ "$(wc -l <"/tmp/stream.$1")" -gt "$2" ]; }
  is "$1: the connection of $2 goes on" within 60 grows "$2" "$before"
}
streamed() { # streamed VM
  guest "$1" 'killall nc'
  listener_ends "${listener[$1]}"
  local lines
  lines=$(wc -l <"/tmp/stream.$1")
  equal "$1: every line came over one connection, once and in its place" "$(seq 0 $((lines - 1)) | md5sum)" "$(head -n "$lines" "/tmp/stream.$1" | md5sum)"
  note "$1: lines over one connection: $lines"
}
vfs_of() { ask "@(Get-VMNetworkAdapter $1 -ComputerName $2 | Where-Object IovUsage).Count"; }
no_vfs() { is "hv2 has no VFs for anybody" run "Disable-NetAdapterSriov $PF0 -CimSession hv2 -ErrorAction Stop"; }
vfs_again() { is "hv2 has VFs again" run "Enable-NetAdapterSriov $PF0 -CimSession hv2 -ErrorAction Stop"; }

streams one 5000
is "LM_Single_VF: it moves to hv2" run "Move-VM one hv2 -ErrorAction Stop"
is "LM_Single_VF: on a VF" within 60 on_vf hv2
goes_on LM_Single_VF one
is "LM_Single_VF: it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "LM_Single_VF: on a VF" within 60 on_vf hv1
goes_on LM_Single_VF one
no_vfs
is "LM_Single_FailoverVF: it moves to hv2" run "Move-VM one hv2 -ErrorAction Stop"
equal "LM_Single_FailoverVF: without a VF" 0 "$(usage hv2)"
goes_on LM_Single_FailoverVF one
is "LM_Single_FailoverVF: it comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "LM_Single_FailoverVF: on a VF" within 60 on_vf hv1
goes_on LM_Single_FailoverVF one

is "a second VM" run "New-VM two -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop"
is "with two adapters" run "Add-VMNetworkAdapter two -Name second -SwitchName lan -ErrorAction Stop; Set-VMNetworkAdapter two -IovWeight 100; Start-VM two -ErrorAction Stop"
is "its guest answers" guest --wait two
guest_address two 10.9.0.21
streams two 5001
# both TEXT FROM TO VFS: both go at once.
both() {
  equal "$1: two move at once to $3" "Completed Completed" \
    "$(ask "\$jobs = (Move-VM one $3 -ComputerName $2 -AsJob), (Move-VM two $3 -ComputerName $2 -AsJob); \$jobs | Wait-Job | Out-Null; \$jobs | Receive-Job -ErrorAction Continue; \"\$(\$jobs.State)\"" | tail -n 1)"
  vfs_are() { [ "$(vfs_of 'one, two' "$1")" = "$2" ]; }
  is "$1: with $4 VFs" within 60 vfs_are "$3" "$4"
  goes_on "$1" one
  goes_on "$1" two
}
both LM_Multiple_FailoverVF hv1 hv2 0
both LM_Multiple_FailoverVF hv2 hv1 3
vfs_again
both LM_Multiple_VF hv1 hv2 3
both LM_Multiple_VF hv2 hv1 3
streamed one
streamed two
is "the second one goes" run "Stop-VM two -TurnOff -Force; Remove-VM two -Force -ErrorAction Stop"

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
equal "which is at another place" "$PF1_PCI" "$(far 'virsh dumpxml one' | sed -n "/<hostdev /,/<\/hostdev>/s/.*<address domain='0x\(....\)' bus='0x\(..\)' slot.*/\1:\2:00.0/p" | head -n 1)"
is "and comes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "on a VF of hv1" within 60 on_vf hv1
is "hv2 has its switch as before" run \
  "Remove-VMSwitch lan -Force -ComputerName hv2; New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -ComputerName hv2 -ErrorAction Stop"

is "one that is paused keeps its VF" run "Suspend-VM one -ErrorAction Stop"
refused "and does not move with it" "paused" run "Move-VM one hv2 -ErrorAction Stop"
is "without one it" run "Resume-VM one; Set-VMNetworkAdapter one -IovWeight 0; Suspend-VM one -ErrorAction Stop"
is "moves as it is" run "Move-VM one hv2 -ErrorAction Stop"
equal "paused" Paused "$(ask '(Get-VM one -ComputerName hv2).State')"
refused "and not back before it has run" "has not\|not run" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
refused "nor is it saved" "Vm.NotRun" run "Save-VM one -ComputerName hv2 -ErrorAction Stop"
is "it runs for a moment" run "Resume-VM one -ComputerName hv2 -ErrorAction Stop; Suspend-VM one -ComputerName hv2 -ErrorAction Stop"
is "and goes back" run "Move-VM one hv1 -ComputerName hv2 -ErrorAction Stop"
is "it goes on" run "Resume-VM one -ErrorAction Stop"
clock_runs() { guest "$1" 'before=$(cut -d. -f1 /proc/uptime); sleep 2; [ "$(cut -d. -f1 /proc/uptime)" -gt "$before" ]'; }
is "and its clock" clock_runs one
is "it wants a VF again" run "Set-VMNetworkAdapter one -IovWeight 100 -ErrorAction Stop"
is "on a VF" within 60 on_vf hv1

is "off, it moves as its definition" run "Stop-VM one -TurnOff -Force; Move-VM one hv2 -ErrorAction Stop"
is "hv2 has it" far virsh -q dominfo one
isnt "hv1 has not" virsh -q dominfo one
clean_up_hosts hv2 one
exit 0
