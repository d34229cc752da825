# shellcheck shell=bash
# Machines that lack what SR-IOV needs, each in one thing, for the steps that ask iovsh what is the matter. Sourced by ../lab.
#
# A step whose first lines say `# lacks: WHAT` gets a machine that is booted so:
#
#   iommu     without the IOMMU, as with VT-d switched off in the firmware
#   intremap  with an IOMMU that remaps no interrupts
#   acs       root ports without Access Control Services
#   ari       the kernel leaves forwarding to functions beyond the eighth switched off (pci=noari)
#
# Without bus numbers there is none: the emulated NICs have their VFs on the bus of their PF, whatever the ports are like.

# lacks_of STEP: what its machine is to lack; nothing for most.
lacks_of() { head -n 4 "$LAB_DIR/steps/$1.sh" | sed -n 's/^# lacks: //p'; }

# lacks_check WHAT: whether that is one of them.
lacks_check() {
  case $1 in '' | iommu | intremap | acs | ari) ;; *) die "boot: a machine cannot lack '$1'" ;; esac
}

# lacks_for STEP IOVSH CONTRACT HOST: a machine as the step wants it; the one that is up where it is such a one.
lacks_for() {
  local wanted
  wanted=$(lacks_of "$1")
  shift
  [ "$wanted" != "${LAB_LACKS:-}" ] || return 0
  lacks_check "$wanted"
  lab_stop "$LAB_NAME"
  lab_stop "$LAB_NAME-2"
  LAB_LACKS=$wanted
  lab_boot "$LAB_NAME"
  lab_equip "$@"
}
