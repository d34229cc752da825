#!/bin/bash
# Every primitive of the Linux host against this kernel, libvirt and a guest: tests/lab_host.rs.
. ./checks.sh

if ! command -v iovsh-lab-host >/dev/null; then
  skip "the primitives of the Linux host: the test was not pushed"
  exit 0
fi
if modprobe netdevsim; then
  netdevsim=1
else
  netdevsim=
  skip "a thousand VFs of netdevsim: the module could not be built (tests/lab/lib/image.sh)"
fi
is "every primitive of the Linux host" \
  env ${netdevsim:+IOVSH_LAB_NETDEVSIM=1} IOVSH_LAB_HOST=1 RUST_BACKTRACE=0 iovsh-lab-host --nocapture --test-threads=1
cp "$OUT" /tmp/lab-host.out
is "the test ran, and left nothing out" grep -q '^test result: ok\. [1-9][0-9]* passed; 0 failed; 0 ignored' /tmp/lab-host.out
isnt "it did not take this machine for another" grep '^SKIPPED' /tmp/lab-host.out
grep -q '^test result: ok' /tmp/lab-host.out || tail -n 60 /tmp/lab-host.out | sed 's/^/     /'
note "slowest: $(grep -E '^ *[0-9]+ ms ' /tmp/lab-host.out | sort -rn | head -n 3 | tr -s ' ' | paste -sd ';')"
# What the kernel or a driver does beside a change, and iovsh does not foresee.
grep 'not as predicted' /tmp/lab-host.out | cut -c1-300 | while read -r line; do note "$line"; done
[ -z "$netdevsim" ] || rmmod netdevsim
