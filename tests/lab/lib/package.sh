# shellcheck shell=bash
# Steps that try the Debian package itself: a step whose first lines say `# package: WHY` finds it in /root/packages (old.deb, new.deb), made
# here of what is committed and of the program that is tested. Where it cannot be made the folder is missing. Sourced by ../lab.

needs_package() { head -n 5 "$LAB_DIR/steps/$1.sh" | grep -q '^# package: '; }

# package_for STEP IOVSH
package_for() {
  local folder
  needs_package "$1" || return 0
  folder=$(mktemp -d)
  strip -o "$folder/iovsh" "$2" 2>/dev/null || cp "$2" "$folder/iovsh"
  chmod 755 "$folder/iovsh"
  if "$REPO_DIR/packaging/make" "$folder" "$folder/iovsh"; then
    lab_ssh 'mkdir -p /root/packages'
    lab_push "$folder/old.deb" /root/packages/old.deb
    lab_push "$folder/new.deb" /root/packages/new.deb
  fi
  rm -rf -- "$folder"
}
