//! Which hosts and sessions a user means.

use std::rc::Rc;
use std::sync::{Arc, Mutex};

use iovsh_derive::Parameters;

use super::near::{Target, connect};
use super::sessions::{FarSession, FarSessionValue, FarSessions, Kind};
use crate::Services;
use crate::host_access::shell_error;
use crate::places;
use crate::services::{THROTTLE, is_here, together};
use iovsh_backend::host::HostAddress;
use iovsh_shell::argument::Guid;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;
use iovsh_shell::wildcard::WildcardPattern;

/// How a host of `-HostName` is reached.
#[derive(Parameters)]
pub struct SshWords {
    /// Whom ssh logs in as.
    user_name: Option<String>,
    /// The port of ssh.
    #[param(range = 1..=65535)]
    port: Option<i32>,
}

impl SshWords {
    /// The name with what belongs to it.
    pub fn whole(&self, name: &str) -> String {
        let user = self.user_name.as_ref().filter(|_| !name.contains('@'));
        let user = user.map_or_else(String::new, |user| format!("{user}@"));
        let port = self
            .port
            .map_or_else(String::new, |port| format!(":{port}"));
        format!("{user}{name}{port}")
    }
}

/// The targets that names mean. A name that is none is an error of its own.
pub fn targets(cx: &mut Context, names: &[String]) -> Flow<Vec<(String, Target)>> {
    let user = places::user(cx)?;
    let services = Services::from_any(&cx.services());
    let mut targets = Vec::new();
    for name in names {
        let address = match &services {
            Some(services) => services.address_of(name, user.name.as_deref()),
            None => HostAddress::Local.beside(name, user.name.as_deref()),
        };
        match address {
            Ok(address) => {
                let computer = match (&address, &user.name) {
                    (HostAddress::Ssh(_), Some(user)) if !name.contains('@') => {
                        format!("{user}@{name}")
                    }
                    _ => name.clone(),
                };
                let target = Target {
                    name: name.clone(),
                    address,
                    kept: None,
                };
                targets.push((computer, target));
            }
            Err(error) => cx.error(shell_error(&error))?,
        }
    }
    let by_ssh = |(_, target): &(String, Target)| {
        matches!(target.address, HostAddress::Ssh(_)) && !is_here(&target.name)
    };
    if !targets.is_empty() {
        let any = targets.iter().any(by_ssh);
        user.check(cx, any)?;
    }
    Ok(targets)
}

/// How many hosts at once: what the user says, if it is a number above 0.
pub fn throttle(limit: i32) -> usize {
    usize::try_from(limit)
        .ok()
        .filter(|limit| *limit > 0)
        .unwrap_or(THROTTLE)
}

/// Opens sessions for scripts, those of several hosts together. A host that cannot be reached is an error of its own.
pub fn open(
    cx: &mut Context,
    targets: Vec<(String, Target)>,
    names: &[String],
    limit: i32,
) -> Flow<Vec<Rc<FarSession>>> {
    let addresses: Vec<HostAddress> = targets.iter().map(|(_, t)| t.address.clone()).collect();
    let alone = addresses.len() == 1;
    let mut opened = together(throttle(limit), &addresses, |address| {
        connect(address, alone)
    });
    if !alone {
        // Those that have to ask, one after the other.
        for (address, connection) in addresses.iter().zip(&mut opened) {
            let asks = |id: &str| matches!(id, "Host.AccessDenied" | "Host.KeyUnknown");
            if connection.as_ref().is_err_and(|error| asks(&error.id)) {
                *connection = connect(address, true);
            }
        }
    }
    let kept = FarSessions::of(cx.session());
    let mut sessions = Vec::new();
    for (place, ((computer, target), connection)) in targets.into_iter().zip(opened).enumerate() {
        match connection {
            Ok(connection) => {
                let target = Target {
                    kept: Some(Arc::new(Mutex::new(Some(connection)))),
                    ..target
                };
                let name = names.get(place).map(String::as_str);
                sessions.push(kept.make(Kind::PowerShell, name, &computer, target));
            }
            Err(error) => cx.error(shell_error(&error).target(Value::str(target.name)))?,
        }
    }
    Ok(sessions)
}

/// Sessions that are chosen by number, name, identity or host.
#[derive(Parameters)]
pub struct Chosen {
    /// The numbers of the sessions.
    #[param(set = "Id", mandatory, position = 0, by_property_name)]
    id: Vec<i32>,
    /// Their names. Wildcards are allowed.
    #[param(set = "Name", mandatory, by_property_name)]
    name: Vec<String>,
    /// Their identities.
    #[param(set = "InstanceId", mandatory, by_property_name)]
    instance_id: Vec<Guid>,
}

impl Chosen {
    /// Those that are meant: all when nothing is said. What finds none is an error.
    pub fn find(
        &self,
        cx: &mut Context,
        kind: Kind,
        hosts: &[String],
    ) -> Flow<Vec<Rc<FarSession>>> {
        let all = FarSessions::of(cx.session()).all(kind);
        let mut found: Vec<Rc<FarSession>> = Vec::new();
        let mut take =
            |cx: &mut Context, what: String, fits: &dyn Fn(&FarSession) -> bool, quiet: bool| {
                let mut some = false;
                for session in all.iter().filter(|session| fits(session)) {
                    some = true;
                    if !found.iter().any(|known| Rc::ptr_eq(known, session)) {
                        found.push(Rc::clone(session));
                    }
                }
                if some || quiet {
                    Ok(())
                } else {
                    cx.error(missing(&what, kind))
                }
            };
        let is_all = self.id.is_empty() && self.name.is_empty() && self.instance_id.is_empty();
        for id in &self.id {
            take(cx, id.to_string(), &|s| s.id == *id, false)?;
        }
        for name in &self.name {
            let pattern = WildcardPattern::new(name);
            let quiet = iovsh_shell::wildcard::has_wildcards(name);
            take(cx, name.clone(), &|s| pattern.is_match(&s.name), quiet)?;
        }
        for id in &self.instance_id {
            take(
                cx,
                "that identity".to_owned(),
                &|s| s.instance == id.0,
                false,
            )?;
        }
        for host in hosts {
            let pattern = WildcardPattern::new(host);
            let quiet = iovsh_shell::wildcard::has_wildcards(host);
            take(
                cx,
                host.clone(),
                &|s| pattern.is_match(&s.target.name),
                quiet,
            )?;
        }
        if is_all && hosts.is_empty() {
            return Ok(all);
        }
        Ok(found)
    }
}

impl Chosen {
    /// Those that were given as objects, else those that are chosen.
    ///
    /// # Errors
    /// As [`Chosen::find`].
    pub fn given_or_found(
        &self,
        cx: &mut Context,
        given: Vec<Rc<FarSession>>,
        kind: Kind,
        hosts: &[String],
    ) -> Flow<Vec<Rc<FarSession>>> {
        match given.is_empty() {
            true => self.find(cx, kind, hosts),
            false => Ok(given),
        }
    }
}

/// Ends sessions, each after `ShouldProcess`.
pub fn remove(cx: &mut Context, sessions: Vec<Rc<FarSession>>) -> Flow {
    let kept = FarSessions::of(cx.session());
    for session in sessions {
        if cx.should_process(&session.name, cx.spec().name)? {
            kept.remove(&session);
        }
    }
    Ok(())
}

/// Leaves sessions alone, or takes them up again, each after `ShouldProcess`, and emits them.
pub fn set_disconnected(
    cx: &mut Context,
    sessions: Vec<Rc<FarSession>>,
    is_disconnected: bool,
) -> Flow {
    for session in sessions {
        if cx.should_process(&session.name, cx.spec().name)? {
            session.is_disconnected.set(is_disconnected);
            cx.emit(Value::native(FarSessionValue(session)))?;
        }
    }
    Ok(())
}

fn missing(what: &str, kind: Kind) -> ShellError {
    let (noun, get) = match kind {
        Kind::PowerShell => ("session", "Get-PSSession"),
        Kind::Cim => ("CIM session", "Get-CimSession"),
    };
    ShellError::new(
        "SessionNotFound",
        ErrorCategory::ObjectNotFound,
        format!("There is no {noun} '{what}'."),
    )
    .target(what)
    .help(format!("See those that there are: {get}"))
}
