#!/bin/bash
# by hand: it takes two machines with pcs, which the usual image leaves out: IOVSH_LAB_MORE=pcs tests/lab/lab test 82-pcs
# A cluster is made, changed and taken apart by pcs: with the lines of docs/cluster.md, and with those that iovsh tells who types a cmdlet
# that it leaves to pcs.
. ./checks.sh
export IOVSH_HOST=local NO_COLOR=1
if ! command -v pcs >/dev/null; then
  skip "clusters that pcs makes: this machine has no pcs; IOVSH_LAB_MORE=pcs tests/lab/lab test 82-pcs has it"
  exit 0
fi
far() { ssh -q hv2 "$@"; }
online() { [ "$(crm_mon -1 --output-as=xml | grep -c '<node name=.*online="true"')" = "$1" ]; }
# These machines take their time, and pcs waits a minute for an answer: what it did not get in time is asked for again.
patiently() { timeout 400 bash -c "$1" </dev/null || { sleep 20 && timeout 400 bash -c "$1" </dev/null; }; }
# told CMDLET: the command that iovsh names for it, with the hosts of the lab.
told() {
  iovsh -Command "$1" 2>&1 | tr '\n' ' ' | tr -s ' ' | sed -n 's/.*On this host: //p' |
    sed 's/ (.*//; s/ id: .*//; s/host1/hv1/g; s/host2/hv2/g; s/host3/hv2/g'
}
# does TEXT CMDLET: what iovsh names for a cmdlet is carried out.
does() {
  local line
  line=$(told "$2")
  note "$2: $line"
  # Who authenticates is asked for a name and a password: here they are given.
  line=$(sed 's/host auth [a-z0-9 ]*/& -u hacluster -p lab /' <<<"$line")
  is "$1" patiently "set -e; ${line:-false}"
}

wire_up
# A device that switches power: it is asked what it is, and never used here.
cat >/tmp/node.sh <<'N'
set -e
cat >/usr/sbin/fence_ipmilan <<'F'
#!/bin/bash
case ${2:-$(sed -n 's/^action=//p')} in
  metadata) cat <<'X'
<?xml version="1.0"?>
<resource-agent name="fence_ipmilan" shortdesc="IPMI"><longdesc>IPMI</longdesc>
<parameters><parameter name="ip"><content type="string"/><shortdesc lang="en">address</shortdesc></parameter>
<parameter name="username"><content type="string"/><shortdesc lang="en">user</shortdesc></parameter>
<parameter name="password"><content type="string"/><shortdesc lang="en">password</shortdesc></parameter>
<parameter name="action"><content type="string" default="reboot"/><shortdesc lang="en">action</shortdesc></parameter></parameters>
<actions><action name="on"/><action name="off"/><action name="reboot"/><action name="status"/><action name="monitor"/><action name="metadata"/></actions>
</resource-agent>
X
;; esac
F
chmod 755 /usr/sbin/fence_ipmilan
cp /etc/hosts /tmp/hosts.before
printf '10.8.0.1 hv1\n10.8.0.2 hv2\n' >>/etc/hosts
echo hacluster:lab | chpasswd
systemctl start pcsd
N
is "hv1 has pcsd" bash /tmp/node.sh
is "hv2 has pcsd" eval 'far "cat >/tmp/node.sh; bash /tmp/node.sh" </tmp/node.sh'
is "they reach each other" within 20 ping -q -c 1 -W 1 hv2

# The lines of the documentation, in order.
document() { sed -n '/^```sh$/,/^```$/p; /^```$/q' /root/lab/docs/cluster.md | sed -n "s/ *#.*//; /^pcs $1/p"; }
for at in eval far; do
  is "the documentation: pcs cluster destroy ($at)" $at "$(document 'cluster destroy')"
done
is "the documentation: pcs host auth" patiently "$(document 'host auth') -u hacluster -p lab"
is "the documentation: pcs cluster setup" patiently "$(document 'cluster setup')"
is "both are in the cluster" within 120 online 2
while read -r line; do
  is "the documentation: ${line%% ip=*}" patiently "$line"
done < <(document 'stonith create')
equal "both devices are there" 2 "$(crm_mon -1 --output-as=xml | grep -c 'resource_agent="stonith:fence_ipmilan"')"

# What iovsh tells for each cmdlet that it leaves to pcs.
does "Get-ClusterQuorum is answered" Get-ClusterQuorum
does "Stop-ClusterNode" Stop-ClusterNode
isnt "hv1 has left" pgrep -x corosync
does "Start-ClusterNode" Start-ClusterNode
is "both are in the cluster again" within 120 online 2
is "a resource to look at and to change" pcs resource create job1 ocf:pacemaker:Dummy
does "Get-ClusterParameter" Get-ClusterParameter
does "Set-ClusterParameter" Set-ClusterParameter
is "it is as it was told" eval "pcs resource config job1 | grep -q 'interval=30s'"
does "Remove-ClusterNode" Remove-ClusterNode
is "hv1 is alone" within 60 eval "! pcs status nodes | grep -q hv2"
does "Add-ClusterNode" Add-ClusterNode
is "both are in the cluster again" within 120 online 2
does "Stop-Cluster" Stop-Cluster
does "Start-Cluster" Start-Cluster
is "both are in the cluster again" within 120 online 2
does "Remove-Cluster" Remove-Cluster
isnt "there is no cluster" test -e /etc/corosync/corosync.conf
does "New-Cluster, as it is told at the prompt" New-Cluster
is "both are in the cluster" within 120 online 2
does "Clear-ClusterNode" Clear-ClusterNode
is "and hv2" far "pcs cluster destroy"

for node in local far; do
  clean='mv /tmp/hosts.before /etc/hosts; rm -f /usr/sbin/fence_ipmilan; systemctl stop pcsd'
  if [ $node = far ]; then far "$clean"; else eval "$clean"; fi
done
wire_down 2>/dev/null
exit 0
