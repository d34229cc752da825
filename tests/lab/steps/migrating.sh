# shellcheck shell=bash
# What the steps about migrations share. Sourced after checks.sh, on hv1; hv2 is beside it.

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

# A switch on both hosts, and the VM `one` on a VF of hv1, which reaches the wire.
two_hosts() {
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
  # A guest that started anew by itself meanwhile (../README.md, "A machine that stops") has its address given once more.
  is "it reaches the wire" within 60 guest one "ip address add 10.9.0.20/24 dev eth0 2>/dev/null; ip link set eth0 up; ping -q -c 2 -W 1 $WIRE_IP"
}
# What two_hosts made goes; VM is on HOST. clean_up_hosts HOST VM...
clean_up_hosts() {
  local host=$1
  shift
  is "the VMs are removed" run "$(printf "Remove-VM %s -Force -ComputerName $host -ErrorAction Stop;" "$@")"
  is "and the switches" run "Remove-VMSwitch lan -Force -ComputerName hv1, hv2 -ErrorAction Stop"
  equal "no socket is left" "" "$(ls /run/libvirt/iovsh 2>/dev/null; far ls /run/libvirt/iovsh 2>/dev/null)"
  wire_down 2>/dev/null
}

# A listener ends with its connection; where there never was one, it is ended.
listener_ends() {
  gone() { ! kill -0 "$1"; }
  within 10 gone "$1" || kill "$1"
  wait "$1"
} 2>/dev/null

# begins VM LOG: Move-VM in the background, until libvirt sends memory.
sends() { virsh -q domjobinfo "$1" | grep -qi 'migration\|unbounded'; }
begins() {
  iovsh -Command "Move-VM $1 hv2" >"$2" 2>&1 &
  mover=$!
  is "the migration of $1 has begun" within 60 sends "$1"
}
# What libvirt has begun it ends by itself; then the next command that sees both hosts settles it.
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
