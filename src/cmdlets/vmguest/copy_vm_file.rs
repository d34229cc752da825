//! `Copy-VMFile`.

use crate::complete;
use crate::data::files;
use crate::host_access::{HostAccess, shell_error};
use crate::remote::Remote;
use crate::types::{CopyFileSource, VirtualMachine};
use crate::vm::{each, named};
use iovsh_backend::Host;
use iovsh_backend::model::{GuestAnswer, GuestQuestion, Service, Uuid};
use iovsh_base::base64::base64;
use iovsh_base::interrupt;
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, Interrupt, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_write;
use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

/// Copies a file into the guests of virtual machines, by the agent in them: no network is needed.
///
/// The service Guest Service Interface must be on, and qemu-guest-agent must run in the guest. A file that
/// cannot be sent whole is removed there again.
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
/// A file that is there already is replaced with -Force:
/// ```iovsh
/// PS> Set-Content note.txt 'new'
/// PS> Start-VM web2
/// PS> Enable-VMIntegrationService 'Guest Service Interface' web2
/// PS> Copy-VMFile web2 note.txt /root/note.txt -FileSource Host -CreateFullPath
/// PS> Copy-VMFile web2 note.txt /root/note.txt -FileSource Host -Force
/// ```
/// To machines that come through the pipeline:
/// ```iovsh
/// PS> Set-Content note.txt 'hello'
/// PS> Start-VM web2
/// PS> Enable-VMIntegrationService 'Guest Service Interface' web2
/// PS> Get-VM web2 | Copy-VMFile -SourcePath note.txt -DestinationPath /root/note.txt -FileSource Host -CreateFullPath
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
/// So long an agent may take to remove half a file.
const TAKES_BACK_WITHIN: Duration = Duration::from_secs(10);

impl Cmdlet for CopyVmFile {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let source = files::native(cx, &self.source_path)?;
        let machines = each(cx, &self.name, &self.vm)?;
        let names = named(cx, &machines)?;
        let host = cx.host()?;
        for (vm, name) in machines.into_iter().zip(names) {
            let target = format!("{name}: {}", self.destination_path);
            if !cx.should_process(&target, "Copy-VMFile")? {
                continue;
            }
            let file = file_write::open(File::options().read(true), &source)
                .map_err(|error| unreadable(&self.source_path, &error))?;
            let mut is_begun = false;
            let sent = self.send(cx, &*host, vm, file, &mut is_begun);
            if sent.is_err() && is_begun {
                self.take_back(cx, &*host, vm, &name)?;
            }
            match sent {
                Err(Interrupt::Error(error)) if !error.ends_script => cx.error(*error)?,
                sent => sent?,
            }
        }
        Ok(())
    }
}

impl CopyVmFile {
    /// Sends the file, piece by piece.
    fn send(
        &self,
        cx: &mut Context,
        host: &dyn Host,
        vm: Uuid,
        mut file: File,
        is_begun: &mut bool,
    ) -> Flow {
        loop {
            let mut piece = Vec::new();
            let read = file.by_ref().take(PIECE).read_to_end(&mut piece);
            read.map_err(|error| unreadable(&self.source_path, &error))?;
            if piece.is_empty() && *is_begun {
                return Ok(());
            }
            let question = GuestQuestion::Write {
                path: self.destination_path.clone(),
                data: base64(&piece),
                append: *is_begun,
                folders: self.create_full_path,
                replace: self.force,
            };
            host.ask_guest(vm, Some(Service::GuestFiles), &question)
                .map_err(|error| shell_error(&error))?;
            *is_begun = true;
            cx.go_on()?;
        }
    }

    /// Removes what was sent of a file that did not come whole: half a file is worse than none.
    fn take_back(&self, cx: &mut Context, host: &dyn Host, vm: Uuid, name: &str) -> Flow {
        let question = GuestQuestion::Run {
            program: "/bin/rm".to_owned(),
            arguments: ["-f", "--", &self.destination_path]
                .map(str::to_owned)
                .into(),
            limit: TAKES_BACK_WITHIN,
        };
        // Also after Ctrl+C.
        let _held = interrupt::hold();
        match host.ask_guest(vm, Some(Service::GuestFiles), &question) {
            Ok(GuestAnswer::Ran { exit: Some(0), .. }) => Ok(()),
            _ => cx.warning(format!(
                "'{}' in the guest of '{name}' is not whole, and its agent does not remove it.",
                self.destination_path
            )),
        }
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> ShellError {
    let message = format!("The file '{path}' cannot be read: {error}.");
    ShellError::new("FileReadError", ErrorCategory::ReadError, message)
        .target(path)
        .help("Name a file on this computer that you may read.")
}
