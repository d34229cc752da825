# shellcheck shell=bash
# Two machines with a wire between their segments, for the steps about migrations. Sourced by ../lab.
#
# They are hv1 and hv2: an address each on the second NIC, which no switch takes, and ssh from the one to the other.

# The steps 80 to 89 are run on hv1, with hv2 beside it.
is_for_two() {
  case $1 in 8[0-9]-*) ;; *) return 1 ;; esac
}

# The steps whose first lines say `# apparmor: on` get machines that are booted with it.
pair_for() {
  local wanted=
  ! head -n 4 "$LAB_DIR/steps/$1.sh" | grep -q '^# apparmor: on' || wanted=1
  [ "$wanted" = "${LAB_APPARMOR:-}" ] || pair_stop
  LAB_APPARMOR=$wanted
  pair_boot
}

# The machine of this name is booted anew as hv1, and NAME-2 as hv2, both at once.
pair_boot() {
  local name=$LAB_NAME port=$((20000 + $$ % 20000 * 2)) ends="dgram,local.type=inet,local.host=127.0.0.1,remote.type=inet,remote.host=127.0.0.1"
  [ -n "$(machine_pid "$name-2")" ] && [ -n "$(machine_pid "$name")" ] && return
  lab_stop "$name"
  lab_stop "$name-2"
  (LAB_NUMBER=0 LAB_PEER=$name-2 LAB_WIRE=$ends,local.port=$port,remote.port=$((port + 1)) lab_boot "$name") &
  # Both look for a free port: one after the other.
  sleep 2
  (LAB_NUMBER=1 LAB_PEER=$name LAB_WIRE=$ends,local.port=$((port + 1)),remote.port=$port lab_boot "$name-2")
  wait $!
}

pair_stop() {
  lab_stop "$LAB_NAME"
  lab_stop "$LAB_NAME-2"
}

# lab_equip_pair IOVSH: iovsh and the steps on both, and ssh between them.
lab_equip_pair() {
  local number machine key
  key=$LAB_RUN/$LAB_NAME/id
  for number in 1 2; do
    machine=$LAB_NAME
    [ $number = 1 ] || machine=$LAB_NAME-2
    (
      LAB_NAME=$machine
      lab_equip "$1" "" ""
      lab_ssh "umask 077; cat >/root/.ssh/id_ed25519" <"$key"
      lab_ssh "ip link set enp2s0 up && ip addr replace 10.8.0.$number/24 dev enp2s0 &&
        printf '%s\n' '10.8.0.1 hv1' '10.8.0.2 hv2' >>/etc/hosts &&
        printf '%s\n' 'Host hv1 hv2' '  StrictHostKeyChecking accept-new' '  KexAlgorithms curve25519-sha256' \
          '  Ciphers aes128-gcm@openssh.com' '  GSSAPIAuthentication no' '  ConnectTimeout 60' >/root/.ssh/config"
    ) || return
  done
}
