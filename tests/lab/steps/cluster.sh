# shellcheck shell=bash
# A cluster of two nodes, Pacemaker and Corosync from packages: a VM with a VF is its role. Sourced by the steps about clusters, which run
# on hv1; hv2 is beside it, and each can switch the other's power.

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "$1"; }
ask() { iovsh -Command "$1" 2>&1 | tr -d '\r'; }
far() { ssh -q hv2 "$@"; }
# Where the domain runs, as libvirt on both says.
where() { virsh -q list --name | grep -qx one && echo hv1; far virsh -q list --name | grep -qx one && echo hv2; }
is_on() { [ "$(where)" = "$1" ]; }
at() { local host=$1; shift; if [ "$host" = hv1 ]; then "$@"; else far "$(printf '%q ' "$@")"; fi; }
guest_at() { at "$1" guest one "$2"; }
lost_at() { if [ "$1" = hv1 ]; then lost one; else far 'cd /root/lab/tests/lab/steps && . ./checks.sh && lost one'; fi; }
has_vf() { at "$1" virsh dumpxml one | grep -q '<hostdev '; }
role_at() { crm_mon -1 --output-as=xml 2>/dev/null | tr -d '\n' | grep -q "<resource id=\"one\"[^>]*role=\"Started\"[^>]*>[^/]*<node name=\"$1\""; }
online() { [ "$(crm_mon -1 --output-as=xml | grep -c '<node name=.*online="true"')" = "$1" ]; }
put() { cibadmin --modify --allow-create --scope "$1" --xml-text "$2"; }

# --- the cluster, and the VM that is its role --------------------------------------------------------
wire_up

# What an admin of a cluster sets up once, on each node: Corosync, a device that switches the other's power, the agent.
cat >/tmp/node.sh <<'N'
set -e
mkdir -p /usr/lib/ocf/resource.d/iovsh
install -m 755 /root/lab/packaging/ocf/VM /usr/lib/ocf/resource.d/iovsh/VM
cat >/etc/corosync/corosync.conf <<'C'
totem {
  version: 2
  cluster_name: lab
  transport: knet
  token: 15000
  crypto_cipher: none
  crypto_hash: none
}
nodelist {
  node { 
    ring0_addr: 10.8.0.1 
    name: hv1 
    nodeid: 1 
  }
  node { 
    ring0_addr: 10.8.0.2 
    name: hv2 
    nodeid: 2 
  }
}
quorum {
  provider: corosync_votequorum
  two_node: 1
  wait_for_all: 0
}
logging {
  to_syslog: yes
}
C
cat >/usr/sbin/fence_lab <<'F'
#!/bin/bash
# Switches the other machine's power, by the monitor of its emulator.
action=reboot
while IFS='=' read -r name value; do
  case $name in action) action=$value ;; esac
done < <(if [ $# -gt 0 ]; then printf 'action=%s\n' "${2:-}"; else cat; fi)
case $action in
  metadata)
    cat <<'X'
<?xml version="1.0"?>
<resource-agent name="fence_lab" shortdesc="the other machine of the lab">
<parameters><parameter name="action"><content type="string" default="reboot"/></parameter>
<parameter name="plug"><content type="string"/></parameter></parameters>
<actions><action name="on"/><action name="off"/><action name="reboot"/><action name="monitor"/><action name="status"/><action name="metadata"/></actions>
</resource-agent>
X
    ;;
  monitor | status | on) exec 3<>/dev/tcp/10.0.2.100/4444 ;;
  off | reboot)
    exec 3<>/dev/tcp/10.0.2.100/4444 || exit 1
    printf '%s\n' '{"execute":"qmp_capabilities"}' '{"execute":"set-action","arguments":{"reboot":"reset"}}' '{"execute":"system_reset"}' >&3
    answers=0
    while [ $answers -lt 3 ] && read -r -t 20 line <&3; do
      case $line in *'"return"'*) answers=$((answers + 1)) ;; esac
    done
    [ $answers = 3 ]
    ;;
esac
F
chmod 755 /usr/sbin/fence_lab
cat >/etc/systemd/system/lab-wire.service <<U
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'ip link set enp2s0 up; ip address replace $1/24 dev enp2s0'
[Install]
WantedBy=multi-user.target
U
sed 's|/usr/bin/iovsh|/usr/local/bin/iovsh|' /root/lab/packaging/iovsh-agent.service >/etc/systemd/system/iovsh-agent.service
sed 's|/usr/bin/iovsh|/usr/local/bin/iovsh|' /root/lab/packaging/iovsh-restore.service >/etc/systemd/system/iovsh-restore.service
systemctl daemon-reload
systemctl -q enable lab-wire iovsh-restore iovsh-agent
systemctl start corosync pacemaker
N
is "hv1 is a node" bash /tmp/node.sh 10.8.0.1
is "hv2 is a node" eval 'ssh -q hv2 "cat >/tmp/node.sh; bash /tmp/node.sh 10.8.0.2" </tmp/node.sh'
is "both are in the cluster" within 90 online 2
for node in hv1 hv2; do
  other=$([ $node = hv1 ] && echo hv2 || echo hv1)
  put resources "<primitive id=\"power-$node\" class=\"stonith\" type=\"fence_lab\"><instance_attributes id=\"power-$node-i\"><nvpair id=\"power-$node-l\" name=\"pcmk_host_list\" value=\"$node\"/><nvpair id=\"power-$node-c\" name=\"pcmk_host_check\" value=\"static-list\"/></instance_attributes></primitive>"
  put constraints "<rsc_location id=\"power-$node-there\" rsc=\"power-$node\" node=\"$node\" score=\"-INFINITY\"/>"
done
fencing() { [ "$(crm_mon -1 --output-as=xml | grep -c 'resource_agent="stonith:fence_lab" role="Started"')" = 2 ]; }
is "each switches the other's power" within 60 fencing

is "a switch on both" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -ComputerName hv1, hv2 -ErrorAction Stop"
far "ip link set $WIRE up"
is "migrations are allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
is "the agents start" eval 'systemctl start iovsh-agent && far systemctl start iovsh-agent'
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop"
is "that wants a VF" run "Set-VMNetworkAdapter one -IovWeight 100 -ErrorAction Stop"
is "and runs" run "Start-VM one -ErrorAction Stop"
is "its guest answers" guest --wait one
is "on a VF" within 20 has_vf hv1
guest_address one 10.9.0.20
# libvirt runs every QEMU once to learn what it can: not while the clock runs.
far virsh -q domcapabilities >/dev/null 2>&1

equal "Test-Cluster finds nothing that fails" "" "$(ask 'Test-Cluster | Where-Object Result -eq Failed | ForEach-Object { "$($_.Target): $($_.Message)" }')"
is "it becomes a role" run "Add-ClusterVirtualMachineRole one -ErrorAction Stop"
equal "and is Online" "hv1 Online" "$(ask 'Get-ClusterGroup one | ForEach-Object { "$($_.OwnerNode) $($_.State)" }')"
is "Pacemaker says so" within 20 role_at hv1
free() { [ "$(ask "(Get-ClusterNode $1).FreeVFs")" -gt 0 ] 2>/dev/null; }
is "each node tells how many VFs are free" within 60 eval 'free hv1 && free hv2'

# end_cluster NODE: the role goes, whose VM is on NODE, and then the cluster.
end_cluster() {
  is "the role is stopped" run "Stop-ClusterGroup one -ErrorAction Stop"
  equal "it runs nowhere" "" "$(where)"
  is "and is a role no more" run "Remove-ClusterGroup one -RemoveResources -Force -ErrorAction Stop"
  is "the VM is removed" run "Remove-VM one -Force -ComputerName $1 -ErrorAction Stop"
  systemctl stop iovsh-agent
  far systemctl stop iovsh-agent
  far systemctl stop pacemaker corosync
  systemctl stop pacemaker corosync
  is "and the switches" run "Remove-VMSwitch lan -Force -ComputerName hv1, hv2 -ErrorAction Stop"
  systemctl -q disable iovsh-agent iovsh-restore
  rm -f /etc/systemd/system/iovsh-agent.service /etc/systemd/system/iovsh-restore.service
  wire_down 2>/dev/null
}
