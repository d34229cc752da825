//! At which hosts a command acts: those that `-ComputerName` and `-CimSession` name, or those that its objects come from.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::host_access::{HostAccess, recover_once, shell_error};
use crate::remoting::FarSessionValue;
use crate::services::{Services, is_here};
use crate::types::CimSession;
use iovsh_shell::cmdlet::Argument as _;
use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::declaration::ParameterType::Opaque;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{Context, Round, Rounds, Session};
use iovsh_shell::types::CredentialValue;
use iovsh_shell::value::{Value, members};

/// The hosts of a session, as the shell goes round them.
pub struct HostRounds(pub Rc<Services>);

/// Modules whose cmdlets act on a host.
const MODULES: [&str; 12] = [
    "Hyper-V",
    "NetAdapter",
    "NetLbfo",
    "NetNat",
    "NetSwitchTeam",
    "NetTCPIP",
    "NetQos",
    "Storage",
    "DcbQos",
    "DnsClient",
    "Iovsh",
    "Microsoft.PowerShell.Diagnostics",
];

/// Their cmdlets that act on hosts which cannot be opened, perhaps, and go to them by themselves; one whose `-ComputerName` says whom it
/// is to reach from here; and those that ask for names from here.
const UNOPENED: [&str; 5] = [
    "Reset-SimulatedHost",
    "Test-NetConnection",
    "Show-VMHost",
    "Resolve-DnsName",
    "Clear-DnsClientCache",
];

impl Rounds for HostRounds {
    fn concerns(&self, spec: &CmdletSpec) -> bool {
        spec.supported && MODULES.contains(&spec.module) && !UNOPENED.contains(&spec.name)
    }

    fn rounds(&self, cx: &mut Context) -> Flow<Option<Vec<Round>>> {
        let user = user(cx)?;
        let mut failed = Vec::new();
        // Whether anybody logs in as the user who was named.
        let mut reached = false;
        let names = named(cx)?;
        let rounds = match names.is_empty() {
            true => self.of_objects(cx, &mut failed)?,
            false => {
                let mut rounds: Vec<Round> = Vec::new();
                for name in names {
                    let place = self.0.named(&name, user.name.as_deref());
                    reached |= !is_here(&name)
                        && place
                            .as_ref()
                            .is_ok_and(|place| self.0.place(*place).is_by_ssh());
                    match place {
                        Ok(place) if rounds.iter().all(|round| round.place != place) => {
                            rounds.push(Round {
                                place,
                                values: Vec::new(),
                            });
                        }
                        Ok(_) => {}
                        Err(error) => failed.push(error),
                    }
                }
                rounds
            }
        };
        for error in &failed {
            cx.error(shell_error(error))?;
        }
        if rounds.is_empty() && !failed.is_empty() {
            return Ok(Some(rounds));
        }
        let throttle = cx.bound("ThrottleLimit").and_then(|limit| match limit {
            Value::Int(limit) => usize::try_from(limit).ok().filter(|limit| *limit > 0),
            _ => None,
        });
        let places: Vec<usize> = rounds.iter().map(|round| round.place).collect();
        user.check(cx, reached)?;
        self.0.goes_to(&places, throttle);
        Ok(Some(rounds).filter(|rounds| !rounds.is_empty()))
    }

    fn enter(&self, cx: &mut Context, place: usize) -> Flow<bool> {
        go_to(cx, &self.0, place);
        match self.0.host() {
            Ok(_) => {
                go_to(cx, &self.0, place);
                recover_once(cx, &self.0)
            }
            Err(error) => {
                cx.refuse(&error)?;
                Ok(false)
            }
        }
    }

    fn leave(&self, session: &mut Session) {
        self.0.leave();
        session.place_name = None;
    }
}

/// Goes to a host, whose name stands before what is said there when others are asked too or it is not where the session is.
pub fn go_to(cx: &mut Context, services: &Services, place: usize) {
    services.enter(place);
    let name = services.here().name().map(Rc::from);
    let elsewhere = services.has_others() || place != services.home();
    cx.session().place_name = name.filter(|_| elsewhere);
}

impl HostRounds {
    /// The rounds of a command that gets objects of other hosts: each of them at its own.
    fn of_objects(
        &self,
        cx: &mut Context,
        failed: &mut Vec<iovsh_backend::HostError>,
    ) -> Flow<Vec<Round>> {
        /// The objects of one host, by parameter.
        type Parts = BTreeMap<usize, Vec<Value>>;
        let mut hosts: Vec<(usize, Parts)> = Vec::new();
        let mut lists = Vec::new();
        let mut scalars = Vec::new();
        for (number, parameter) in cx.spec().parameters.iter().enumerate() {
            // A session with another host says where something is to go, and is nothing that a command acts on.
            if matches!((parameter.ty, CimSession::TYPE), (Opaque(one), Opaque(other)) if one == other)
            {
                continue;
            }
            let Some(value) = cx.bound(parameter.name) else {
                continue;
            };
            let list = members::enumerate(&value);
            lists.extend(list.is_some().then_some(number));
            for object in list.unwrap_or_else(|| vec![value]) {
                let Some(name) = computer_of(cx, &object)? else {
                    continue;
                };
                match self.0.named(&name, None) {
                    Ok(place) => {
                        if !lists.contains(&number) {
                            scalars.push((place, name));
                        }
                        let known = hosts.iter().position(|(known, _)| *known == place);
                        let at = known.unwrap_or_else(|| {
                            hosts.push((place, Parts::new()));
                            hosts.len() - 1
                        });
                        if let Some((_, parts)) = hosts.get_mut(at) {
                            parts.entry(number).or_default().push(object);
                        }
                    }
                    Err(error) => failed.push(error),
                }
            }
        }
        // A name was taken out of it, perhaps, which alone would mean another host's.
        if hosts.is_empty()
            && failed.is_empty()
            && let Some(name) = far_host_of(cx)?
        {
            let place = self.0.named(&name, None);
            let place = place.map_err(|error| shell_error(&error))?;
            hosts.push((place, Parts::new()));
        }
        if failed.is_empty() && hosts.iter().all(|(place, _)| *place == self.0.home()) {
            return Ok(Vec::new());
        }
        // An object that stands alone is meant together with all others: they have to be of its host.
        if let Some((place, name)) = scalars.first()
            && hosts.iter().any(|(other, _)| other != place)
        {
            let other = scalars.iter().find(|(other, _)| other != place);
            return Err(mixed(name, other.map(|(_, name)| name.as_str())).into());
        }
        // With one host everything is as it was bound, unless some objects have to be left out.
        let splits = hosts.len() > 1 || !failed.is_empty();
        let rounds = hosts.into_iter().map(|(place, parts)| Round {
            place,
            values: parts
                .into_iter()
                .filter(|(number, _)| splits && lists.contains(number))
                .map(|(number, objects)| (number, Value::array(objects)))
                .collect(),
        });
        Ok(rounds.collect())
    }
}

/// Objects of different hosts for one act.
fn mixed(one: &str, other: Option<&str>) -> ShellError {
    let other = other.map_or_else(|| "others".to_owned(), |name| format!("'{name}'"));
    ShellError::new(
        "Host.Mixed",
        ErrorCategory::InvalidArgument,
        format!("The objects come from different hosts: '{one}' and {other}."),
    )
    .help(format!(
        "Give objects of one host: Get-VM -ComputerName {one}, for example."
    ))
}

/// Whether a parameter is also taken from properties of objects: those of this host have `$null` there.
fn comes_from_objects(cx: &Context, parameter: &str) -> bool {
    let mut all = cx.spec().parameters.iter();
    let found = all.find(|known| known.name == parameter);
    found.is_some_and(|known| known.sets.iter().any(|set| set.by_property_name))
}

/// The hosts that the command line names.
fn named(cx: &mut Context) -> Flow<Vec<String>> {
    let mut names = Vec::new();
    for parameter in ["ComputerName", "CimSession"] {
        let Some(value) = cx.bound(parameter) else {
            continue;
        };
        for item in members::enumerate(&value).unwrap_or_else(|| vec![value]) {
            if matches!(item, Value::Null) && comes_from_objects(cx, parameter) {
                continue;
            }
            let name = match computer_of(cx, &item)? {
                Some(name) => Some(name),
                None => item.as_str().map(str::to_owned),
            };
            match name.filter(|name| !name.trim().is_empty()) {
                Some(name) => names.push(name.trim().to_owned()),
                None => return Err(no_host().into()),
            }
        }
    }
    Ok(names)
}

/// A session that Remove-CimSession ended.
fn removed(name: &str) -> ShellError {
    ShellError::new(
        "Session.NotOpen",
        ErrorCategory::InvalidOperation,
        format!("The session '{name}' was removed."),
    )
    .help("Make another one: New-CimSession NAME")
}

/// The name of the host that an object comes from.
pub fn computer_of(cx: &mut Context, object: &Value) -> Flow<Option<String>> {
    if !matches!(object, Value::Native(_) | Value::Object(_)) {
        return Ok(None);
    }
    if let Value::Native(native) = object
        && let Some(session) = native.as_any().downcast_ref::<FarSessionValue>()
    {
        if session.0.is_closed.get() {
            return Err(removed(&session.0.name).into());
        }
        return Ok(Some(session.0.computer.clone()));
    }
    // What a script at another host wrote says of itself how that host is called there.
    for name in ["PSComputerName", "ComputerName", "SystemName"] {
        if let Some(value) = members::get_property(object, name, &mut cx.interpreter())?
            && let Some(text) = value.as_str()
            && !text.is_empty()
        {
            return Ok(Some(text.to_owned()));
        }
    }
    Ok(None)
}

/// The host whose script wrote the pipeline object.
fn far_host_of(cx: &mut Context) -> Flow<Option<String>> {
    let object = cx.pipeline_object();
    if !matches!(object, Value::Object(_)) {
        return Ok(None);
    }
    let name = members::get_property(&object, "PSComputerName", &mut cx.interpreter())?;
    let name = name.as_ref().and_then(Value::as_str);
    Ok(name
        .filter(|name| !name.is_empty())
        .map(ToString::to_string))
}

/// Whom `-Credential` names.
#[derive(Default)]
pub struct User {
    /// The user's name; `None` when nobody is named.
    pub name: Option<String>,
    has_password: bool,
}

impl User {
    /// Looks at what is to be reached as this user: `by_ssh` says whether ssh is asked for any of it.
    ///
    /// # Errors
    /// A password cannot be handed to ssh. Elsewhere nobody logs in, which is a warning.
    pub fn check(&self, cx: &mut Context, by_ssh: bool) -> Flow {
        let Some(name) = &self.name else {
            return Ok(());
        };
        if by_ssh && self.has_password {
            return Err(no_passwords(name).into());
        }
        if !by_ssh && cx.first_time("Credential") {
            cx.warning(
                "-Credential has no effect here: nobody logs in to the selected host anew.",
            )?;
        }
        Ok(())
    }
}

/// The user that `-Credential` names.
pub fn user(cx: &mut Context) -> Flow<User> {
    let Some(value) = cx.bound("Credential") else {
        return Ok(User::default());
    };
    let items = members::enumerate(&value).unwrap_or_else(|| vec![value]);
    let [item] = items.as_slice() else {
        return Err(ShellError::new(
            "Host.OneUser",
            ErrorCategory::InvalidArgument,
            "-Credential takes one user for all hosts.",
        )
        .help("Write -ComputerName USER@NAME for hosts with users of their own.")
        .into());
    };
    named_by(item)
}

/// The name of the user whom a credential without a password names.
///
/// # Errors
/// It has a password, which cannot be handed to ssh; it names nobody.
pub fn user_of(credential: &Value) -> Flow<Option<String>> {
    let user = named_by(credential)?;
    match user.has_password {
        true => Err(no_passwords(user.name.as_deref().unwrap_or("NAME")).into()),
        false => Ok(user.name),
    }
}

/// Whom a credential, or a text, names.
fn named_by(item: &Value) -> Flow<User> {
    if let Value::Native(native) = item
        && let Some(credential) = native.as_any().downcast_ref::<CredentialValue>()
    {
        return Ok(User {
            name: Some(credential.user.to_string()),
            has_password: !credential.password.is_empty(),
        });
    }
    match item.as_str().filter(|user| !user.trim().is_empty()) {
        Some(user) => Ok(User {
            name: Some(user.to_owned()),
            has_password: false,
        }),
        None => Err(ShellError::new(
            "Host.OneUser",
            ErrorCategory::InvalidArgument,
            "-Credential takes the name of a user.",
        )
        .help("Write -Credential root, for example.")
        .into()),
    }
}

fn no_passwords(name: &str) -> ShellError {
    ShellError::new(
        "Host.NoPasswords",
        ErrorCategory::InvalidArgument,
        "The credential has a password, and iovsh hands none on: hosts are reached by ssh, which asks for a password itself, at the terminal.",
    )
    .help(format!(
        "Give the user's name alone, -Credential {name}, and let ssh ask; or use a key: ssh-copy-id {name}@NAME"
    ))
}

fn no_host() -> ShellError {
    ShellError::new(
        "Host.NoName",
        ErrorCategory::InvalidArgument,
        "No host is named.",
    )
    .help("Name hosts: -ComputerName NAME, NAME")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Modules of the shell whose cmdlets go to other computers by themselves, or answer for this one alone.
    const BY_THEMSELVES: [&str; 4] = [
        "CimCmdlets",
        "FailoverClusters",
        "Microsoft.PowerShell.Core",
        "Microsoft.PowerShell.Management",
    ];

    /// A `-CimSession` or `-ComputerName` that nobody reads would change the host at home.
    #[test]
    fn who_takes_another_host_goes_there() {
        let rounds = HostRounds(Rc::new(Services::of(std::sync::Arc::new(
            iovsh_backend::sim::SimMachine::in_memory(
                iovsh_backend::sim::fixture("default").expect("a fixture"),
            ),
        ))));
        for spec in crate::all() {
            let names = ["ComputerName", "CimSession"];
            let mut parameters = spec.parameters.iter();
            let takes = parameters.any(|parameter| names.contains(&parameter.name));
            let is_known = BY_THEMSELVES.contains(&spec.module) || UNOPENED.contains(&spec.name);
            if takes && spec.supported && !is_known {
                assert!(rounds.concerns(spec), "{}", spec.name);
            }
        }
    }
}
