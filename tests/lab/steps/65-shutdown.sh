#!/bin/bash
# by hand: it starts the machine anew, and takes four minutes
# power cuts: none, an orderly restart in their place. libvirt-guests saves the machines when the host goes down, which libvirt refuses of one
# that has a VF: iovsh-shutdown takes it back before. A guest that goes on where it was, with a VF again, has seen all of it in the right order.
#
# It runs in parts, as 58-power does.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
has_vf() { virsh dumpxml one | grep -q '<hostdev '; }
runs() { [ "$(virsh domstate one)" = running ]; }
units=(iovsh-restore iovsh-agent iovsh-shutdown)

case $1 in
  prepare)
    host_snapshot >/root/shutdown.before
    if [ ! -e /usr/lib/systemd/system/libvirt-guests.service ]; then
      skip "libvirt-guests is not installed"
      exit
    fi
    for unit in "${units[@]}"; do
      sed 's|/usr/bin/iovsh|/usr/local/bin/iovsh|' "/root/lab/packaging/$unit.service" >"/etc/systemd/system/$unit.service"
    done
    # The image has it masked, as it costs time at every start.
    rm -f /etc/systemd/system/libvirt-guests.service
    printf '%s\n' ON_BOOT=start ON_SHUTDOWN=suspend PARALLEL_SHUTDOWN=0 SHUTDOWN_TIMEOUT=120 >/etc/default/libvirt-guests
    systemctl daemon-reload
    is "systemd finds nothing wrong with the unit" systemd-analyze verify --man=no iovsh-shutdown.service
    is "the units are on" systemctl -q enable --now libvirt-guests "${units[@]}"
    is "two VFs" run "Set-NetAdapterSriov $PF0 -NumVFs 2"
    is "a switch in IOV mode" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true | Out-Null"
    boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
    is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot"
    is "it wishes for a VF" run "Set-VMNetworkAdapter one -IovWeight 100"
    is "it starts" run "Start-VM one -WarningAction SilentlyContinue"
    is "its guest answers" guest --wait one
    is "it has a VF" within 90 has_vf
    guest one 'cat /proc/sys/kernel/random/boot_id' >/root/shutdown.boot
    is "the guest knows which start this is" test -s /root/shutdown.boot
    sync
    ;;
  cut)
    [ -e /root/shutdown.boot ] || exit
    systemctl reboot
    ;;
  check)
    [ -e /root/shutdown.boot ] || exit
    is "the machine goes on after the restart" within 120 runs
    is "its guest answers" guest --wait one
    # A machine that was cut off has started anew, or not at all: its memory was saved, so it had no VF then.
    equal "and is in the same start as before: it was saved" "$(cat /root/shutdown.boot)" "$(guest one 'cat /proc/sys/kernel/random/boot_id')"
    is "the agent gives it a VF again" within 120 has_vf
    journalctl -q -b -1 -u iovsh-shutdown -u libvirt-guests -o short-monotonic 2>/dev/null | sed 's/^/     /' | tail -n 20
    ;;
  finish)
    systemctl -q disable libvirt-guests "${units[@]}" 2>/dev/null
    # It may not be stopped by hand, as that takes the VFs of machines; without its file it is forgotten with the next start.
    systemctl -q stop iovsh-agent libvirt-guests
    rm -f /etc/default/libvirt-guests /root/shutdown.boot
    is "the VM is turned off" run 'Stop-VM one -TurnOff'
    is "it is removed" run 'Remove-VM one -Force'
    is "the switch is removed" run 'Remove-VMSwitch lan -Force'
    is "the NIC's VFs are given back" run "Set-NetAdapterSriov $PF0 -NumVFs 0"
    systemctl -q stop iovsh-restore
    rm -f /etc/systemd/system/iovsh-{agent,restore,shutdown}.service
    ln -sf /dev/null /etc/systemd/system/libvirt-guests.service
    systemctl daemon-reload
    same_host "the host is as it was before" /root/shutdown.before
    rm -f /root/shutdown.before
    ;;
esac
