//! Members of processes, pings and connections: what needs the interpreter for it.

use super::{Call, Method, StaticMember, method, static_method, void};
use crate::error::{Flow, ShellError};
use crate::types::processes::{self, ProcessValue};
use crate::types::{Known, TypeRef, enums};
use crate::value::convert::{raise, to_int, to_text};
use crate::value::{BlockCall, PsObject, Value};

/// What the value itself knows of a method whose name stands in a table too.
pub fn own(call: &mut Call<'_>) -> Flow<Value> {
    match call.this.base() {
        Value::Native(native) => match native.call(call.method, call.args) {
            Some(result) => Ok(result?.unwrap_or_default()),
            None => Err(call.wrong_count()),
        },
        _ => Err(call.wrong_count()),
    }
}

/// What a line of script gives for some values.
fn asked(call: &mut Call<'_>, script: &str, args: &[Value]) -> Flow<Vec<Value>> {
    let block = call.engine.compile(script)?;
    call.engine.run_block(
        &block,
        BlockCall {
            args,
            ..BlockCall::default()
        },
    )
}

fn milliseconds(call: &mut Call<'_>, at: usize) -> Flow<Option<std::time::Duration>> {
    Ok(match call.arg(at).base() {
        Value::Null => None,
        Value::TimeSpan(ticks) => Some(std::time::Duration::from_nanos(
            u64::try_from(*ticks).unwrap_or(0).saturating_mul(100),
        )),
        value => u64::try_from(to_int(value)?)
            .ok()
            .map(std::time::Duration::from_millis),
    })
}

fn wait(call: &mut Call<'_>) -> Flow<Value> {
    let limit = milliseconds(call, 0)?;
    match call.this.downcast::<ProcessValue>() {
        Some(process) => process.wait(limit).map(Value::Bool),
        None => own(call),
    }
}

/// Methods of processes.
pub const PROCESS_METHODS: &[Method] = &[
    method("Start", 0, 0, "bool Start()", |call| {
        match call.this.downcast::<ProcessValue>() {
            Some(process) => {
                process.start(call.engine)?;
                Ok(Value::Bool(true))
            }
            None => own(call),
        }
    }),
    void("WaitForExit", 0, 0, "void WaitForExit()", wait),
    method(
        "WaitForExit",
        1,
        1,
        "bool WaitForExit(int milliseconds)",
        wait,
    ),
];

fn processes(call: &mut Call<'_>, script: &str) -> Flow<Value> {
    let args = call.args.to_vec();
    let found = asked(call, script, &args)?;
    Ok(Value::typed_array("System.Diagnostics.Process", found))
}

/// Static members of `[System.Diagnostics.Process]`.
pub const PROCESS_STATICS: &[StaticMember] = &[
    static_method(
        "Start",
        1,
        2,
        "System.Diagnostics.Process Start(string fileName, string arguments), System.Diagnostics.Process Start(System.Diagnostics.ProcessStartInfo startInfo)",
        |call| Ok(processes::started(call.args, call.engine)?),
    ),
    static_method(
        "GetCurrentProcess",
        0,
        0,
        "System.Diagnostics.Process GetCurrentProcess()",
        |call| {
            Ok(asked(call, "Get-Process -Id $PID", &[])?
                .pop()
                .unwrap_or_default())
        },
    ),
    static_method(
        "GetProcesses",
        0,
        0,
        "System.Diagnostics.Process[] GetProcesses()",
        |call| processes(call, "Get-Process"),
    ),
    static_method(
        "GetProcessesByName",
        1,
        1,
        "System.Diagnostics.Process[] GetProcessesByName(string processName)",
        |call| processes(call, "Get-Process | Where-Object ProcessName -CEQ $args[0]"),
    ),
    static_method(
        "GetProcessById",
        1,
        1,
        "System.Diagnostics.Process GetProcessById(int processId)",
        |call| {
            let id = call.int(0, "processId")?;
            let found = asked(
                call,
                "Get-Process -Id $args[0] -ErrorAction Ignore",
                &[Value::Int(id)],
            )?;
            match found.into_iter().next() {
                Some(process) => Ok(process),
                None => Err(raise(
                    "System.ArgumentException",
                    format!("Process with an Id of {id} is not running."),
                )
                .into()),
            }
        },
    ),
];

fn ping_failed(cause: &ShellError) -> ShellError {
    let mut error = raise(
        "System.Net.NetworkInformation.PingException",
        "An exception occurred during a Ping request.",
    );
    error.inner = Some(Box::new(cause.clone()));
    error
}

/// One ping, by `Test-Connection`: so the guests of a simulated host answer too.
fn ping(call: &mut Call<'_>) -> Flow<Value> {
    let target = Value::Str(to_text(call.arg(0)));
    if to_text(&target).is_empty() {
        return Err(super::null_argument("hostNameOrAddress").into());
    }
    let limit = milliseconds(call, 1)?.unwrap_or(std::time::Duration::from_secs(5));
    let seconds = i32::try_from(limit.as_millis().div_ceil(1000)).unwrap_or(i32::MAX);
    let found = asked(
        call,
        "param($to, $wait) try { Test-Connection -TargetName $to -Count 1 -TimeoutSeconds $wait -ErrorAction Stop } catch { throw }",
        &[target.clone(), Value::Int(seconds.max(1))],
    );
    let found = match found {
        Ok(mut found) => found.pop(),
        Err(crate::error::Interrupt::Error(error)) => return Err(ping_failed(&error).into()),
        Err(other) => return Err(other),
    };
    let part = |name: &str| match &found {
        Some(Value::Object(object)) => object.get(name).unwrap_or_default(),
        _ => Value::Null,
    };
    let answered = to_text(&part("Status")).eq_ignore_ascii_case("Success");
    let address = match part("Address") {
        Value::Null => Value::Null,
        text => crate::value::convert::cast(&text, &TypeRef::Known(Known::IPAddress))?,
    };
    let status = enums::value(&enums::IP_STATUS, if answered { 0 } else { 11010 });
    let time = match part("Latency") {
        Value::Null => Value::Long(0),
        time => time,
    };
    let buffer = match call.arg(2) {
        Value::Null => Value::typed_array(
            "System.Byte",
            (b'a'..=b'w').cycle().take(32).map(Value::Byte).collect(),
        ),
        given => given.clone(),
    };
    Ok(Value::object(
        PsObject::of(&["System.Net.NetworkInformation.PingReply", "System.Object"])
            .with("Status", status)
            .with("Address", address)
            .with("RoundtripTime", time)
            .with("Options", Value::Null)
            .with(
                "Buffer",
                if answered {
                    buffer
                } else {
                    Value::typed_array("System.Byte", Vec::new())
                },
            ),
    ))
}

/// Methods of `Ping`.
pub const PING_METHODS: &[Method] = &[
    method(
        "Send",
        1,
        4,
        "System.Net.NetworkInformation.PingReply Send(string hostNameOrAddress, int timeout, byte[] buffer)",
        ping,
    ),
    method(
        "SendPingAsync",
        1,
        4,
        "System.Threading.Tasks.Task[System.Net.NetworkInformation.PingReply] SendPingAsync(string hostNameOrAddress, int timeout)",
        |call| {
            // It is done when it is asked for; whoever waits for it waits no longer.
            let reply = ping(call)?;
            Ok(Value::object(
                PsObject::of(&["System.Threading.Tasks.Task", "System.Object"])
                    .with("Result", reply)
                    .with("IsCompleted", true)
                    .with("IsFaulted", false)
                    .with("Status", "RanToCompletion"),
            ))
        },
    ),
    void("Dispose", 0, 0, "void Dispose()", |_| Ok(Value::Null)),
];

/// Tells a client whether the other end is simulated, before it connects.
fn connecting(call: &mut Call<'_>) -> Flow<Value> {
    if let Some(client) = call.this.downcast::<crate::types::TcpClientValue>() {
        let host = to_text(call.arg(0));
        let port = u16::try_from(to_int(call.arg(1))?).unwrap_or(0);
        client.is_told(call.engine.reaches(&host, port));
    }
    own(call)
}

/// Methods of `TcpClient` that begin a connection.
pub const TCP_METHODS: &[Method] = &[
    void(
        "Connect",
        2,
        2,
        "void Connect(string hostname, int port)",
        connecting,
    ),
    method(
        "BeginConnect",
        4,
        4,
        "System.IAsyncResult BeginConnect(string host, int port, System.AsyncCallback requestCallback, System.Object state)",
        connecting,
    ),
    method(
        "ConnectAsync",
        2,
        2,
        "System.Threading.Tasks.Task ConnectAsync(string host, int port)",
        connecting,
    ),
];

/// Methods whose names every value has and which the value itself answers better.
pub const OWN_METHODS: &[Method] = &[
    method(
        "ToString",
        0,
        2,
        "string ToString(), string ToString(string format)",
        own,
    ),
    method("CompareTo", 1, 1, "int CompareTo(System.Object value)", own),
    method("Equals", 1, 1, "bool Equals(System.Object obj)", own),
];
