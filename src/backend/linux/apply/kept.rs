//! Files of machines that are no disks: the variables of their firmware, what their TPMs hold, their saved memory.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;

use crate::domain_xml::arrival::{Arrival, arrive};
use crate::linux::libvirt::Hypervisor as _;
use crate::linux::machine::LinuxMachine;
use crate::model::{FileOwner, Uuid};
use crate::{Category, HostError};
use iovsh_base::interrupt;

use super::domain::{domain, refused};
use super::image::{failed, make_file};

/// Between two looks at whether the command is to end.
const PIECE: usize = 4 << 20;
/// The users that distributions run swtpm as, where libvirt's own configuration says nothing (`swtpm_user` in qemu.conf): Debian's, and the
/// one that libvirt takes by itself.
const TPM_USERS: [&str; 2] = ["swtpm", "tss"];
const CONFIGURATION: &str = "/etc/libvirt/qemu.conf";

/// Copies a file to where nothing is.
pub(super) fn copy(
    host: &LinuxMachine,
    from: &str,
    to: &str,
    owner: FileOwner,
) -> Result<(), HostError> {
    let mut source = open(from).map_err(|error| failed(from, &error))?;
    let mut file = make_file(host, to)?;
    let copied = poured(&mut source, &mut file, to)
        .and_then(|()| given(&file, owner).map_err(|error| failed(to, &error)))
        .and_then(|()| file.sync_all().map_err(|error| failed(to, &error)));
    copied.inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

/// A file itself, not one that a link leads to.
fn open(path: &str) -> io::Result<fs::File> {
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).unwrap_or(0);
    let file = fs::OpenOptions::new()
        .read(true)
        .custom_flags(flags)
        .open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is no regular file",
        ));
    }
    Ok(file)
}

/// All of a file, piece by piece: saved memory is large, and Ctrl+C ends the copying.
fn poured(source: &mut fs::File, file: &mut fs::File, to: &str) -> Result<(), HostError> {
    let mut piece = vec![0; PIECE];
    loop {
        if interrupt::is_step_to_stop() {
            return Err(HostError::new(
                "Commit.Cancelled",
                Category::OperationStopped,
                format!("The copy to '{to}' was ended."),
            ));
        }
        let count = source
            .read(&mut piece)
            .map_err(|error| failed(to, &error))?;
        let Some(read) = piece.get(..count).filter(|read| !read.is_empty()) else {
            return Ok(());
        };
        file.write_all(read).map_err(|error| failed(to, &error))?;
    }
}

/// Gives a new file to whoever needs it.
fn given(file: &fs::File, owner: FileOwner) -> io::Result<()> {
    match owner {
        FileOwner::Root => Ok(()),
        FileOwner::Tpm => {
            let configuration = fs::read_to_string(CONFIGURATION).unwrap_or_default();
            let passwords = fs::read_to_string("/etc/passwd").unwrap_or_default();
            let user = tpm_user(&configuration, &passwords);
            let Some((user, group)) = user else {
                return Ok(());
            };
            std::os::unix::fs::fchown(file, Some(user), Some(group))
        }
    }
}

/// User and group of swtpm; `None` where it runs as root, or no user of its name is there.
fn tpm_user(configuration: &str, passwords: &str) -> Option<(u32, u32)> {
    let mut lines = configuration.lines();
    let said = lines.find_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == "swtpm_user").then(|| value.trim().trim_matches('"').to_owned())
    });
    let ids = |wanted: &str| {
        passwords.lines().find_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            let (user, group) = (fields.nth(1)?, fields.next()?);
            // The configuration may name it by its number, with a plus sign before it.
            let is_it = name == wanted || wanted.trim_start_matches('+') == user;
            is_it.then_some((user.parse().ok()?, group.parse().ok()?))
        })
    };
    match said {
        Some(said) => ids(&said),
        None => TPM_USERS.into_iter().find_map(ids),
    }
}

/// Makes what stands before saved memory fit the machine as it is here. libvirt refuses what would be another machine for the guest.
pub(super) fn adopt(
    host: &LinuxMachine,
    id: Uuid,
    file: &str,
    arrival: &Arrival,
) -> Result<(), HostError> {
    let domain = domain(host, id)?;
    let text = host
        .libvirt
        .saved_xml(file)
        .map_err(refused(&domain.name))?;
    let arrived = arrive(&text, arrival).map_err(|why| {
        let error = HostError::new(
            "Import.Incompatible",
            Category::InvalidOperation,
            format!("The saved memory of '{}' is not taken over: {why}.", domain.name),
        );
        error.target(file).next_step("Import it without its memory, as after a power cut: remove the file that ends with .save from the export first.")
    })?;
    let set = host.libvirt.set_saved_xml(file, &arrived.text);
    set.map_err(refused(&domain.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_of_swtpm_is_the_one_that_the_host_has() {
        let debian = "root:x:0:0::/root:/bin/sh\nswtpm:x:110:115::/var/lib/swtpm:/bin/false\n";
        let fedora = "root:x:0:0::/root:/bin/sh\ntss:x:59:59::/:/sbin/nologin\n";
        for (configuration, passwords, wanted) in [
            ("", debian, Some((110, 115))),
            ("# swtpm_user = \"tss\"\n", debian, Some((110, 115))),
            ("", fedora, Some((59, 59))),
            ("swtpm_user = \"root\"\n", fedora, Some((0, 0))),
            ("swtpm_user = \"+59\"\n", fedora, Some((59, 59))),
            ("swtpm_user = \"nobody\"\n", fedora, None),
            ("", "root:x:0:0::/root:/bin/sh\n", None),
        ] {
            assert_eq!(
                tpm_user(configuration, passwords),
                wanted,
                "{configuration}"
            );
        }
    }

    #[test]
    fn a_link_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        fs::write(at("file"), "x").unwrap();
        std::os::unix::fs::symlink(at("file"), at("link")).unwrap();
        assert!(open(&at("file")).is_ok());
        assert!(open(&at("link")).is_err());
        assert!(open(&folder.path().display().to_string()).is_err());
    }
}
