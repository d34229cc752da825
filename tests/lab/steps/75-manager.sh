#!/bin/bash
# outside: Part 5 in the full-screen manager, by its keys, in a terminal of this machine (tmux) that leads by ssh to the lab machine.
#
# In every run: some two minutes, most of them the guest's. What each dialog did is judged by what the screen shows, and by sysfs, ip, virsh and the guest on the lab machine. Then
# a manager that runs here (`iovsh --host ssh://lab manager`) shows the same machine and takes all away again, and the first one sees that by itself.
. ./checks.sh
OUT=$(mktemp)
BEFORE=$(mktemp) AFTER=$(mktemp) HOME_HERE=$(mktemp -d)
TERMINALS=iovsh-lab-$$
terminals() { LC_ALL=C.UTF-8 tmux -u -L "$TERMINALS" -f "$HOME_HERE/tmux.conf" "$@"; }
echo 'set -g status off' >"$HOME_HERE/tmux.conf"
trap 'terminals kill-server 2>/dev/null; rm -rf "$OUT" "$BEFORE" "$AFTER" "$HOME_HERE"' EXIT
if ! command -v tmux >/dev/null; then
  skip "Part 5 in the manager: this machine has no tmux; tests/lab/lab install has it"
  exit 0
fi

# --- the lab machine ------------------------------------------------------------------------------
# on_lab SCRIPT: its output. With the functions of checks.sh, which know how to look past iovsh.
on_lab() { "$IOVSH_SSH" lab "cd /root/lab/tests/lab/steps && . ./checks.sh && $1" </dev/null; }
on_lab_is() { [ "$(on_lab "$1")" = "$2" ]; }

# --- the terminals --------------------------------------------------------------------------------
# opens NAME COLUMNS ROWS COMMAND: a terminal in which it runs, and which tells how it ended.
opens() {
  terminals new-session -d -s "$1" -x "$2" -y "$3" "$4; echo \"ended with \$?\"; exec sleep 1000"
}
AT=lab # the terminal that has the keys
screen() { terminals capture-pane -p -t "$AT"; }
shows() { screen | grep -qF -- "$1"; }
hides() { ! shows "$1"; }
keys() { terminals send-keys -t "$AT" "$@"; }
types() { terminals send-keys -t "$AT" -l -- "$1"; }
# sees TEXT WHAT [SECONDS]: the screen comes to show it. Where it does not, what it shows instead is told, and nothing that follows can be judged.
sees() {
  if within "${3:-20}" shows "$2"; then
    pass "$1"
  else
    fail "$1: no '$2' on the screen:"
    screen | sed 's/^/     /'
    on_lab tidy_host
    exit 1
  fi
}
# A dialog takes keys when it is drawn; Escape has to have been read before the next key comes.
leaves() {
  keys Escape
  within 10 hides "$1"
}

on_lab host_snapshot >"$BEFORE"
disk=/var/lib/libvirt/images/part5.qcow2
state=/tmp/manager-state
on_lab "rm -rf $state && qemu-img create -q -f qcow2 -F raw -b /srv/guest/disk.img $disk" >"$OUT" 2>&1
started=$(now)
opens lab 80 24 "$IOVSH_SSH -tt lab env XDG_STATE_HOME=$state iovsh --host local manager"
sees "the manager comes up on the lab machine, by ssh" "Virtual Machines 0" 60
note "its lists were there $(since "$started") s after ssh began"

# --- the NIC ---------------------------------------------------------------------------------------
keys 4
types "/$PF0"
keys Enter
sees "the NIC is in the list" "▸$PF0"
keys ]
sees "and can do SR-IOV, says the page about it" "SriovSupport         Supported"
equal "the hardware says so too" 7 "$(on_lab "cat /sys/class/net/$PF0/device/sriov_totalvfs")"

# --- a switch, with the first checkbox -------------------------------------------------------------
keys W
sees "the dialog of a new switch has Hyper-V's checkbox" "[ ] Enable single-root I/O virtualization (SR-IOV)"
types lan
keys Down Down Down Down Space
sees "it is checked, and the cmdlet says so" "New-VMSwitch -Name lan -NetAdapterName $PF0 -EnableIov \$true"
keys F3
sees "F3 has the lines that do it by hand" "ip link set dev $PF0 master"
equal "and nothing was done" "null 0" "$(on_lab "ip -j link show $PF0 | jq -r '.[0].master' | tr '\n' ' '; vf_count $PF0")"
leaves "The plan."
keys F2
sees "OK makes the switch, and it is chosen" "▸lan"
sees "its page says that it is in IOV mode" "SR-IOV (IovEnabled)  Yes"
is "the NIC is a port of its bridge" on_lab "test -d /sys/class/net/\$(ip -j link show $PF0 | jq -r '.[0].master')/bridge"
equal "the NIC has its VFs" 7 "$(on_lab "vf_count $PF0")"
is "libvirt has a network for it" on_lab "virsh -q net-list --name | grep -qx lan"

# --- a virtual machine -----------------------------------------------------------------------------
keys N
sees "the dialog of a new machine" "Startup memory (MB)"
types part5
keys Down Down C-u
types 192
keys Down Right Down Down Right Right Down
types "$disk"
sees "its cmdlet" "New-VM -Name part5 -MemoryStartupBytes 192MB -VHDPath"
keys F2
sees "OK defines the machine, and it is chosen" "▸part5" 60
equal "libvirt has it, off" "shut off" "$(on_lab "virsh -q domstate part5 | head -n 1")"

# --- its adapter, with the second checkbox ---------------------------------------------------------
keys e
sees "the settings of its adapter have Hyper-V's checkbox" "[ ] Enable SR-IOV"
keys Down Down Down Down Down Space
sees "it is checked, and the cmdlet says so" "-IovWeight"
keys F2
within 30 shows "Done: Settings of part5"
keys ] ]
sees "the Networking tab says that it is asked for" "asked for (weight 100)"
is "and the definition has no VF: it starts on every host" eval '! on_lab "virsh dumpxml --inactive part5" | grep -q "<hostdev "'

# --- start -----------------------------------------------------------------------------------------
started=$(now)
keys s
sees "it runs" "Running" 90
sees "the Networking tab says OK (SR-IOV active)" "OK (SR-IOV active)" 150
note "from s to that: $(since "$started") s"
mac=$(screen | sed -n 's/.*MAC address *\([0-9A-F-]*\).*/\1/p' | tr 'A-F-' 'a-f:')
vf=$(on_lab "vf_pci $PF0 0")
is "libvirt gave it the VF" eval 'on_lab "virsh dumpxml part5" | grep -q "<hostdev "'
equal "vfio-pci drives that VF" vfio-pci "$(on_lab "driver_of $vf")"
equal "the VF has the MAC that the tab shows" "$mac" "$(on_lab "vf_json $PF0 0 | jq -r .address")"
is "the guest has bound the VF" on_lab "guest --wait part5 && guest part5 'ls -l /sys/class/net/*/device/driver' | grep -q igbvf"
keys [ [
looked=$(on_lab "pgrep -f '^iovsh --host local manager' | head -n 1")
ticks() { on_lab "awk '{ print \$14 + \$15 }' /proc/$looked/stat"; }
busy=$(ticks)
sleep 10
note "it took $(($(ticks) - busy)) hundredths of a second of processor time in 10 s of rest, under emulation"

# --- the same from outside -------------------------------------------------------------------------
AT=here
opens here 120 30 "env HOME=$HOME_HERE XDG_STATE_HOME=$HOME_HERE IOVSH_SSH=$IOVSH_SSH $IOVSH_BIN --host ssh://lab manager"
sees "a manager on this machine shows the machine over there" "▸part5" 60
keys ] ]
sees "and says the same of it" "OK (SR-IOV active)" 60
keys o
sees "its Turn Off asks" "Like pulling the plug"
keys F2
sees "and does it" "Done: Turn Off part5" 60
equal "libvirt says so too" "shut off" "$(on_lab "virsh -q domstate part5 | head -n 1")"
AT=lab
sees "the manager on the lab machine was told" "$(printf '▸%-16s Off' part5)" 60
AT=here
sees "and this one too" "$(printf '▸%-16s Off' part5)" 60
keys D
sees "Delete asks" "The machine's definition and settings are removed."
keys F2
sees "does it" "It is done." 60
sees "and says that the disk stays" "The disks of 'part5' stay"
keys Enter
sees "the machine is gone" "Virtual Machines 0" 60
keys 3
sees "the switch" "▸lan"
keys D
sees "Remove asks" "Its network adapters go back to the host"
keys F2
sees "and does it" "Done: Remove lan" 60
sees "the switch is gone" "Virtual Switches 0" 60
AT=lab
sees "the manager on the lab machine was told of both" "Virtual Switches 0" 60
shows "Virtual Machines 0" || fail "a machine that is gone is still in its list"

# --- the end ---------------------------------------------------------------------------------------
for AT in here lab; do
  keys q
  sees "q gives the terminal '$AT' back" "ended with 0"
done
equal "what was done is in the history of the prompt over there" "$(
  cat <<H
New-VMSwitch -Name lan -NetAdapterName $PF0 -EnableIov \$true -AllowManagementOS \$false
New-VM -Name part5 -MemoryStartupBytes 192MB -VHDPath $disk -SwitchName lan
Set-VMNetworkAdapter -VMName part5 -Name 'Network Adapter' -IovWeight 100
Start-VM -Name part5
H
)" "$(on_lab "cat $state/iovsh/history")"
equal "and what was done from here, here" "Stop-VM Remove-VM Remove-VMSwitch" "$(cut -d ' ' -f 1 "$HOME_HERE/iovsh/history" | tr '\n' ' ' | sed 's/ $//')"
# The VFs stay with the NIC, as whoever asked for the switch may make another.
is "the VFs are given back" on_lab "iovsh --host local -Command 'Set-NetAdapterSriov $PF0 -Reset -ErrorAction Stop'"
on_lab "rm -rf $state $disk"
on_lab host_snapshot >"$AFTER"
if cmp -s "$BEFORE" "$AFTER"; then
  pass "the host is as it was before"
else
  fail "the host differs:"
  diff "$BEFORE" "$AFTER" | sed 's/^/     /'
  on_lab tidy_host
fi
