//! Connections as .NET has them: `TcpClient`, and what waits for one.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::net::TcpStream;
use std::rc::Rc;
use std::time::Duration;

use super::streams::{ByteStream, StreamValue};
use crate::error::ShellError;
use crate::network;
use crate::value::convert::{raise, to_bool, to_text};
use crate::value::{Name, Native, Value};

/// How long a connection may take that nobody set a time for: what Linux itself gives up after.
const PATIENCE: Duration = Duration::from_secs(127);

/// What a client is connected to, and what it is about to be connected to.
#[derive(Debug, Default)]
struct Line {
    stream: RefCell<Option<TcpStream>>,
    wanted: RefCell<Option<(String, u16)>>,
    /// What the last attempt failed with.
    failed: RefCell<Option<String>>,
    /// Whether an attempt that was begun has ended.
    ended: Cell<bool>,
    /// Whether the other end answers, where it is simulated.
    simulated: Cell<Option<bool>>,
    /// Whether it is connected to a simulated end, which says nothing.
    joined: Cell<bool>,
}

impl Line {
    /// Tries to connect for so long; whether the attempt has ended.
    fn attempt(&self, patience: Duration) -> bool {
        if self.ended.get() {
            return true;
        }
        if let Some(answers) = self.simulated.get() {
            self.joined.set(answers);
            self.end((!answers).then(|| "Connection refused".to_owned()));
            return true;
        }
        let Some((host, port)) = self.wanted.borrow().clone() else {
            return true;
        };
        let addresses = match network::addresses(&host, port) {
            Ok(addresses) => addresses,
            Err(error) => {
                self.end(Some(error.to_string()));
                return true;
            }
        };
        let mut last = None;
        for address in addresses {
            match network::connect(address, patience.max(Duration::from_millis(1))) {
                Ok(stream) => {
                    *self.stream.borrow_mut() = Some(stream);
                    self.end(None);
                    return true;
                }
                Err(error) if error.kind() == std::io::ErrorKind::TimedOut => return false,
                Err(error) => last = Some(error.to_string()),
            }
        }
        self.end(last);
        true
    }

    fn is_connected(&self) -> bool {
        self.joined.get() || self.stream.borrow().is_some()
    }

    fn end(&self, failed: Option<String>) {
        *self.failed.borrow_mut() = failed;
        self.ended.set(true);
    }

    fn outcome(&self) -> Result<Option<Value>, ShellError> {
        match &*self.failed.borrow() {
            Some(reason) => Err(raise("System.Net.Sockets.SocketException", reason.clone())),
            None if self.is_connected() => Ok(None),
            None => Err(raise(
                "System.Net.Sockets.SocketException",
                "Connection timed out",
            )),
        }
    }
}

/// `System.Net.Sockets.TcpClient`.
#[derive(Debug, Default)]
pub struct TcpClientValue(Rc<Line>);

impl TcpClientValue {
    fn begin(&self, args: &[Value]) -> Option<()> {
        let host = to_text(args.first()?).to_string();
        let port = crate::value::convert::to_int(args.get(1)?).ok()?;
        *self.0.wanted.borrow_mut() = Some((host, u16::try_from(port).ok()?));
        self.0.ended.set(false);
        *self.0.failed.borrow_mut() = None;
        Some(())
    }

    /// Whether the other end is simulated, and answers then.
    pub fn is_told(&self, simulated: Option<bool>) {
        self.0.simulated.set(simulated);
    }

    /// The stream of bytes both ways.
    fn stream(&self) -> Result<Value, ShellError> {
        let stream = self.0.stream.borrow();
        let Some(stream) = stream.as_ref() else {
            return Err(if self.0.joined.get() {
                raise(
                    "System.NotSupportedException",
                    "A simulated guest answers at its ports and says nothing there.",
                )
            } else {
                raise(
                    "System.InvalidOperationException",
                    "The operation is not allowed on non-connected sockets.",
                )
            });
        };
        let own = stream
            .try_clone()
            .map_err(|error| raise("System.IO.IOException", error.to_string()))?;
        let file = std::fs::File::from(std::os::fd::OwnedFd::from(own));
        Ok(Value::native(StreamValue(Rc::new(ByteStream::of_file(
            file, "socket",
        )))))
    }

    /// Connects at once: the constructor with a host and a port.
    ///
    /// # Errors
    /// `SocketException` with the words of the system.
    pub fn connect(&self, args: &[Value]) -> Result<Option<Value>, ShellError> {
        if self.begin(args).is_none() {
            return Err(raise(
                "System.ArgumentOutOfRangeException",
                "Specified argument was out of the range of valid values. (Parameter 'port')",
            ));
        }
        self.0.attempt(PATIENCE);
        self.0.outcome()
    }
}

impl Native for TcpClientValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Net.Sockets.TcpClient", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Net.Sockets.TcpClient".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "connected" => Some(Value::Bool(self.0.is_connected())),
            "receivetimeout" | "sendtimeout" => Some(Value::Int(0)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        vec![Name::Static("Connected")]
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        let limit = match name.to_ascii_lowercase().as_str() {
            "receivetimeout" | "sendtimeout" => crate::value::convert::to_int(value)?,
            _ => return Ok(false),
        };
        let limit = u64::try_from(limit)
            .ok()
            .filter(|limit| *limit > 0)
            .map(Duration::from_millis);
        if let Some(stream) = &*self.0.stream.borrow() {
            let set = if name.eq_ignore_ascii_case("ReceiveTimeout") {
                stream.set_read_timeout(limit)
            } else {
                stream.set_write_timeout(limit)
            };
            set.map_err(|error| raise("System.Net.Sockets.SocketException", error.to_string()))?;
        }
        Ok(true)
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("connect", 2) => self.connect(args),
            ("beginconnect", 4) | ("connectasync", 2) => match self.begin(args) {
                Some(()) => Ok(Some(Value::native(WaitingValue(Rc::clone(&self.0))))),
                None => Err(raise(
                    "System.ArgumentException",
                    "A host and a port are wanted.",
                )),
            },
            ("getstream", 0) => self.stream().map(Some),
            ("endconnect", 1) => {
                self.0.attempt(PATIENCE);
                self.0.outcome()
            }
            ("close" | "dispose", 0) => {
                *self.0.stream.borrow_mut() = None;
                self.0.joined.set(false);
                Ok(None)
            }
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &[
            "Connect",
            "BeginConnect",
            "EndConnect",
            "GetStream",
            "ConnectAsync",
            "Close",
            "Dispose",
        ]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `IAsyncResult` of a connection, its `AsyncWaitHandle`, and a `Task`: what waits for it.
#[derive(Debug)]
struct WaitingValue(Rc<Line>);

impl Native for WaitingValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Threading.Tasks.Task", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Threading.Tasks.Task".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "asyncwaithandle" => Some(Value::native(Self(Rc::clone(&self.0)))),
            "iscompleted" => Some(Value::Bool(self.0.attempt(Duration::from_millis(1)))),
            "isfaulted" => Some(Value::Bool(self.0.failed.borrow().is_some())),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        ["AsyncWaitHandle", "IsCompleted", "IsFaulted"]
            .map(Name::Static)
            .to_vec()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        let patience = match args.first().map(Value::base) {
            None | Some(Value::Bool(_)) => PATIENCE,
            Some(Value::TimeSpan(ticks)) => {
                Duration::from_nanos(u64::try_from(*ticks).unwrap_or(0).saturating_mul(100))
            }
            Some(number) => match crate::value::convert::to_int(number) {
                Ok(milliseconds) => {
                    u64::try_from(milliseconds).map_or(PATIENCE, Duration::from_millis)
                }
                Err(error) => return Some(Err(error)),
            },
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "waitone" => Ok(Some(Value::Bool(self.0.attempt(patience)))),
            "wait" => {
                let ended = self.0.attempt(patience);
                if ended && self.0.failed.borrow().is_some() {
                    self.0.outcome()
                } else {
                    Ok(Some(Value::Bool(ended)))
                }
            }
            "close" | "dispose" => Ok(None),
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &["WaitOne", "Wait", "Close", "Dispose"]
    }
    fn truth(&self) -> bool {
        to_bool(&Value::Bool(true))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
