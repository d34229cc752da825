//! `New-CimSession`.

use iovsh_derive::Cmdlet;

use super::chosen::{targets, throttle};
use super::sessions::{FarSessionValue, FarSessions, Kind};
use crate::Services;
use crate::complete;
use crate::host_access::shell_error;
use crate::types::Credential;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Connects with other hosts, for -CimSession of other cmdlets.
///
/// A host is reached by ssh, as the user's own configuration says, and needs iovsh. Without a name it is the host of this session.
///
/// # Examples
/// ```iovsh
/// PS> $sessions = New-CimSession hv2, hv4
/// PS> Get-VM -CimSession $sessions | ForEach-Object { "$($_.ComputerName): $($_.Name)" }
/// HV2: build1
/// HV4: db1
/// HV4: db2
/// HV4: spare1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "New",
    noun = "CimSession",
    module = "CimCmdlets",
    default_set = "CredentialParameterSet",
    alias("ncms"),
    output = "Microsoft.Management.Infrastructure.CimSession"
)]
pub struct NewCimSession {
    /// The hosts.
    #[param(position = 0, from_pipeline, by_property_name, alias("CN", "ServerName"), complete = complete::hosts, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(position = 1)]
    credential: Option<Credential>,
    /// A name for the sessions.
    name: Option<String>,
    /// How many hosts at once; 32 without it, or with 0.
    #[param(range = 0..=2147483647)]
    throttle_limit: i32,
    #[param(no_effect = "how hosts are reached is said in the configuration of ssh.")]
    authentication: Option<String>,
    #[param(no_effect = "every wait for a host ends by itself.")]
    operation_timeout_sec: u32,
    #[param(no_effect = "hosts are found when they are first asked.")]
    skip_test_connection: bool,
    #[param(
        no_effect = "hosts are reached by ssh; its port is in its configuration, or behind the name: NAME:PORT."
    )]
    port: u32,
    #[param(no_effect = "hosts are reached by ssh, which has no such options.")]
    session_option: Value,
}

impl Cmdlet for NewCimSession {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let names = match self.computer_name.is_empty() {
            true => vec!["localhost".to_owned()],
            false => self.computer_name.clone(),
        };
        let targets = targets(cx, &names)?;
        let Some(services) = Services::from_any(&cx.services()) else {
            return Ok(());
        };
        let mut places = Vec::new();
        for (computer, target) in targets {
            match services.named(&computer, None) {
                Ok(place) => places.push((place, computer, target)),
                Err(error) => cx.error(shell_error(&error))?,
            }
        }
        let numbers: Vec<usize> = places.iter().map(|(place, ..)| *place).collect();
        services.goes_to(&numbers, Some(throttle(self.throttle_limit)));
        let kept = FarSessions::of(cx.session());
        for (place, computer, target) in places {
            match services.place(place).host() {
                Ok(_) => {
                    let session = kept.make(Kind::Cim, self.name.as_deref(), &computer, target);
                    kept.keep(&session);
                    cx.emit(Value::native(FarSessionValue(session)))?;
                }
                Err(error) => cx.error(shell_error(&error))?,
            }
        }
        Ok(())
    }
}
