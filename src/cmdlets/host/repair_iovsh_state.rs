//! `Repair-IovshState`.

use iovsh_derive::{Cmdlet, PsEnum, PsObject};

use crate::host_access::{HostAccess, computer_name, shell_error};
use crate::remote::Remote;
use iovsh_backend::state::{Desired, RepairSource};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// What the desired state is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PsEnum)]
#[psenum(type_name = "Iovsh.StateSource")]
pub enum StateSource {
    /// The last good copy.
    Backup = 0,
    /// The file as it stands: it was edited by hand.
    File = 1,
    /// Nothing.
    Empty = 2,
}

impl From<StateSource> for RepairSource {
    fn from(source: StateSource) -> Self {
        match source {
            StateSource::Backup => Self::Backup,
            StateSource::File => Self::File,
            StateSource::Empty => Self::Empty,
        }
    }
}

impl From<RepairSource> for StateSource {
    fn from(source: RepairSource) -> Self {
        match source {
            RepairSource::Backup => Self::Backup,
            RepairSource::File => Self::File,
            RepairSource::Empty => Self::Empty,
        }
    }
}

/// What was found, and what was done about it.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Iovsh.StateRepair")]
struct StateRepair {
    /// The host.
    computer_name: String,
    /// The state file.
    path: String,
    /// What was wrong with it; nothing when it was good.
    problem: Option<String>,
    /// What is used from now on; nothing when nothing was done.
    source: Option<StateSource>,
    /// Switches that are asked for now.
    switches: Vec<String>,
    /// Network adapters that are managed now.
    network_adapters: Vec<String>,
    /// Virtual functions that are allocated.
    virtual_functions: u32,
    /// Where the damaged file is kept.
    kept_as: Option<String>,
}

/// Decides what the desired state of the host is, after it was damaged or lost.
///
/// What was asked for (switches, network adapters, virtual functions that were allocated) stands in a file with a checksum. When the
/// file is damaged, or gone although there was one, nothing on the host is changed by any command or by the agent until this
/// command was run; what is shown meanwhile is the last good copy. -WhatIf says what would be used. A damaged file is kept beside the new one.
/// Nothing else on the host is changed: virtual machines, their filters and their virtual functions stay as they are.
/// A file that is good is left alone. Linux only; Hyper-V has no such command.
///
/// # Examples
/// Where nothing is wrong:
/// ```iovsh
/// PS> (Repair-IovshState).Problem -eq $null
/// True
/// ```
/// The last good copy is used, or with `-Source Empty` the host starts anew:
/// ```iovsh
/// PS> Repair-IovshState -WhatIf
/// ComputerName     : SIM
/// Path             : desired.json
/// Problem          :
/// Source           :
/// Switches         : {}
/// NetworkAdapters  : {}
/// VirtualFunctions : 0
/// KeptAs           :
/// PS> Repair-IovshState -Source Empty -Force | Format-List Problem, Source
/// Problem :
/// Source  :
/// ```
/// With the path of the file that it looks at:
/// ```iovsh
/// PS> Repair-IovshState -WhatIf | ForEach-Object Path
/// desired.json
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Repair", noun = "IovshState", module = "Iovsh", impact = High, output = StateRepair)]
pub struct RepairIovshState {
    /// What is used: Backup (the last good copy; used when nothing is said), File (the file as it stands, after it was edited by hand)
    /// or Empty (nothing is asked for: what is on the host stays as it is and is no longer followed).
    #[param(position = 0)]
    source: Option<StateSource>,
    /// Without a question.
    force: bool,
    #[flatten]
    remote: Remote,
}

impl Cmdlet for RepairIovshState {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let host = cx.host()?;
        let trust = host.trust().map_err(|error| shell_error(&error))?;
        let found = trust.choices;
        let Some(problem) = trust.distrust else {
            let name = computer_name(cx)?;
            return cx.emit(StateRepair::of(name, found.file, &trust.desired).into_value());
        };
        let chosen = match self.source {
            Some(source) => Ok(source.into()),
            None => found.best(),
        };
        let chosen = chosen.and_then(|source| Ok((source, found.desired(source)?)));
        let (source, desired) = match chosen {
            Ok(chosen) => chosen,
            Err(error) => {
                cx.warning(problem.message.clone())?;
                return cx.refuse(&error);
            }
        };
        let ask = !self.force || cx.is_what_if() || cx.is_bound("Confirm");
        if ask && !cx.should_process(&found.file, "Repair-IovshState")? {
            if cx.is_what_if() {
                cx.host_line(&format!("  {}", problem.message))?;
                cx.host_line(&format!("  {}", describe(source, &desired)))?;
            }
            return Ok(());
        }
        match host.decide(source) {
            Ok(decided) => {
                let name = computer_name(cx)?;
                let mut done = StateRepair::of(name, found.file, &decided.desired);
                done.problem = Some(problem.message.clone());
                done.source = Some(source.into());
                done.kept_as = decided.kept;
                if let Some(error) = decided.unrecorded {
                    cx.warning(error.to_string())?;
                }
                cx.emit(done.into_value())
            }
            Err(error) => cx.refuse(&error),
        }
    }
}

impl StateRepair {
    fn of(computer_name: String, path: String, desired: &Desired) -> Self {
        let switches = desired.switches.iter().map(|switch| switch.name.clone());
        let nics = desired.nics.iter().map(|nic| nic.interface.to_string());
        Self {
            computer_name,
            path,
            problem: None,
            source: None,
            switches: switches.collect(),
            network_adapters: nics.collect(),
            virtual_functions: u32::try_from(desired.claims.len()).unwrap_or(u32::MAX),
            kept_as: None,
        }
    }
}

/// What a source makes of the desired state, as a sentence.
fn describe(source: RepairSource, desired: &Desired) -> String {
    let contents = format!(
        "{} switches, {} network adapters, {} virtual functions allocated",
        desired.switches.len(),
        desired.nics.len(),
        desired.claims.len()
    );
    match source {
        RepairSource::Backup => format!("Use the last good copy: {contents}."),
        RepairSource::File => format!("Use the file as it stands: {contents}."),
        RepairSource::Empty => {
            "Start with an empty state: what is on the host stays as it is, and is no longer followed."
                .to_owned()
        }
    }
}
