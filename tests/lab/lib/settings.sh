# shellcheck shell=bash
# Settings that the other parts share. Sourced by ../lab.

LAB_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/iovsh-lab
# Sockets live apart from the cache: a socket path must be shorter than 108 bytes.
LAB_RUN=/tmp/iovsh-lab-$(id -u)
LAB_NAME=${IOVSH_LAB_NAME:-a}

# The lab machine runs Debian 13: libvirt 11.3, kernel 6.12, iproute2 6.15.
LAB_SUITE=trixie
# Nothing is pulled in by Recommends, so what the tests use is named here.
LAB_PACKAGES=(
  systemd systemd-sysv udev dbus kmod procps pciutils
  openssh-server socat zstd jq tcpdump busybox-static
  iproute2 ethtool iputils-ping nftables
  qemu-system-x86 qemu-utils
  libvirt-daemon-system libvirt-daemon-driver-qemu libvirt-daemon-driver-network
  libvirt-daemon-driver-nodedev libvirt-clients
  ovmf swtpm swtpm-tools
  pacemaker pacemaker-cli-utils corosync libxml2-utils
  apparmor
)
# Packages that a step by hand wants besides, with commas between them. Such an image stands beside the usual one.
[ -z "${IOVSH_LAB_MORE:-}" ] || IFS=, read -r -a LAB_MORE <<<"$IOVSH_LAB_MORE"
LAB_PACKAGES+=(${LAB_MORE[@]+"${LAB_MORE[@]}"})

# What this machine (the one that runs QEMU) must have. QEMU stands apart: it must be 8.0 or newer.
HOST_PACKAGES=(
  mmdebstrap debian-archive-keyring busybox-static openssh-client socat zstd xz-utils cpio kmod
  e2fsprogs syslinux mtools dosfstools tmux
)
HOST_COMMANDS=(
  mmdebstrap busybox ssh ssh-keygen socat zstd xz cpio modprobe depmod mke2fs syslinux mcopy
  mkfs.vfat tmux qemu-system-x86_64
)

say() { printf 'lab: %s\n' "$*"; }
die() {
  printf 'lab: %s\n' "$*" >&2
  exit 2
}
seconds_since() { awk -v a="$1" -v b="$(date +%s.%N)" 'BEGIN { printf "%.1f", b - a }'; }
