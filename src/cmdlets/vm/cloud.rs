//! Machines of cloud images: a disk of their own that builds on the image, and what cloud-init is told.

use crate::invalid;
use iovsh_backend::model::{NO_USER_DATA, Seed, Uuid, hostname_of};
use iovsh_backend::policy::vm::{NewSeed, SEED_END};
use iovsh_derive::Parameters;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// What is asked for beside the image.
#[derive(Parameters)]
pub struct CloudImage {
    /// Linux only: the machine gets a disk of its own that builds on the image of -VHDPath, which stays as it is and serves other machines too. The
    /// disk is called as the machine is, in /var/lib/libvirt/images or the folder of -Path.
    #[param(set = "Existing VHD")]
    differencing: bool,
    /// Linux only: the size of the disk that -Differencing makes; that of the image without it. The guest sees the rest as free space, which
    /// cloud-init gives to its file system.
    #[param(set = "Existing VHD")]
    vhd_size_bytes: Option<u64>,
    /// Linux only: user data for cloud-init, as text that begins with # or Content-Type:, or the file that has them. They are on a disc that the machine
    /// gets (NoCloud), beside its disk; only root and the guest read it.
    user_data: Option<String>,
    /// Linux only: public keys that may log in as the image's own user, as text or as the files that have them.
    #[param(name = "SshKey", not_null_or_empty)]
    ssh_key: Vec<String>,
}

/// The longest text that is taken, in bytes.
const LONGEST: usize = 1 << 20;

/// How public keys begin.
const KEYS: [&str; 4] = ["ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-"];

impl CloudImage {
    /// The disk that builds on the image, if one is asked for: its size, or that of the image.
    ///
    /// # Errors
    /// `InvalidParameter` for a size without -Differencing.
    pub fn own_disk(&self) -> Result<Option<Option<u64>>, ShellError> {
        if self.vhd_size_bytes.is_some() && !self.differencing {
            return Err(invalid::parameter(
                "-VHDSizeBytes is the size of the disk that -Differencing makes.",
                "Add -Differencing, or resize the image itself: Resize-VHD.",
            ));
        }
        Ok(self.differencing.then_some(self.vhd_size_bytes))
    }

    /// What the guest of a machine is told, on a disc in this folder.
    pub fn seed(&self, cx: &mut Context, machine: &str, folder: &str) -> Flow<Option<NewSeed>> {
        if self.user_data.is_none() && self.ssh_key.is_empty() {
            return Ok(None);
        }
        let is_data = |text: &str| text.starts_with('#') || text.starts_with("Content-Type:");
        let user_data = match &self.user_data {
            None => NO_USER_DATA.to_owned(),
            Some(text) if is_data(text.trim_start()) => text.clone(),
            Some(file) => {
                let text = read(cx, file, "UserData")?;
                if !is_data(text.trim_start()) {
                    return Err(invalid::parameter(
                        format!("'{file}' has no user data for cloud-init: those begin with #cloud-config, #! or a header of MIME."),
                        "Write '#cloud-config' into its first line.",
                    )
                    .into());
                }
                text
            }
        };
        let mut keys = Vec::new();
        for given in &self.ssh_key {
            let is_key = KEYS
                .iter()
                .any(|start| given.trim_start().starts_with(start));
            let text = match is_key {
                true => given.clone(),
                false => read(cx, given, "SshKey")?,
            };
            let lines = text.lines().map(str::trim);
            let before = keys.len();
            keys.extend(
                lines
                    .filter(|line| KEYS.iter().any(|start| line.starts_with(start)))
                    .map(str::to_owned),
            );
            if keys.len() == before {
                return Err(invalid::parameter(
                    format!("'{given}' has no public key."),
                    "Give the file that ends with .pub: -SshKey ~/.ssh/id_ed25519.pub.",
                )
                .into());
            }
        }
        let name = machine.replace(['/', '\0', '\n', '\r'], "_");
        Ok(Some(NewSeed {
            path: format!("{}/{name}{SEED_END}", folder.trim_end_matches('/')),
            seed: Seed {
                instance: Uuid::random(),
                hostname: hostname_of(machine),
                user_data,
                keys,
            },
        }))
    }
}

/// A file of the computer where the command is typed.
fn read(cx: &mut Context, name: &str, parameter: &str) -> Flow<String> {
    let path = cx.session().locations.native(name);
    let text = iovsh_shell::file_read::text(&path).map_err(|error| {
        ShellError::new(
            "FileReadError",
            ErrorCategory::ReadError,
            format!("The file '{name}' of -{parameter} cannot be read: {error}."),
        )
        .target(name)
        .help("Name a file of this computer, or give the text itself.")
    })?;
    if text.len() > LONGEST {
        return Err(invalid::parameter(
            format!("'{name}' is longer than 1 MB, which is more than cloud-init is told."),
            "Let the guest fetch what is long: #include and an address.",
        )
        .into());
    }
    Ok(text)
}
