#!/bin/bash
# What -WhatIf prints may be pasted: sh makes the same of the host as iovsh itself.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
host_snapshot >/tmp/before

# lines SCRIPT: the commands that -WhatIf prints, with the texts that follow them. A command begins with four blanks; a
# here-document ends with the word that its command names.
lines() {
  iovsh -c "$1" | awk '
    end != "" { print; if ($0 == end) end = ""; next }
    /^    / {
      print substr($0, 5)
      if (match($0, /<<'\''[^'\'']*'\''/)) end = substr($0, RSTART + 3, RLENGTH - 4)
    }'
}
# What iovsh made, but for ids that are new each time.
made() { host_snapshot | sed -E 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/ID/g'; }
network() { virsh -q net-dumpxml lan | grep -v '<uuid>'; }
domain() { virsh -q dumpxml --inactive "$1" | grep -vE '<uuid>|iovsh:vm|mac address|target dev|alias name'; }

make="New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -AllowManagementOS \$false"
lines "$make -WhatIf" >/tmp/make.sh
is "there are lines for a switch" test -s /tmp/make.sh
is "iovsh makes the switch" iovsh -c "$make | Out-Null"
made >/tmp/by-iovsh
network >/tmp/network-by-iovsh
lines 'Remove-VMSwitch lan -Force -WhatIf' >/tmp/remove.sh
is "iovsh removes it" iovsh -c 'Remove-VMSwitch lan -Force'
same_host "the host is as it was" /tmp/before

is "sh runs the lines that make it" sh -e /tmp/make.sh
made >/tmp/by-lines
is "the host is as iovsh made it" diff /tmp/by-iovsh /tmp/by-lines
network >/tmp/network-by-lines
is "the network is the same" diff /tmp/network-by-iovsh /tmp/network-by-lines
is "sh runs the lines that remove it" sh -e /tmp/remove.sh
same_host "the host is as it was again" /tmp/before

# A name holds no slash, so what it would run makes its mark in this folder.
name="it's \$(touch pasted-mark) & <co>"
vm="New-VM -Name 'it''s \$(touch pasted-mark) & <co>' -MemoryStartupBytes 256MB -NoVHD"
lines "$vm -WhatIf" >/tmp/vm.sh
is "iovsh defines a machine" iovsh -c "$vm | Out-Null"
domain "$name" >/tmp/domain-by-iovsh
is "libvirt knows it by its name" test -s /tmp/domain-by-iovsh
lines "Get-VM | ? Name -like 'it*' | Remove-VM -Force -WhatIf" >/tmp/undefine.sh
is "iovsh removes it" iovsh -c "Get-VM | ? Name -like 'it*' | Remove-VM -Force"
is "sh runs the line that defines it" sh -e /tmp/vm.sh
domain "$name" >/tmp/domain-by-lines
is "libvirt knows that one too" test -s /tmp/domain-by-lines
is "the domain is the same" diff /tmp/domain-by-iovsh /tmp/domain-by-lines
is "sh runs the line that removes it" sh -e /tmp/undefine.sh
isnt "the name ran nothing" test -e pasted-mark
same_host "the host is as it was before" /tmp/before
