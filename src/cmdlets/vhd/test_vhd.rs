//! `Test-VHD`.

use super::output::{host_paths, scope};
use crate::host_access::HostAccess;
use crate::remote::Remote;
use iovsh_backend::State;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Tests whether disk images can be used: each is there, its header can be read, and so can all that it builds on. What is in the disk is not looked at:
/// qemu-img check does that.
///
/// # Examples
/// ```iovsh
/// PS> Test-VHD /var/lib/libvirt/images/web1.qcow2
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "VHD",
    module = "Hyper-V",
    default_set = "Default",
    output = "System.Boolean"
)]
pub struct TestVhd {
    /// The images.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "FullName"
    )]
    path: Vec<String>,
    #[param(
        set = "SharedDisk",
        mandatory,
        alias = "ShareVirtualDisk",
        refused = "any image that QEMU can lock can be shared: Add-VMHardDiskDrive -SupportPersistentReservations."
    )]
    support_persistent_reservations: bool,
    #[flatten]
    remote: Remote,
}

/// What is wrong with an image or with one that it builds on.
fn fault(state: &State, path: &str) -> Option<String> {
    let mut at = path.to_owned();
    for _ in 0..=state.images.len() {
        let place = state.images.get(&at);
        if let Some(why) = place.and_then(|place| place.unreadable.as_ref()) {
            return Some(format!("'{at}' cannot be read: {why}."));
        }
        let Some(image) = place.and_then(|place| place.image.as_ref()) else {
            return Some(if at == path {
                format!("There is no file '{at}' on the host.")
            } else {
                format!("It builds on '{at}', which is not there.")
            });
        };
        if let Some(why) = &image.damaged {
            return Some(format!("'{at}' is damaged: {why}."));
        }
        at = image.backing.as_ref()?.path.clone();
    }
    Some("It builds on itself.".to_owned())
}

impl Cmdlet for TestVhd {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let paths = host_paths(cx, &self.path)?;
        let state = cx.snapshot(&scope(paths.clone()))?;
        for path in paths {
            match fault(&state, &path) {
                None => cx.emit(true)?,
                Some(why) => {
                    let error = ShellError::new("Vhd.Unusable", ErrorCategory::InvalidData, why)
                        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
                        .target(path.as_str())
                        .help("Look at each of them with Get-VHD.");
                    cx.error(error)?;
                    cx.emit(false)?;
                }
            }
        }
        Ok(())
    }
}
