# shellcheck shell=bash
# Host packages. Sourced by ../lab.

# Prints what is missing on this machine, one line each; nothing when the lab can be built and booted.
lab_missing() {
  local c
  for c in "${HOST_COMMANDS[@]}"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$c" >/dev/null || echo "command $c"
  done
  if command -v qemu-system-x86_64 >/dev/null &&
    ! qemu-system-x86_64 -device help 2>/dev/null | grep -q '^name "igb"'; then
    echo "QEMU with the igb NIC (8.0 or newer; this is $(qemu-system-x86_64 --version | head -1))"
  fi
}

# The URI of the Debian archive that this machine's own apt uses; empty when there is none.
debian_mirror() {
  if [ -n "${IOVSH_LAB_MIRROR:-}" ]; then
    echo "$IOVSH_LAB_MIRROR"
    return
  fi
  # `apt-get indextargets` knows both the one-line and the deb822 source formats.
  apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    awk -F'|' '$1 == "Debian" && $2 == "Debian" { print $3; exit }'
}

lab_install() {
  local missing id version mirror list
  missing=$(lab_missing)
  if [ -z "$missing" ]; then
    say "install: nothing to do, everything the lab needs is here"
    return
  fi
  printf '%s\n' "$missing" | sed 's/^/lab: missing: /'
  [ "${1:-}" != --check ] || exit 2

  # shellcheck disable=SC1091
  id=$(. /etc/os-release 2>/dev/null && echo "${ID:-unknown}") || id=unknown
  # shellcheck disable=SC1091
  version=$(. /etc/os-release 2>/dev/null && echo "${VERSION_ID:-0}") || version=0
  if [ "$id" != debian ] || ! command -v apt-get >/dev/null; then
    die "install knows Debian 12 and newer only, and this machine says it is '$id $version'." \
      "Install by hand: ${HOST_PACKAGES[*]}, and QEMU 8.0 or newer for x86_64."
  fi
  [ "$(id -u)" = 0 ] || die "install must run as root: it calls apt-get (try: sudo $0 install)"

  export DEBIAN_FRONTEND=noninteractive
  say "install: apt-get update"
  apt-get update -qq
  say "install: ${HOST_PACKAGES[*]}"
  apt-get install -qq -y --no-install-recommends "${HOST_PACKAGES[@]}" >/dev/null
  if [ "${version%%.*}" = 12 ]; then
    # Debian 12's own QEMU is 7.2, which has no igb; its backports suite has 10.0.
    list=/etc/apt/sources.list.d/iovsh-lab-backports.sources
    if ! apt-get indextargets --format '$(RELEASE)' 'Created-By: Packages' | grep -q bookworm-backports; then
      mirror=$(debian_mirror)
      [ -n "$mirror" ] || die "install: no Debian source in this machine's apt; set IOVSH_LAB_MIRROR"
      say "install: adding the backports suite of $mirror as $list"
      printf '%s\n' "Types: deb" "URIs: $mirror" "Suites: bookworm-backports" "Components: main" \
        "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg" >"$list"
      apt-get update -qq
    fi
    say "install: qemu-system-x86 from bookworm-backports"
    apt-get install -qq -y --no-install-recommends -t bookworm-backports qemu-system-x86 >/dev/null
  else
    say "install: qemu-system-x86"
    apt-get install -qq -y --no-install-recommends qemu-system-x86 >/dev/null
  fi
  missing=$(lab_missing)
  [ -z "$missing" ] || die "install: still missing: $missing"
  say "install: done"
}
