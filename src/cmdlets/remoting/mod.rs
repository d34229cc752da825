//! Sessions with other hosts, and scripts that run there.

mod chosen;
mod connect_ps_session;
mod copying;
mod disconnect_ps_session;
mod enter_ps_session;
mod entered;
mod exit_ps_session;
mod far;
mod get_cim_session;
mod get_ps_session;
mod guest;
mod invoke_command;
mod look;
mod near;
mod new_cim_session;
mod new_ps_session;
mod remove_cim_session;
mod remove_ps_session;
mod sessions;
mod views;

use iovsh_shell::cmdlet::{CmdletSpec, Declared};

pub(crate) use copying::Copying;
pub use entered::{at_prompt, entered_host, leave_entered, run_entered};
pub use far::FarScripts;
pub(crate) use sessions::ScriptSession;
pub use sessions::{FarSessionValue, Kind};
pub use views::VIEWS;

/// The cmdlets of this folder.
pub static SPECS: &[&CmdletSpec] = &[
    <connect_ps_session::ConnectPsSession as Declared>::SPEC,
    <disconnect_ps_session::DisconnectPsSession as Declared>::SPEC,
    <enter_ps_session::EnterPsSession as Declared>::SPEC,
    <exit_ps_session::ExitPsSession as Declared>::SPEC,
    <get_cim_session::GetCimSession as Declared>::SPEC,
    <get_ps_session::GetPsSession as Declared>::SPEC,
    <invoke_command::InvokeCommand as Declared>::SPEC,
    <new_cim_session::NewCimSession as Declared>::SPEC,
    <new_ps_session::NewPsSession as Declared>::SPEC,
    <remove_cim_session::RemoveCimSession as Declared>::SPEC,
    <remove_ps_session::RemovePsSession as Declared>::SPEC,
];
