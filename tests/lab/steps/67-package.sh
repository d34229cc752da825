#!/bin/bash
# by hand: it starts the machine anew, and takes four minutes
# power cuts: none, an orderly restart in their place, with the units of the Debian package as dpkg installs them: a machine with a VF goes
# through an upgrade of the package, a restart of the host and the removal of the package.
# package: what is tried is its scripts and units, not files that were copied.
#
# It runs in parts, as 58-power does.
. ./checks.sh

# The program of the package comes before the one that the other steps use.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
has_vf() { virsh dumpxml one | grep -q '<hostdev '; }
runs() { [ "$(virsh domstate one)" = running ]; }
active() { systemctl is-active "$1"; }
property() { systemctl show -P "$2" "$1"; }
qemu() { pgrep -f 'guest=one,'; }
units=(iovsh-restore iovsh-agent iovsh-shutdown iovsh-guests iovsh-guests-start)
lasting=(iovsh-restore iovsh-shutdown iovsh-guests)
# What these units are: started once, and by nobody since.
invocations() { for unit in "${lasting[@]}"; do echo "$unit $(active "$unit") $(property "$unit" InvocationID)"; done; }
# stopped UNIT: when it was stopped before this start of the host, in seconds of that one.
stopped() {
  journalctl -q -b -1 -o short-monotonic "UNIT=$1" | sed -n 's/^\[ *\([0-9.]*\)\].*: \(Stopped\|Deactivated\|.*: Deactivated\).*/\1/p' | tail -n 1
}
before() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a != "" && b != "" && a <= b) }'; }

case $1 in
  prepare)
    host_snapshot >/root/package.before
    if [ ! -e /root/packages/new.deb ]; then
      skip "the package was not made"
      exit
    fi
    # What was before is asked for after the restart.
    mkdir -p /var/log/journal && systemctl restart systemd-journald
    is "dpkg installs the package, and has all that it depends on" dpkg --install /root/packages/old.deb
    is "its files are as they were packed" dpkg --verify iovsh
    for unit in "${units[@]}"; do
      equal "$unit is not on" "disabled inactive" "$(systemctl is-enabled "$unit") $(active "$unit")"
      is "systemd finds nothing wrong with $unit" systemd-analyze verify --man=no "$unit.service"
    done
    equal "the group that may read has its folder" "2750 root iovsh" "$(stat -c '%a %U %G' /var/lib/iovsh)"
    is "the units are on, as the documentation says" systemctl -q enable --now iovsh-restore iovsh-agent iovsh-shutdown
    is "and those that start and stop machines" eval 'systemctl -q enable iovsh-guests && systemctl start iovsh-guests'

    is "two VFs" run "Set-NetAdapterSriov $PF0 -NumVFs 2"
    is "a switch in IOV mode" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true | Out-Null"
    boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
    is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot"
    is "it wishes for a VF" run "Set-VMNetworkAdapter one -IovWeight 100"
    is "it starts and stops with the host" run "Set-VM one -AutomaticStartAction Start -AutomaticStopAction ShutDown"
    is "it starts" run "Start-VM one -WarningAction SilentlyContinue"
    is "its guest answers" guest --wait one
    is "it has a VF" within 90 has_vf

    # There was nothing to restore when it was switched on.
    is "the restore is started by hand, on a host that is at work" systemctl start iovsh-restore
    is "and takes no VF from anybody" has_vf

    # The upgrade, under all that.
    machine=$(qemu) agent=$(property iovsh-agent MainPID) lasting_before=$(invocations) state=$(cat /var/lib/iovsh/desired.json)
    is "dpkg upgrades the package" dpkg --install /root/packages/new.deb
    equal "it is the new one" "$(dpkg-deb -f /root/packages/new.deb Version)" "$(dpkg-query -W -f '${Version}' iovsh)"
    is "the agent is up" within 60 eval '[ "$(active iovsh-agent)" = active ]'
    isnt "and another one than before" test "$agent" = "$(property iovsh-agent MainPID)"
    equal "no unit that machines hang on was stopped" "$lasting_before" "$(invocations)"
    equal "the machine runs on, in the same process" "$machine" "$(qemu)"
    is "on its VF" has_vf
    equal "what was asked for of the host is kept" "$state" "$(cat /var/lib/iovsh/desired.json)"
    for unit in "${units[@]}"; do equal "$unit is on still" enabled "$(systemctl is-enabled "$unit")"; done
    touch /root/package.made
    sync
    ;;
  cut)
    [ -e /root/package.made ] || exit
    systemctl reboot
    ;;
  check)
    [ -e /root/package.made ] || exit
    for unit in "${lasting[@]}" iovsh-agent; do is "$unit is up" within 60 eval "[ \"\$(active $unit)\" = active ]"; done
    equal "the restore found everything as it was asked for" "success 0" "$(property iovsh-restore Result) $(property iovsh-restore ExecMainStatus)"
    equal "the VFs are there" 2 "$(vf_count $PF0)"
    is "the restore was done before libvirt began" before "$(property iovsh-restore ExecMainExitTimestampMonotonic)" "$(property libvirtd ExecMainStartTimestampMonotonic)"
    is "the machine runs, and nobody has started it" within 120 runs
    is "its guest answers" guest --wait one
    is "it has a VF" within 120 has_vf
    # How the host went down: machines, agent, what takes VFs back, libvirt.
    is "the machines were stopped before the agent was" before "$(stopped iovsh-guests.service)" "$(stopped iovsh-agent.service)"
    is "the agent before VFs were taken back" before "$(stopped iovsh-agent.service)" "$(stopped iovsh-shutdown.service)"
    is "and that before libvirt" before "$(stopped iovsh-shutdown.service)" "$(stopped libvirtd.service)"
    equal "none of them failed" "" "$(journalctl -q -b -1 -o cat UNIT=iovsh-guests.service + UNIT=iovsh-shutdown.service + UNIT=iovsh-agent.service | grep -i 'failed' | tail -n 2)"
    ;;
  finish)
    if [ -e /root/package.made ]; then
      machine=$(qemu) lasting_before=$(invocations)
      is "dpkg removes the package" dpkg --remove iovsh
      equal "the agent has ended" inactive "$(active iovsh-agent)"
      equal "nothing else was stopped" "$lasting_before" "$(invocations)"
      equal "the machine runs on" "$machine" "$(qemu)"
      is "on its VF" has_vf
      equal "no link leads nowhere" "" "$(find /etc/systemd/system -name 'iovsh*')"
      is "a purge too leaves what was asked for of the host" eval 'dpkg --purge iovsh && test -s /var/lib/iovsh/desired.json'
      is "and the next one finds it" eval 'dpkg --install /root/packages/new.deb && run "Get-VMSwitch lan"'
      is "the VM is turned off" run 'Stop-VM one -TurnOff'
      is "it is removed" run 'Remove-VM one -Force'
      is "the switch is removed" run 'Remove-VMSwitch lan -Force'
      is "the NIC's VFs are given back" run "Set-NetAdapterSriov $PF0 -NumVFs 0"
      dpkg --purge iovsh >/dev/null 2>&1
    fi
    rm -rf /root/packages /root/package.made
    same_host "the host is as it was before" /root/package.before
    rm -f /root/package.before
    ;;
esac
