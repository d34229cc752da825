//! Services: systemd's, as the objects that Windows scripts know.
//!
//! `systemctl` is run for it: systemd's own bus would need a D-Bus client for a handful of calls. Where there is no
//! systemd the error says so.

use std::any::Any;
use std::process::Stdio;

use iovsh_derive::PsEnum;

use iovsh_backend::programs;
use iovsh_shell::argument::PsEnum as _;
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::value::{Name, Native, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Whether a service runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "System.ServiceProcess.ServiceControllerStatus")]
pub enum ServiceStatus {
    /// It does not.
    Stopped = 1,
    /// It is being started.
    StartPending = 2,
    /// It is being stopped.
    StopPending = 3,
    /// It does.
    Running = 4,
    /// Not on Linux.
    ContinuePending = 5,
    /// Not on Linux.
    PausePending = 6,
    /// Not on Linux.
    Paused = 7,
}

/// When a service is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "System.ServiceProcess.ServiceStartMode")]
pub enum StartMode {
    /// Not on Linux.
    Boot = 0,
    /// Not on Linux.
    System = 1,
    /// With the host: `enabled`.
    Automatic = 2,
    /// When it is asked for: `disabled`, `static`.
    Manual = 3,
    /// Never: `masked`.
    Disabled = 4,
}

/// `System.ServiceProcess.ServiceController`.
#[derive(Clone, Debug)]
pub struct ServiceInfo {
    /// The unit's name without `.service`.
    pub name: String,
    description: String,
    /// Whether it runs.
    pub status: ServiceStatus,
    start: StartMode,
    process: i32,
}

/// Windows services that scripts ask for, and what does their work here.
const NEIGHBOURS: &[(&str, &str)] = &[
    (
        "vmms",
        "Virtual machines are managed by libvirt here: virtqemud or libvirtd.",
    ),
    (
        "vmcompute",
        "Virtual machines are managed by libvirt here: virtqemud or libvirtd.",
    ),
    (
        "winrm",
        "Hosts are reached by ssh here: the service is ssh or sshd.",
    ),
    (
        "w32time",
        "The clock is kept by chronyd or systemd-timesyncd here.",
    ),
    ("lanmanserver", "Shares are served by smbd here."),
    ("clussvc", "There is no failover cluster service here."),
];

impl ServiceInfo {
    /// What it does.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// When it starts, as Windows says it.
    pub fn start_word(&self) -> &'static str {
        match self.start {
            StartMode::Automatic => "Auto",
            StartMode::Disabled => "Disabled",
            _ => "Manual",
        }
    }

    /// The number of its process; 0 for none.
    pub fn process_id(&self) -> u32 {
        u32::try_from(self.process).unwrap_or(0)
    }

    /// Services whose names match; all when there is no name. The error is for the whole question.
    ///
    /// # Errors
    /// There is no systemd.
    pub fn find(pattern: Option<&str>) -> Result<Vec<Self>, ShellError> {
        let unit = match pattern {
            None => "*.service".to_owned(),
            Some(text) if iovsh_shell::wildcard::has_wildcards(text) => "*.service".to_owned(),
            Some(text) => unit_name(text),
        };
        let shown = systemctl(&[
            "show",
            &unit,
            "--no-pager",
            "--property=Id,Description,LoadState,ActiveState,UnitFileState,MainPID",
        ])?;
        let wanted = pattern.map(|text| WildcardPattern::new(text.trim_end_matches(".service")));
        let mut found: Vec<Self> = shown
            .split("\n\n")
            .filter_map(Self::parse)
            .filter(|service| {
                wanted.as_ref().is_none_or(|wanted| {
                    wanted.is_match(&service.name) || wanted.is_match(&service.description)
                })
            })
            .collect();
        found.sort_by_key(|service| service.name.to_lowercase());
        Ok(found)
    }

    /// One block of `systemctl show`. `None` for a unit that is not there.
    fn parse(block: &str) -> Option<Self> {
        let field = |name: &str| {
            block
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .unwrap_or_default()
        };
        let id = field("Id");
        if id.is_empty() || field("LoadState") == "not-found" {
            return None;
        }
        Some(Self {
            name: id.strip_suffix(".service").unwrap_or(id).to_owned(),
            description: field("Description").to_owned(),
            status: match field("ActiveState") {
                "active" => ServiceStatus::Running,
                "activating" | "reloading" => ServiceStatus::StartPending,
                "deactivating" => ServiceStatus::StopPending,
                _ => ServiceStatus::Stopped,
            },
            start: match field("UnitFileState") {
                "enabled" | "enabled-runtime" | "alias" => StartMode::Automatic,
                "masked" | "masked-runtime" => StartMode::Disabled,
                _ => StartMode::Manual,
            },
            process: field("MainPID").parse().unwrap_or(0),
        })
    }
}

/// A service that is not there.
pub fn not_found(name: &str) -> ShellError {
    let error = ShellError::new(
        "NoServiceFoundForGivenName",
        ErrorCategory::ObjectNotFound,
        format!("Cannot find any service with service name '{name}'."),
    )
    .exception("Microsoft.PowerShell.Commands.ServiceCommandException")
    .target(name);
    match NEIGHBOURS
        .iter()
        .find(|(windows, _)| windows.eq_ignore_ascii_case(name))
    {
        Some((_, instead)) => error.help(*instead),
        None => error,
    }
}

/// The unit of a service.
pub fn unit_name(name: &str) -> String {
    if name.contains('.') {
        name.to_owned()
    } else {
        format!("{name}.service")
    }
}

fn no_systemd(cause: String) -> ShellError {
    ShellError::new(
        "ServiceManagerNotFound",
        ErrorCategory::NotInstalled,
        "There is no systemd on this host, so there are no services to ask for.",
    )
    .exception("System.PlatformNotSupportedException")
    .cause(cause)
    .help("Ask the host's own init system, or look at processes with Get-Process.")
}

/// Runs `systemctl` and gives back what it says.
///
/// # Errors
/// There is no systemd, or it refuses.
pub fn systemctl(arguments: &[&str]) -> Result<String, ShellError> {
    let output = programs::command("systemctl")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| no_systemd(error.to_string()))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let reason = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    if reason.contains("not been booted with systemd") || reason.contains("connect to bus") {
        return Err(no_systemd(reason));
    }
    let denied = reason.contains("ccess denied") || reason.contains("authentication required");
    let (id, category) = if denied {
        ("ServiceAccessDenied", ErrorCategory::PermissionDenied)
    } else {
        ("ServiceCommandFailed", ErrorCategory::InvalidOperation)
    };
    let message = reason
        .lines()
        .next()
        .unwrap_or("systemctl failed")
        .to_owned();
    let error = ShellError::new(id, category, message)
        .exception("Microsoft.PowerShell.Commands.ServiceCommandException")
        .cause(reason);
    Err(if denied {
        error.help("Services are changed by root: run iovsh with sudo.")
    } else {
        error
    })
}

impl Native for ServiceInfo {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.ServiceProcess.ServiceController",
            "System.ComponentModel.Component",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    }

    fn to_text(&self) -> String {
        self.name.clone()
    }

    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "name" | "servicename" => Some(self.name.as_str().into()),
            "displayname" | "description" => Some(self.description.as_str().into()),
            "status" => Some(self.status.value()),
            "starttype" | "startuptype" => Some(self.start.value()),
            "canstop" => Some(Value::Bool(self.status == ServiceStatus::Running)),
            "canpauseandcontinue" | "canshutdown" => Some(Value::Bool(false)),
            "machinename" => Some(".".into()),
            "processid" => Some(Value::Int(self.process)),
            _ => None,
        }
    }

    fn property_names(&self) -> Vec<Name> {
        [
            "Name",
            "CanPauseAndContinue",
            "CanShutdown",
            "CanStop",
            "DisplayName",
            "MachineName",
            "ServiceName",
            "Status",
            "StartType",
            "ProcessId",
        ]
        .map(Name::Static)
        .to_vec()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_systemctl_show() {
        let block = "Id=ssh.service\nDescription=OpenBSD Secure Shell server\nLoadState=loaded\nActiveState=active\n\
                     UnitFileState=enabled\nMainPID=12";
        let service = ServiceInfo::parse(block).expect("a service");
        assert_eq!(service.name, "ssh");
        assert_eq!(service.status, ServiceStatus::Running);
        assert_eq!(service.start, StartMode::Automatic);
        assert!(ServiceInfo::parse("Id=no.service\nLoadState=not-found").is_none());
        assert!(not_found("vmms").help.is_some());
    }
}
