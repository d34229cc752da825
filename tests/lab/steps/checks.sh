# shellcheck shell=bash
# What every step may use. Sourced by each step; runs on the lab machine.
#
# A step prints one line per check: "PASS ...", "FAIL ...", "SKIP ..." or, for what is measured and not
# judged, "NOTE ...". It leaves the machine as it found it.
set -u
export LC_ALL=C
PF0=enp1s0 PF1=enp2s0 WIRE=enp3s0
PF0_PCI=0000:01:00.0 PF1_PCI=0000:02:00.0
HOST_IP=10.9.0.2 WIRE_IP=10.9.0.1 # 10.9.0.10 and up are the guests'
OUT=/tmp/check.out
export GUEST_TIMEOUT=150 # seconds until a guest that does not answer has failed

pass() { echo "PASS $*"; }
fail() { echo "FAIL $*"; }
skip() { echo "SKIP $*"; }
note() { echo "NOTE $*"; }

# is TEXT COMMAND...: the command must succeed. isnt TEXT COMMAND...: it must fail.
is() {
  local text=$1
  shift
  if "$@" >$OUT 2>&1; then pass "$text"; else fail "$text: $(tail -n 3 $OUT | tr '\n' ' ')"; fi
}
isnt() {
  local text=$1
  shift
  if "$@" >$OUT 2>&1; then fail "$text: it succeeded: $(tail -n 1 $OUT)"; else pass "$text"; fi
}
# equal TEXT EXPECTED ACTUAL
equal() { if [ "$2" = "$3" ]; then pass "$1"; else fail "$1: expected '$2', got '$3'"; fi; }
# refused TEXT ERRNO-TEXT COMMAND...: it must fail, for that reason.
refused() {
  local text=$1 reason=$2
  shift 2
  if "$@" >$OUT 2>&1; then
    fail "$text: it succeeded"
  elif grep -qi -- "$reason" $OUT; then
    pass "$text"
  else
    fail "$text: another reason: $(tail -n 1 $OUT)"
  fi
}
# within SECONDS COMMAND...: try until it succeeds. Links and guests take their time under emulation: poll, never
# sleep and hope. The seconds are those of a quiet machine; a busy one gets three times as many. Every look takes
# time from the guest that is waited for, so there are not many.
within() {
  local end=$((SECONDS + 3 * $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ $SECONDS -lt $end ] || { "$@"; return; }
    sleep 0.5
  done
}

now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.1f", b - a }'; }

# --- the hardware --------------------------------------------------------------------------------
# Bash, not sh: dash calls every error of a sysfs write "I/O error".
sysfs_write() { echo "$1" >"$2"; }
vf_count() { cat "/sys/class/net/$1/device/sriov_numvfs"; }
vf_pci() { basename "$(readlink -f "/sys/class/net/$1/device/virtfn$2")"; }
driver_of() { basename "$(readlink "/sys/bus/pci/devices/$1/driver" 2>/dev/null || echo none)"; }
link_of() { ls "/sys/bus/pci/devices/$1/net" 2>/dev/null | head -n 1; }
# vf_json PF N: one VF's settings as the kernel tells them
vf_json() { ip -j link show dev "$1" | jq -c ".[0].vfinfo_list[]? | select(.vf == $2)"; }
# counter NETNS-or-- LINK COUNTER
counter() {
  if [ "$1" = - ]; then
    cat "/sys/class/net/$2/statistics/$3"
  else
    ip netns exec "$1" cat "/sys/class/net/$2/statistics/$3"
  fi
}

# The world outside: the plain NIC of the shared segment, in a network namespace of its own.
wire_up() {
  ip netns add wire
  ip link set "$WIRE" netns wire
  ip -n wire link set lo up
  ip -n wire address add $WIRE_IP/24 dev "$WIRE"
  ip -n wire link set "$WIRE" up
}
# A NIC moves back to the first namespace by itself when its namespace goes, down and without addresses.
wire_down() {
  ip netns del wire
  within 5 test -e "/sys/class/net/$WIRE"
}

# cable NIC on|off: plug or pull the cable of a NIC of QEMU's (pf0, pf1, wire), by the machine's own monitor.
cable() {
  local line answers=0 state=true
  [ "$2" = on ] || state=false
  exec 3<>/dev/tcp/10.0.2.101/4444 || return 1
  printf '%s\n' '{"execute":"qmp_capabilities"}' "{\"execute\":\"set_link\",\"arguments\":{\"name\":\"$1\",\"up\":$state}}" >&3
  while [ $answers -lt 2 ] && read -r -t 20 line <&3; do
    case $line in *'"return"'*) answers=$((answers + 1)) ;; esac
  done
  exec 3<&-
  [ $answers = 2 ]
}

# --- "as it was before" --------------------------------------------------------------------------
# Everything a test may change, by witnesses that share no code with iovsh: sysfs, ip, bridge, virsh.
# Interface indexes, counters and multicast memberships are left out; they move by themselves.
host_snapshot() {
  local d
  for d in /sys/bus/pci/devices/*; do
    printf '%s driver=%s override=%s' "${d##*/}" "$(driver_of "${d##*/}")" "$(cat "$d/driver_override")"
    [ ! -e "$d/sriov_numvfs" ] ||
      printf ' numvfs=%s autoprobe=%s' "$(cat "$d/sriov_numvfs")" "$(cat "$d/sriov_drivers_autoprobe")"
    printf '\n'
  done
  ip -j -d link show | jq -S -c 'sort_by(.ifname)[] | {ifname, address, master, mtu, link_type,
    kind: .linkinfo.info_kind, bridge: (.linkinfo.info_data // {} | {vlan_filtering, stp_state}),
    promiscuity, allmulti: .allmulti, vfinfo_list,
    flags: ([.flags[] | select(. == "UP" or . == "PROMISC" or . == "ALLMULTI")])}'
  ip -j address show | jq -S -c 'sort_by(.ifname)[] | {ifname,
    addresses: [.addr_info[] | select(.scope == "global") | .local + "/" + (.prefixlen | tostring)]}'
  ip -j route show table all | jq -S -c 'sort_by(.dst, .dev)[] | {dst, dev, gateway, type, table}
    | select(.dev != "lo" and (.dst | tostring | startswith("fe80") or startswith("ff00")) == false)'
  bridge -j fdb show | jq -S -c 'sort_by(.ifname, .mac)[]
    | select(.mac | test("^(33:33|01:00:5e|01:80:c2)") | not) | {ifname, mac, master, flags, state}'
  virsh -q list --all --name | sed '/^$/d; s/^/domain /' | sort
  virsh -q net-list --all --name | sed '/^$/d; s/^/network /' | sort
  ls -1 /etc/udev/rules.d /etc/modprobe.d /etc/systemd/network 2>/dev/null
}
# same_host TEXT BEFORE-FILE: fails when it is not.
same_host() {
  host_snapshot >/tmp/snapshot.after
  if cmp -s "$2" /tmp/snapshot.after; then
    pass "$1"
  else
    fail "$1: the host differs:"
    diff "$2" /tmp/snapshot.after | sed 's/^/     /'
    return 1
  fi
}
# What a step that failed has left behind, taken away by force and without iovsh. Guests go first: a VF that one of
# them holds cannot be taken away.
tidy_host() {
  local name link pf
  for name in $(virsh -q list --name); do virsh -q destroy "$name"; done
  for name in $(virsh -q list --all --name); do virsh -q undefine "$name" --nvram || virsh -q undefine "$name"; done
  for name in $(virsh -q net-list --all --name); do
    virsh -q net-destroy "$name"
    virsh -q net-undefine "$name"
  done
  [ ! -e /run/netns/wire ] || wire_down
  for link in $(ip -j link show type bridge | jq -r '.[].ifname'); do ip link delete "$link"; done
  for pf in "$PF0" "$PF1"; do
    sysfs_write 0 "/sys/class/net/$pf/device/sriov_numvfs"
    sysfs_write 1 "/sys/class/net/$pf/device/sriov_drivers_autoprobe"
    ip link set "$pf" down
    bridge -j fdb show dev "$pf" | jq -r '.[] | select(.flags | index("self")) | select(.state == "permanent") | .mac' |
      grep -v '^\(33:33\|01:\)' | while read -r mac; do bridge fdb del "$mac" dev "$pf" self; done
  done
  rm -rf /var/lib/iovsh /run/iovsh
} >/tmp/tidy.out 2>&1

# --- guests --------------------------------------------------------------------------------------
# guest_address VM ADDRESS: the guest's first interface is up and has it.
guest_address() {
  is "$1 has an address" within 20 guest "$1" \
    "ip address add $2/24 dev eth0 2>/dev/null; ip link set eth0 up; ip address show eth0 | grep -q $2"
}
# pings VM ADDRESS: start pinging from the guest, five times a second. lost VM: stop, say what was lost.
pings() { guest "$1" "killall ping 2>/dev/null; ping -i 0.2 $2 >/tmp/ping.out 2>&1 &"; }
# Prints "SENT LOST LONGEST", the last the longest run of lost pings.
lost() {
  guest "$1" 'killall -INT ping; sleep 0.5
    sed -n "s/.* seq=\([0-9]*\) .*/\1/p" /tmp/ping.out | sort -n | uniq >/tmp/seen
    sent=$(sed -n "s/^\([0-9]*\) packets transmitted.*/\1/p" /tmp/ping.out)
    awk -v sent="${sent:-0}" "{ gap = \$1 - next_seq; if (gap > longest) longest = gap; next_seq = \$1 + 1; seen++ }
      END { gap = sent - next_seq; if (gap > longest) longest = gap; print sent, sent - seen, longest + 0 }" /tmp/seen'
}

pci_xml() {
  local IFS=':.'
  # shellcheck disable=SC2086
  set -- $1
  echo "<address type='pci' domain='0x$1' bus='0x$2' slot='0x$3' function='0x$4'/>"
}
# The hostdev half of a failover pair; VM's virtio half has the alias ua-pair.
vf_xml() { # vf_xml MAC PCI
  echo "<interface type='hostdev' managed='yes'><mac address='$1'/><source>$(pci_xml "$2")</source>" \
    "<teaming type='transient' persistent='ua-pair'/><alias name='ua-vf'/></interface>"
}
# raw_domain NAME kernel|disk BRIDGE MAC [VF-PCI]: a domain made without iovsh, to try the mechanics.
raw_domain() {
  local boot
  if [ "$2" = disk ]; then
    boot="<os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>"
  else
    boot="<os><type arch='x86_64' machine='q35'>hvm</type><kernel>/srv/guest/vmlinuz</kernel>
      <initrd>/srv/guest/initrd.img</initrd><cmdline>$(cat /srv/guest/cmdline)</cmdline></os>"
  fi
  cat <<X
<domain type='kvm'><name>$1</name><memory unit='MiB'>192</memory><vcpu>1</vcpu>
  $boot
  <features><acpi/></features><cpu mode='host-passthrough'/><clock offset='utc'/>
  <devices>
    <controller type='usb' model='none'/><memballoon model='none'/>
    <controller type='pci' model='pcie-root'/>
    $(for i in 1 2 3 4 5 6; do echo "<controller type='pci' index='$i' model='pcie-root-port'/>"; done)
    $([ "$2" != disk ] || echo "<disk type='file' device='disk'><driver name='qemu' type='raw'/>
      <source file='/srv/guest/disk.img'/><readonly/><target dev='vda' bus='virtio'/></disk>")
    <interface type='bridge'><mac address='$4'/><source bridge='$3'/><model type='virtio'/>
      <teaming type='persistent'/><alias name='ua-pair'/></interface>
    ${5:+$(vf_xml "$4" "$5")}
    <serial type='pty'><target port='0'/></serial>
  </devices>
</domain>
X
}
