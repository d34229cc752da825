#!/bin/bash
# docs/examples/part5.ps1, unchanged, on the real host.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
host_snapshot >/tmp/before
started=$(now)
is "part5.ps1 runs to its end" iovsh /root/lab/docs/examples/part5.ps1 -NetAdapterName $PF0 \
  -Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine "$(cat /srv/guest/cmdline)"
sed 's/^/     /' $OUT
note "it took $(since "$started") s"
same_host "the host is as it was before" /tmp/before
