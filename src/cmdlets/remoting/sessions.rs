//! The sessions with other hosts that a user has: what they are, and which one is entered.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::PoisonError;

use super::near::{Target, closed};
use iovsh_backend::HostError;
use iovsh_backend::host::remote::files::{FileReply, FileWork};
use iovsh_shell::argument::mismatch;
use iovsh_shell::cmdlet::{Argument, ParameterType};
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::eval::Session;
use iovsh_shell::types::new_guid;
use iovsh_shell::value::{Name, Native, Value};

const KEY: &str = "remoting";

/// What kind of session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of New-PSSession: scripts run in it, and what they set stays.
    PowerShell,
    /// Of New-CimSession: a name for a host.
    Cim,
}

/// A session with a host.
pub struct FarSession {
    /// Its number.
    pub id: i32,
    /// Its name.
    pub name: String,
    /// What kind it is.
    pub kind: Kind,
    /// The host.
    pub target: Target,
    /// What `-ComputerName` would take to mean the same host, user included.
    pub computer: String,
    /// Its identity.
    pub instance: [u8; 16],
    /// Disconnect-PSSession was told to leave it alone.
    pub is_disconnected: Cell<bool>,
    /// The user ended it.
    pub is_closed: Cell<bool>,
}

impl FarSession {
    /// Whether scripts can run in it.
    pub fn is_open(&self) -> bool {
        match &self.target.kept {
            // One that is at work is open.
            Some(kept) => match kept.try_lock() {
                Ok(connection) => connection.is_some(),
                Err(std::sync::TryLockError::Poisoned(lock)) => lock.get_ref().is_some(),
                Err(std::sync::TryLockError::WouldBlock) => true,
            },
            None => true,
        }
    }

    /// Has something done to a file at the host.
    ///
    /// # Errors
    /// Those of [`ScriptConnection::file`]; the session is closed.
    pub fn file(&self, work: FileWork) -> Result<FileReply, HostError> {
        let Some(kept) = &self.target.kept else {
            return Err(closed(&self.target.name));
        };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(connection) = &mut *kept else {
            return Err(closed(&self.target.name));
        };
        let reply = connection.file(work);
        if reply
            .as_ref()
            .is_err_and(|error| matches!(&*error.id, "Host.ConnectionLost" | "Host.BadAnswer"))
        {
            *kept = None;
        }
        reply
    }

    /// Ends it.
    pub fn close(&self) {
        self.is_closed.set(true);
        if let Some(kept) = &self.target.kept {
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }

    fn state(&self) -> &'static str {
        match (self.is_open(), self.is_disconnected.get()) {
            _ if self.is_closed.get() => "Closed",
            (false, _) => "Broken",
            (true, true) => "Disconnected",
            (true, false) => "Opened",
        }
    }
}

/// The sessions of a user.
#[derive(Default)]
pub struct FarSessions {
    /// Those that there are, oldest first.
    pub list: RefCell<Vec<Rc<FarSession>>>,
    last: Cell<(i32, i32)>,
    /// The one that is entered, and whether it was made for that.
    pub entered: RefCell<Option<(Rc<FarSession>, bool)>>,
    /// Lines come from a person at the prompt.
    pub at_prompt: Cell<bool>,
}

impl FarSessions {
    /// Those of a shell session.
    pub fn of(session: &mut Session) -> Rc<Self> {
        let kept = session
            .kept
            .entry(KEY)
            .or_insert_with(|| Rc::new(Self::default()));
        Rc::clone(kept).downcast().unwrap_or_default()
    }

    /// Those of a shell session that has any.
    pub fn known(session: &Session) -> Option<Rc<Self>> {
        Rc::clone(session.kept.get(KEY)?).downcast().ok()
    }

    /// A new one.
    pub fn make(
        &self,
        kind: Kind,
        name: Option<&str>,
        computer: &str,
        target: Target,
    ) -> Rc<FarSession> {
        let (mut scripts, mut cims) = self.last.get();
        let (number, prefix) = match kind {
            Kind::PowerShell => (&mut scripts, "Runspace"),
            Kind::Cim => (&mut cims, "CimSession"),
        };
        *number += 1;
        let id = *number;
        self.last.set((scripts, cims));
        Rc::new(FarSession {
            id,
            name: name.map_or_else(|| format!("{prefix}{id}"), str::to_owned),
            kind,
            target,
            computer: computer.to_owned(),
            instance: new_guid(),
            is_disconnected: Cell::new(false),
            is_closed: Cell::new(false),
        })
    }

    /// Keeps one.
    pub fn keep(&self, session: &Rc<FarSession>) {
        self.list.borrow_mut().push(Rc::clone(session));
    }

    /// Ends one and forgets it.
    pub fn remove(&self, session: &Rc<FarSession>) {
        session.close();
        self.list
            .borrow_mut()
            .retain(|kept| !Rc::ptr_eq(kept, session));
    }

    /// Those of a kind.
    pub fn all(&self, kind: Kind) -> Vec<Rc<FarSession>> {
        let list = self.list.borrow();
        list.iter().filter(|s| s.kind == kind).cloned().collect()
    }
}

/// A session as an object.
#[derive(Clone)]
pub struct FarSessionValue(pub Rc<FarSession>);

impl std::fmt::Debug for FarSessionValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("FarSessionValue")
            .field(&self.0.name)
            .finish()
    }
}

/// The properties that PowerShell shows of a session.
const SCRIPT_PROPERTIES: [&str; 10] = [
    "Id",
    "Name",
    "Transport",
    "ComputerName",
    "ComputerType",
    "State",
    "ConfigurationName",
    "Availability",
    "InstanceId",
    "VMName",
];

const CIM_PROPERTIES: [&str; 5] = ["Id", "Name", "InstanceId", "ComputerName", "Protocol"];

impl Native for FarSessionValue {
    fn type_names(&self) -> &'static [&'static str] {
        match self.0.kind {
            Kind::PowerShell => &[
                "System.Management.Automation.Runspaces.PSSession",
                "System.Object",
            ],
            Kind::Cim => &[
                "Microsoft.Management.Infrastructure.CimSession",
                "System.Object",
            ],
        }
    }

    fn to_text(&self) -> String {
        match self.0.kind {
            Kind::PowerShell => format!("[PSSession]{}", self.0.name),
            Kind::Cim => format!("CimSession: {}", self.0.target.name),
        }
    }

    fn property(&self, name: &str) -> Option<Value> {
        let session = &self.0;
        let names: &[&str] = match session.kind {
            Kind::PowerShell => &SCRIPT_PROPERTIES,
            Kind::Cim => &CIM_PROPERTIES,
        };
        let name = names
            .iter()
            .find(|known| known.eq_ignore_ascii_case(name))?;
        Some(match *name {
            "Id" => Value::Int(session.id),
            "Name" => Value::str(session.name.as_str()),
            "Transport" | "Protocol" => Value::str("SSH"),
            "ComputerName" => Value::str(session.target.name.as_str()),
            "ComputerType" => Value::str("RemoteMachine"),
            "State" => Value::str(session.state()),
            "ConfigurationName" => Value::str("DefaultShell"),
            "Availability" => Value::str(match session.state() {
                "Opened" => "Available",
                _ => "None",
            }),
            "InstanceId" => Value::Guid(Rc::new(session.instance)),
            _ => Value::Null,
        })
    }

    fn property_names(&self) -> Vec<Name> {
        let names: &[&'static str] = match self.0.kind {
            Kind::PowerShell => &SCRIPT_PROPERTIES,
            Kind::Cim => &CIM_PROPERTIES,
        };
        names.iter().map(|name| Name::Static(name)).collect()
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

/// A parameter that takes sessions of `New-PSSession`.
#[derive(Clone)]
pub struct ScriptSession(pub Rc<FarSession>);

impl ScriptSession {
    /// The session, if scripts can run in it now.
    ///
    /// # Errors
    /// `Session.NotOpen`: Disconnect-PSSession left it alone.
    pub fn opened(&self) -> Result<Rc<FarSession>, ShellError> {
        let session = &self.0;
        match session.is_disconnected.get() {
            false => Ok(Rc::clone(session)),
            true => Err(ShellError::new(
                "Session.NotOpen",
                ErrorCategory::InvalidOperation,
                format!("The session '{}' is disconnected.", session.name),
            )
            .help(format!("Connect-PSSession -Id {}", session.id))),
        }
    }
}

impl Argument for ScriptSession {
    const TYPE: ParameterType =
        ParameterType::Of("System.Management.Automation.Runspaces.PSSession");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        of_kind(value, Kind::PowerShell)
            .map(Self)
            .ok_or_else(|| mismatch(value, "PSSession"))
    }
}

/// A parameter that takes sessions of `New-CimSession`.
#[derive(Clone)]
pub struct CimSessionObject(pub Rc<FarSession>);

impl Argument for CimSessionObject {
    const TYPE: ParameterType = ParameterType::Of("Microsoft.Management.Infrastructure.CimSession");
    fn from_value(value: &Value) -> Result<Self, ShellError> {
        of_kind(value, Kind::Cim)
            .map(Self)
            .ok_or_else(|| mismatch(value, "CimSession"))
    }
}

fn of_kind(value: &Value, kind: Kind) -> Option<Rc<FarSession>> {
    let session = Rc::clone(&value.downcast::<FarSessionValue>()?.0);
    (session.kind == kind).then_some(session)
}
