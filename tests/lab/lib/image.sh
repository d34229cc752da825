# shellcheck shell=bash
# Builds the lab machine's disk. Sourced by ../lab.
#
# Two layers, both in the cache. The base (a tar of installed Debian packages and the kernel package)
# needs the network and changes with the package list only. The image (root disk, kernel, initrd, ssh
# key) is made from it without the network and changes whenever anything in ../image or this file does.

base_key() { printf '%s\n' "$LAB_SUITE" "${LAB_PACKAGES[@]}" | sha256sum | cut -c1-12; }
image_key() {
  {
    base_key
    cd "$LAB_DIR" && find image lib/image.sh -type f -print0 | sort -z | xargs -0 sha256sum
    find image -type f -perm -u+x | sort
  } | sha256sum | cut -c1-12
}
image_dir() { echo "$LAB_CACHE/image-$(image_key)"; }

lab_build() {
  local image base missing started
  image=$(image_dir)
  if [ -f "$image/complete" ]; then
    say "build: image ${image##*/} is up to date"
    return
  fi
  missing=$(lab_missing)
  [ -z "$missing" ] || die "build: not everything is here (run: $0 install): $missing"
  [ "$(id -u)" = 0 ] || die "build must run as root: it unpacks device nodes and owners, and calls chroot"
  mkdir -p "$LAB_CACHE"
  # Two checkouts may build at once; the second waits and then finds the work done.
  exec 9>"$LAB_CACHE/lock"
  flock 9
  if [ ! -f "$image/complete" ]; then
    started=$(date +%s.%N)
    base=$LAB_CACHE/base-$(base_key).tar.zst
    [ -f "$base" ] || build_base "$base"
    build_image "$base" "$image"
    say "build: image ${image##*/} built in $(seconds_since "$started") s"
    prune_cache "$base"
  fi
  exec 9>&-
}

# Keeps the three newest images and two bases, this and the newest other; a running QEMU holds its files open, so it survives this.
prune_cache() {
  local old
  # shellcheck disable=SC2012
  for old in $(ls -1dt "$LAB_CACHE"/image-* 2>/dev/null | tail -n +4); do rm -rf "$old"; done
  # shellcheck disable=SC2012
  ls -1dt "$LAB_CACHE"/base-*.tar.zst | grep -vxF "$1" | tail -n +2 | while read -r old; do rm -f "$old"; done || true
}

build_base() {
  local out=$1 include mirror started
  started=$(date +%s.%N)
  include=$(IFS=, && echo "${LAB_PACKAGES[*]}")
  mirror=$(debian_mirror)
  say "build: Debian $LAB_SUITE base (log: $LAB_CACHE/base.log)"
  # The kernel package is fetched, not installed: installing it runs update-initramfs and wants firmware.
  # shellcheck disable=SC2016
  mmdebstrap --mode=root --variant=minbase --include="$include" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt=force-unsafe-io --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/info/*' \
    --customize-hook='
      package=$(chroot "$1" apt-cache depends linux-image-amd64 |
        sed -n "s/.*Depends: \(linux-image-[0-9].*\)/\1/p" | head -n 1)
      chroot "$1" sh -c "mkdir -p /srv/kernel && cd /srv/kernel && apt-get download -qq $package"' \
    --format=tar "$LAB_SUITE" - ${mirror:+"$mirror"} 2>"$LAB_CACHE/base.log" |
    zstd -q -1 -T0 -o "$out.part" -f ||
    { tail -n 20 "$LAB_CACHE/base.log" >&2; die "build: mmdebstrap failed"; }
  mv "$out.part" "$out"
  say "build: base done in $(seconds_since "$started") s, $(du -h "$out" | cut -f1)"
}

# netdevsim, a NIC without hardware that has VFs by the thousand and a switchdev mode, is not part of Debian's kernel: the
# module is built from Debian's own source, in a copy of the base that is thrown away. Without it one step is skipped.
build_netdevsim() {
  local base=$1 version=$2 out=$LAB_CACHE/netdevsim-$2.ko root series started
  [ ! -f "$out" ] || return 0
  started=$(date +%s.%N)
  series=$(cut -d . -f 1,2 <<<"$version")
  root=$(mktemp -d "$LAB_CACHE/netdevsim.XXXXXX")
  say "build: netdevsim for $version (log: $LAB_CACHE/netdevsim.log)"
  if (
    set -e
    zstd -q -dc "$base" | tar -C "$root" -xp --numeric-owner
    chroot "$root" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -qq -y --no-install-recommends \
      "linux-headers-$version" make gcc
    chroot "$root" sh -c "cd /root && apt-get download -qq linux-source-$series"
    mkdir "$root/root/source"
    dpkg-deb --fsys-tarfile "$root/root/linux-source-$series"_*.deb | tar -xO "./usr/src/linux-source-$series.tar.xz" |
      xz -dc -T0 | tar -C "$root/root/source" -x --strip-components=4 --wildcards '*/drivers/net/netdevsim/*'
    chroot "$root" make -s -C "/lib/modules/$version/build" M=/root/source CONFIG_NETDEVSIM=m modules
    chroot "$root" strip --strip-debug /root/source/netdevsim.ko
    mv "$root/root/source/netdevsim.ko" "$out"
  ) >"$LAB_CACHE/netdevsim.log" 2>&1; then
    say "build: netdevsim done in $(seconds_since "$started") s"
  else
    say "build: no netdevsim: $(tail -n 1 "$LAB_CACHE/netdevsim.log")"
  fi
  rm -rf "$root"
}

build_image() {
  local base=$1 image=$2 work=$2.part
  local root=$work/root kernel=$work/kernel version
  rm -rf "$work" "$image"
  mkdir -p "$root" "$kernel"

  say "build: unpacking the base"
  zstd -q -dc "$base" | tar -C "$root" -xp --numeric-owner
  [ -L "$root/lib" ] || die "build: the base has no merged /usr"

  say "build: kernel and modules"
  dpkg-deb -x "$root"/srv/kernel/linux-image-*.deb "$kernel"
  rm -rf "$root/srv/kernel"
  [ -d "$kernel/lib" ] || ln -s usr/lib "$kernel/lib"
  version=$(basename "$(echo "$kernel"/lib/modules/*)")
  build_netdevsim "$base" "$version"
  [ ! -f "$LAB_CACHE/netdevsim-$version.ko" ] ||
    install -D -m 644 "$LAB_CACHE/netdevsim-$version.ko" "$kernel/lib/modules/$version/kernel/drivers/net/netdevsim/netdevsim.ko"
  depmod -b "$kernel" "$version"
  mv "$kernel/boot/vmlinuz-$version" "$work/vmlinuz"
  copy_modules "$kernel" "$root" "$version"

  say "build: initrds"
  make_initrd "$root" "$kernel" "$version" "$LAB_DIR/image/host-init" "$work/initrd.img" \
    virtio_pci virtio_blk virtio_net ext4 crc32c_generic
  mkdir -p "$root/srv/guest"
  cp "$work/vmlinuz" "$root/srv/guest/vmlinuz"
  make_initrd "$root" "$kernel" "$version" "$LAB_DIR/image/guest-init" "$root/srv/guest/initrd.img" \
    virtio_pci virtio_net net_failover igbvf bonding 8021q \
    pciehp virtio_console af_packet virtio_rng button evdev \
    virtio_blk virtio_scsi sd_mod sr_mod isofs virtio_balloon
  make_guest_disk "$root/srv/guest"

  say "build: configuration"
  configure_root "$root" "$work"

  say "build: root disk"
  truncate -s 3G "$work/root.ext4"
  mke2fs -q -t ext4 -E lazy_itable_init=1 -m 0 -d "$root" "$work/root.ext4"

  rm -rf "$root" "$kernel"
  mv "$work" "$image"
  touch "$image/complete"
}

# Copies the modules that image/modules names by pattern, and what they depend on. By dependency and not
# by folder: igb needs i2c-algo-bit, dca and ptp, kvm_amd needs ccp, each in some far-away folder.
copy_modules() {
  local from=$1/lib/modules/$3 to=$2/usr/lib/modules/$3 patterns
  mkdir -p "$to"
  patterns=$(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$LAB_DIR/image/modules" | paste -s -d '|')
  (
    cd "$from" || exit
    awk -F: -v keep="^kernel/($patterns)" '$1 ~ keep { gsub(/:/, ""); print }' modules.dep |
      tr ' ' '\n' | sed '/^$/d' | sort -u | xargs cp --parents -t "$to"
    cp modules.builtin modules.builtin.modinfo modules.order "$to"
  )
  depmod -b "$2" "$3"
}

# make_initrd ROOT KERNEL VERSION INIT OUT MODULE...: busybox, INIT, and the modules in loading order.
make_initrd() {
  local root=$1 kernel=$2 version=$3 init=$4 out=$5 tree module path name
  shift 5
  tree=$(mktemp -d)
  mkdir -p "$tree"/{bin,proc,sys,dev,newroot,tmp,etc,run}
  install -m 755 "$init" "$tree/init"
  cp "$root/bin/busybox" "$tree/bin/busybox"
  chroot "$tree" /bin/busybox --install -s /bin
  # A module that this kernel has built in prints no "insmod" line, or none is found: both are fine.
  for module in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin modprobe -S "$version" -d "$kernel" -D "$module" 2>/dev/null || true
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r path; do
    name=$(basename "${path%.xz}")
    case $path in *.xz) xz -dc "$path" >"$tree/$name" ;; *) cp "$path" "$tree/$name" ;; esac
    echo "$name" >>"$tree/modules.order"
  done
  (cd "$tree" && find . | cpio -o -H newc -R 0:0 --quiet | zstd -q -3) >"$out"
  rm -rf "$tree"
}

# A disk that boots the inner guest from its own boot sector, as a VM made with New-VM -VHDPath does.
# A FAT without a partition table, written by mtools: no loop device, no mount.
make_guest_disk() {
  local dir=$1 disk=$1/disk.img config
  config=$(mktemp)
  printf '%s\n' 'DEFAULT lab' 'PROMPT 0' 'TIMEOUT 0' 'LABEL lab' '  KERNEL vmlinuz' '  INITRD initrd.img' \
    "  APPEND $(cat "$LAB_DIR/image/guest-cmdline")" >"$config"
  truncate -s 24M "$disk"
  mkfs.vfat -F 16 -n LABGUEST "$disk" >/dev/null
  mcopy -i "$disk" "$dir/vmlinuz" "$dir/initrd.img" ::
  mcopy -i "$disk" "$config" ::syslinux.cfg
  syslinux --install "$disk"
  cp "$LAB_DIR/image/guest-cmdline" "$dir/cmdline"
  rm -f "$config"
}

configure_root() {
  local root=$1 work=$2 unit
  cp -R "$LAB_DIR/image/files/." "$root/"
  chown -R 0:0 "$root/etc/systemd" "$root/etc/ssh" "$root/usr/local"
  ssh-keygen -q -t ed25519 -N '' -C lab -f "$work/id"
  install -D -m 600 "$work/id.pub" "$root/root/.ssh/authorized_keys"
  chmod 700 "$root/root/.ssh"
  chroot "$root" passwd -q -d root

  echo lab >"$root/etc/hostname"
  echo '127.0.0.1 localhost lab' >"$root/etc/hosts"
  : >"$root/etc/fstab"
  # With an "uninitialized" machine-id systemd takes every boot for the first one and enables units by
  # preset, libvirt's TLS socket among them, which then fails for want of certificates (38 s, not 14).
  echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
  touch "$root/etc/.updated" "$root/var/.updated"

  # The lab kernel runs without AppArmor but for the step that is about it, which changes this; and guests need no user of their own in a
  # machine that is thrown away.
  printf '%s\n' 'security_driver = "none"' 'user = "root"' 'group = "root"' 'remember_owner = 0' \
    >>"$root/etc/libvirt/qemu.conf"

  # Units that cost boot time and give nothing here. systemd-machined must stay: without it libvirt
  # refuses every domain.
  for unit in systemd-timesyncd.service systemd-networkd.service systemd-networkd.socket \
    systemd-logind.service systemd-binfmt.service systemd-pstore.service systemd-update-done.service \
    systemd-hwdb-update.service systemd-journal-catalog-update.service ldconfig.service \
    kmod-static-nodes.service apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer \
    e2scrub_all.timer e2scrub_reap.service fstrim.timer libvirt-guests.service libvirtd-tls.socket \
    libvirtd-tcp.socket apparmor.service getty@tty1.service serial-getty@ttyS0.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
  done
  # Enabled by link, as systemctl would, which complains in a chroot without /proc.
  ln -sf /usr/lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
  # A cluster is made by the step that is about it.
  rm -f "$root"/etc/systemd/system/*.wants/{corosync,corosync-notifyd,pacemaker,pcsd}.service
  for unit in lab-management lab-ready; do
    ln -sf "/etc/systemd/system/$unit.service" "$root/etc/systemd/system/multi-user.target.wants/"
  done
}
