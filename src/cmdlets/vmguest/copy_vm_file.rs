//! `Copy-VMFile`.

use crate::complete;
use crate::door::{Hosts, shell_error};
use crate::remote::Remote;
use crate::types::{CopyFileSource, VirtualMachine};
use crate::vm::{each, named};
use iovsh_backend::model::{GuestQuestion, Service};
use iovsh_base::base64::base64;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::fs::File;
use std::io::Read;
use std::sync::Arc;

/// Copies a file into the guests of virtual machines, by the agent in them: no network is needed.
///
/// The service Guest Service Interface must be on, and qemu-guest-agent must run in the guest.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content note.txt 'hello'
/// PS> Start-VM web2
/// PS> Enable-VMIntegrationService 'Guest Service Interface' web2
/// PS> Copy-VMFile web2 -SourcePath note.txt -DestinationPath /root/note.txt -FileSource Host -CreateFullPath
/// PS> Invoke-Command -VMName web2 -ScriptBlock { cat /root/note.txt }
/// hello
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Copy", noun = "VMFile", module = "Hyper-V", default_set = "Name", impact = Medium)]
pub struct CopyVmFile {
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "Name", position = 0, mandatory, alias = "VMName", complete = complete::vms)]
    name: Vec<String>,
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// The file on this computer.
    #[param(position = 1, mandatory, from_pipeline)]
    source_path: String,
    /// The path in the guest, with the name of the file.
    #[param(position = 2, mandatory)]
    destination_path: String,
    /// Host: the only one there is.
    #[param(mandatory)]
    file_source: Option<CopyFileSource>,
    /// Makes the folders of the path in the guest.
    create_full_path: bool,
    /// Replaces a file that is there.
    force: bool,
    /// Runs in a background job, which Receive-Job reads.
    as_job: bool,
    #[flatten(set = "Name")]
    remote: Remote,
}

/// Bytes that are sent at once: libvirt takes texts of up to 4 MiB.
const PIECE: u64 = 512 * 1024;

impl Cmdlet for CopyVmFile {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let source = cx.session().locations.native(&self.source_path);
        let machines = each(cx, &self.name, &self.vm)?;
        let names = named(cx, &machines)?;
        let host = cx.host()?;
        for (vm, name) in machines.into_iter().zip(names) {
            let target = format!("{name}: {}", self.destination_path);
            if !cx.should_process(&target, "Copy-VMFile")? {
                continue;
            }
            let mut file =
                File::open(&source).map_err(|error| unreadable(&self.source_path, &error))?;
            let mut append = false;
            loop {
                let mut piece = Vec::new();
                let read = file.by_ref().take(PIECE).read_to_end(&mut piece);
                read.map_err(|error| unreadable(&self.source_path, &error))?;
                if piece.is_empty() && append {
                    break;
                }
                let question = GuestQuestion::Write {
                    path: self.destination_path.clone(),
                    data: base64(&piece),
                    append,
                    folders: self.create_full_path,
                    replace: self.force,
                };
                let asked = host.ask_guest(vm, Some(Service::GuestFiles), &question);
                if let Err(error) = asked {
                    cx.error(shell_error(&error))?;
                    break;
                }
                append = true;
                cx.go_on()?;
            }
        }
        Ok(())
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> ShellError {
    let message = format!("The file '{path}' cannot be read: {error}.");
    ShellError::new("FileReadError", ErrorCategory::ReadError, message)
        .target(path)
        .help("Name a file on this computer that you may read.")
}
