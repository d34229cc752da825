#!/bin/bash
# Changes of a running VM under traffic: a ping five times a second and a TCP stream that must survive. How much each change
# costs is measured and not judged. One guest: with two under traffic the emulator stops more often than not.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
# The numbers that VM one sends over one connection, ten a second, as they came in at the wire.
STREAM=/tmp/stream.out
arrived() { tail -n 1 $STREAM 2>/dev/null || echo 0; }
flows() { local a; a=$(arrived) && sleep 1 && [ "$(arrived)" != "$a" ]; }
unbroken() { awk '$1 != NR { exit 1 } END { exit NR == 0 }' $STREAM; }
open_stream() {
  rm -f $STREAM
  ip netns exec wire socat -u TCP-LISTEN:5001,reuseaddr OPEN:$STREAM,creat &
  listener=$!
  sleep 1
  guest one "(i=1; while echo \$i; do i=\$((i+1)); sleep 0.1; done) 2>/dev/null | nc $WIRE_IP 5001 >/dev/null 2>&1 &"
}
close_stream() { kill "$listener" 2>/dev/null; wait "$listener" 2>/dev/null; }
set_up() { guest one 'ip address add 10.9.0.20/24 dev eth0 2>/dev/null; ip link set eth0 up; ip address show eth0 | grep -q 10.9.0.20'; }
vf_of_guest() { guest one 'for l in /sys/class/net/eth0/lower_*; do l=${l##*lower_}; readlink /sys/class/net/$l/device/driver | grep -q igbvf$ && echo $l; done'; }
reaches() { guest one "ping -q -c 2 -W 1 $WIRE_IP"; }
on_vf() { local l; l=$(vf_of_guest); [ -n "$l" ] && guest one "grep -q 1 /sys/class/net/$l/carrier"; }
# A guest on this emulator now and then hangs or starts anew by itself (../README.md, "A machine that stops"). That is no
# loss of ours: it is said, the guest is made ready again, and what was measured meanwhile does not count.
boot_of() { timeout 60 guest one 'cat /proc/sys/kernel/random/boot_id' 2>/dev/null; }
answers() {
  timeout 120 guest --wait one >/dev/null 2>&1 && return
  note "the guest hangs and is reset"
  virsh -q reset one
  timeout 180 guest --wait one
}
restarts=0
has_restarted() {
  local now
  now=$(boot_of)
  [ "$now" != "$boot_id" ] || return 1
  note "the guest started anew, or hangs"
  restarts=$((restarts + 1))
  answers && within 30 set_up && within 90 on_vf
  boot_id=$(boot_of)
  close_stream
  open_stream
  within 20 flows
}
# judged TEXT COMMAND...: as `is`, but what a guest that stopped broke off is said and does not count.
judged() {
  local text=$1 said
  shift
  if "$@" >$OUT 2>&1; then
    pass "$text"
    return
  fi
  said=$(tail -n 3 $OUT | tr '\n' ' ')
  if has_restarted; then note "$text: broken off, as the guest stopped: $said"; else fail "$text: $said"; fi
  return 1
}
# live TEXT COMMANDS: what the admin does while everything flows; the VM is on its VF before and after.
live() {
  local text=$1 started sent gone longest
  shift
  pings one $WIRE_IP
  sleep 1
  started=$(now)
  judged "$text" eval "$*" || return
  started=$(since "$started")
  if has_restarted; then return; fi
  judged "the guest is on a VF after it" within 90 on_vf && judged "the stream flows after it" within 60 flows || return
  sleep 1
  read -r sent gone longest < <(lost one)
  if has_restarted; then return; fi
  note "$text: $started s, $gone of $sent pings lost, longest gap $longest"
}

host_snapshot >/tmp/before
wire_up
is "two VFs are asked for" run "Set-NetAdapterSriov $PF0 -NumVFs 2"
is "a switch in IOV mode" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true"
is "another switch" run "New-VMSwitch inner -SwitchType Private"
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot"
is "it wishes for a VF" run "Set-VMNetworkAdapter one -IovWeight 100"
is "it starts" run "Start-VM one"
is "its guest answers" answers
is "and has an address" within 30 set_up
is "it is on its VF" within 90 on_vf
is "it reaches the wire" within 30 guest one "ping -q -c 2 -W 1 $WIRE_IP"
open_stream
is "a stream flows" within 20 flows
boot_id=$(boot_of)

live "IovWeight to nought and back" 'run "Set-VMNetworkAdapter one -IovWeight 0; Start-Sleep 2; Set-VMNetworkAdapter one -IovWeight 100"'
live "to another switch and back" 'run "Connect-VMNetworkAdapter one -SwitchName inner; Connect-VMNetworkAdapter one -SwitchName lan"'
live "SR-IOV of the NIC off and on" 'run "Disable-NetAdapterSriov $PF0; Enable-NetAdapterSriov $PF0"'
live "another number of VFs" 'run "Set-NetAdapterSriov $PF0 -NumVFs 3 -Force"'
live "paused and resumed" 'run "Suspend-VM one; Resume-VM one"'
live "saved and started" 'run "Save-VM one; Start-VM one"'
live "the NIC down and up" 'ip link set $PF0 down; sleep 1; ip link set $PF0 up'

# The wire moves into the VLAN with the VM: what has a tag there reaches nobody who has none.
wire_in_vlan() { ip -n wire address del $WIRE_IP/24 dev "$WIRE"; ip -n wire link add wire42 link "$WIRE" type vlan id 42; ip -n wire address add $WIRE_IP/24 dev wire42; ip -n wire link set wire42 up; }
wire_out_of_vlan() { ip -n wire link del wire42; ip -n wire address add $WIRE_IP/24 dev "$WIRE"; }
vlan_and_back() {
  run "Set-VMNetworkAdapterVlan one -Access -VlanId 42" && wire_in_vlan &&
    within 20 reaches && run "Set-VMNetworkAdapter one -IovWeight 0" &&
    within 20 reaches && run "Set-VMNetworkAdapter one -IovWeight 100" && within 60 on_vf &&
    within 20 reaches &&
    run "Set-VMNetworkAdapterVlan one -Untagged" && wire_out_of_vlan && return
  # Broken off: the next change begins where this one began.
  ip -n wire link show wire42 >/dev/null && wire_out_of_vlan
  run "Set-VMNetworkAdapterVlan one -Untagged; Set-VMNetworkAdapter one -IovWeight 100"
  return 1
}
live "VLAN 42 and back" vlan_and_back

# What a guest does to its own VF. The agent sees it, and lets the NIC know where the guest's frames go.
iovsh --agent >/tmp/agent.out 2>&1 &
agent=$!
irqs() { guest one "grep -c $(vf_of_guest) /proc/interrupts"; }
before=$(irqs)
judged "the VF's interrupts are there" test "${before:-0}" -gt 0
vf=$(vf_of_guest)
judged "the guest takes its VF down" guest one "ip link set $vf down"
judged "its interrupts are gone" within 10 eval '[ "$(guest one "grep -c $vf /proc/interrupts")" = 0 ]'
# The host cannot see that: the driver keeps the VF, and the NIC delivers to it.
if within 10 reaches; then note "and the guest reaches the wire without it"; else note "and the guest does not reach the wire"; fi
judged "the guest takes it up" guest one "ip link set $vf up"
judged "and is on it again" within 60 on_vf
judged "with as many interrupts" eval '[ "$(irqs)" = "$before" ]'
judged "and reaches the wire" within 30 reaches
judged "the guest unloads the VF's driver" guest one 'rmmod igbvf'
judged "and reaches the wire without it" within 60 reaches
judged "the guest loads it" guest one 'insmod /$(grep igbvf /modules.order)'
judged "and is on the VF again" within 60 on_vf
judged "and reaches the wire again" within 30 reaches
judged "the guest takes the VF off its bus" guest one "echo 1 >/sys/class/net/$(vf_of_guest)/device/remove"
judged "and reaches the wire without it too" within 60 reaches
judged "the guest looks for it again" guest one 'echo 1 >/sys/bus/pci/rescan'
judged "and is on the VF once more" within 60 on_vf
judged "and reaches the wire once more" within 30 reaches
kill -TERM $agent
wait $agent

# Who does not know the wire's address asks all for it.
judged "a broadcast from the VF reaches the wire" within 20 guest one "ip neigh flush dev eth0; ping -q -c 2 -W 1 $WIRE_IP"
# No host answers a multicast ping unless it is told to.
ip netns exec wire sysctl -qw net.ipv4.icmp_echo_ignore_broadcasts=0
judged "and a multicast" within 20 eval 'guest one "ping -I eth0 224.0.0.1 -c 3 -W 1" | grep -q "from $WIRE_IP"'

[ "$(boot_of)" = "$boot_id" ] || restarts=$((restarts + 1))
if [ $restarts = 0 ]; then
  is "every number came in order, over one connection" unbroken
else
  skip "every number came in order, over one connection: the guest started anew $restarts times"
  echo "one started anew $restarts times" >>/run/guest-stopped
fi
note "$(arrived) numbers came over it"
close_stream

is "the VM is reset" run "Restart-VM one -Force"
sleep 3
is "its guest answers again" answers
is "and has its address again" within 30 set_up
is "and is on its VF again" within 90 on_vf
is "and reaches the wire" within 30 guest one "ping -q -c 2 -W 1 $WIRE_IP"

is "the VM is turned off" run "Stop-VM one -TurnOff -Force"
is "and removed" run "Remove-VM one -Force"
is "the switches are removed" run "Remove-VMSwitch lan, inner -Force"
is "the NIC's VFs are given back" run "Set-NetAdapterSriov $PF0 -NumVFs 0"
wire_down
same_host "the host is as it was before" /tmp/before
