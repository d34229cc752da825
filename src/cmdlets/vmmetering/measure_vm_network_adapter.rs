//! `Measure-VMNetworkAdapter`.

use super::measured::USAGE;
use crate::adapters::{Target, fits};
use crate::complete;
use crate::host_access::{HostAccess, computer_name, services, shell_error};
use crate::types::{VirtualMachine, VmNetworkAdapter, VmPathReport};
use crate::vm::found;
use iovsh_backend::host::HostAddress;
use iovsh_backend::model::{Adapter, AdapterAlias, GuestAnswer, GuestQuestion, Uuid, Vm};
use iovsh_backend::policy::Intent;
use iovsh_backend::policy::vm::adapter::Changes;
use iovsh_backend::policy::vm::paths::{Carried, PathLook, model, paths, round_trip, uplink_speed};
use iovsh_backend::{Scope, State};
use iovsh_base::interrupt;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Measures what the paths of running machines' network adapters carry, side by side: emulated, paravirtual, and by a virtual function
/// (Linux only).
///
/// The figures are differences of counters over -Seconds: of the tap device for what goes through the host, of the virtual function for what goes
/// past it, and of the processor time that the machine takes of the host, all of it, its own work included. Nothing is sent by this cmdlet:
/// run what is to be measured in the guest meanwhile, for example iperf3. -Ping lets the agent in the guest ping an address after that
/// time, and gives the time there and back.
///
/// -EachPath measures an adapter that is on a virtual function twice, with the same load going on: on it, and on the paravirtual path, for which
/// `IovWeight` is 0 for that long and is put back in any case. So the difference between the paths is that of this host, NIC and guest.
///
/// A driver that does not count what its virtual functions carry gives `$null`. On the simulated host nothing is carried: the figures are those of a
/// model, which `Source` says.
///
/// # Examples
/// ```iovsh
/// PS> New-VMSwitch fast -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web2 -SwitchName fast
/// PS> Set-VMNetworkAdapter web2 -IovWeight 100
/// PS> Start-VM web2
/// PS> Measure-VMNetworkAdapter web2 -EachPath
/// VMName Path            Received(Mbit/s) Sent(Mbit/s) Packets/s Latency(us) HostCPU(%) Throughput       Source
/// ------ ----            ---------------- ------------ --------- ----------- ---------- ----------       ------
/// web2   VirtualFunction 940              9.4          82000     25          1          ████████████████ Model
/// web2   Paravirtual     940              9.4          84000     70          11         ████████████████ Model
/// ```
/// The path that it is on now:
/// ```iovsh
/// PS> Start-VM web1
/// PS> Measure-VMNetworkAdapter web1 -Seconds 1 | Format-List VMName, Path, Source
/// VMName : web1
/// Path   : Paravirtual
/// Source : Model
/// PS> Get-VMNetworkAdapter web1 | Measure-VMNetworkAdapter -Seconds 1 | ForEach-Object Path
/// Paravirtual
/// ```
/// What -EachPath would do meanwhile:
/// ```iovsh
/// PS> New-VMSwitch fast -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
/// PS> Connect-VMNetworkAdapter web2 -SwitchName fast
/// PS> Set-VMNetworkAdapter web2 -IovWeight 100
/// PS> Start-VM web2
/// PS> Measure-VMNetworkAdapter web2 -EachPath -WhatIf
/// VMName Path            Received(Mbit/s) Sent(Mbit/s) Packets/s Latency(us) HostCPU(%) Throughput       Source
/// ------ ----            ---------------- ------------ --------- ----------- ---------- ----------       ------
/// web2   VirtualFunction 940              9.4          82000     25          1          ████████████████ Model
/// web2   Paravirtual     940              9.4          84000     70          11         ████████████████ Model
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Measure", noun = "VMNetworkAdapter", module = "Iovsh", default_set = "VMName", impact = Medium, output = VmPathReport)]
pub struct MeasureVmNetworkAdapter {
    /// Virtual machines that Get-VM gave.
    #[param(set = "VMObject", position = 0, mandatory, from_pipeline)]
    vm: Vec<Arc<VirtualMachine>>,
    /// Virtual machines. Wildcards are allowed.
    #[param(set = "VMName", position = 0, mandatory, from_pipeline, complete = complete::vms)]
    vm_name: Vec<String>,
    /// Network adapters that Get-VMNetworkAdapter gave.
    #[param(set = "VMNetworkAdapter", position = 0, mandatory, from_pipeline)]
    vm_network_adapter: Vec<Arc<VmNetworkAdapter>>,
    /// The adapter's name. Wildcards are allowed.
    #[param(set("VMObject", "VMName"), alias = "VMNetworkAdapterName", complete = complete::adapters, not_null_or_empty)]
    name: Given<String>,
    /// How long is measured, in seconds; of -EachPath each path so long.
    #[param(range = 1..=3600, value = 5)]
    seconds: u32,
    /// Measures an adapter on a virtual function on the paravirtual path too.
    each_path: bool,
    /// An address that the agent in the guest pings, for the time there and back.
    #[param(not_null_or_empty)]
    ping: Option<String>,
}

/// What measuring takes.
fn scope() -> Scope {
    Scope {
        nics: true,
        ..USAGE
    }
}

/// An adapter that is measured.
#[derive(Clone)]
struct Measured {
    vm: Uuid,
    alias: AdapterAlias,
}

/// A look, and when it was taken.
struct Look {
    at: Instant,
    state: Arc<State>,
}

/// So long a guest may take to change its path.
const CHANGES_WITHIN: Duration = Duration::from_secs(30);
/// Between two looks for that.
const PAUSE: Duration = Duration::from_millis(200);
/// So long the pings may take.
const PINGS_WITHIN: Duration = Duration::from_secs(20);

impl Cmdlet for MeasureVmNetworkAdapter {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let state = cx.snapshot(&scope())?;
        let wanted = self.wanted(cx, &state)?;
        let computer = computer_name(cx)?;
        let mut reports = match is_simulated(cx)? {
            true => self.of_model(&state, &wanted, &computer),
            false => self.measure(cx, &wanted, &computer)?,
        };
        let most = reports.iter().map(VmPathReport::throughput);
        let most = most.fold(0.0, f64::max);
        for report in &mut reports {
            report.draw(most);
        }
        reports
            .into_iter()
            .try_for_each(|report| cx.emit(report.into_value()))
    }
}

impl MeasureVmNetworkAdapter {
    /// The adapters that are meant. One whose machine does not run is an error that is written.
    fn wanted(&self, cx: &mut Context, state: &State) -> Flow<Vec<Measured>> {
        let mut wanted = Vec::new();
        for adapter in &self.vm_network_adapter {
            let Target { vm, alias } = Target::to_change(adapter)?;
            match state.vm(vm).filter(|found| !found.state.is_active()) {
                Some(found) => cx.error(not_running(found))?,
                None => wanted.push(Measured { vm, alias }),
            }
        }
        if !self.vm_network_adapter.is_empty() {
            return Ok(wanted);
        }
        for vm in found(cx, state, &self.vm_name, &self.vm)? {
            if !vm.state.is_active() {
                cx.error(not_running(vm))?;
                continue;
            }
            let own = vm.adapters.iter();
            let own =
                own.filter(|a| fits(self.name.as_ref().map(String::as_str), &a.settings.name));
            wanted.extend(own.map(|adapter| Measured {
                vm: vm.id,
                alias: adapter.alias.clone(),
            }));
        }
        Ok(wanted)
    }

    /// What the model says of the paths.
    fn of_model(&self, state: &State, wanted: &[Measured], computer: &str) -> Vec<VmPathReport> {
        let mut reports = Vec::new();
        for (vm, adapter) in wanted.iter().filter_map(|one| one.in_state(state)) {
            let mut looks = paths(state, adapter);
            looks.sort_by_key(|look| !look.active);
            looks.retain(|look| look.active || self.each_path);
            let speed = uplink_speed(state, adapter);
            reports.extend(looks.iter().map(|look| {
                VmPathReport::of_model(vm, adapter, look.path, &model(look.path, speed), computer)
            }));
        }
        reports
    }

    fn measure(
        &self,
        cx: &mut Context,
        wanted: &[Measured],
        computer: &str,
    ) -> Flow<Vec<VmPathReport>> {
        let mut reports = self.measure_once(cx, wanted, computer)?;
        if !self.each_path {
            return Ok(reports);
        }
        let state = cx.snapshot(&scope())?;
        let on_vf = |one: &&Measured| {
            let found = one.in_state(&state);
            found.is_some_and(|(_, adapter)| adapter.vf.is_some())
        };
        let others: Vec<Measured> = wanted.iter().filter(on_vf).cloned().collect();
        for one in others {
            let Some((_, adapter)) = one.in_state(&state) else {
                continue;
            };
            let weight = adapter.settings.iov_weight;
            if !self.weigh(cx, &one, 0)? {
                continue;
            }
            let measured = self.without_vf(cx, &one, computer);
            {
                // Whatever has happened, also after Ctrl+C: it gets back what it had.
                let _held = interrupt::hold();
                self.weigh(cx, &one, weight)?;
            }
            reports.extend(measured?);
        }
        Ok(reports)
    }

    /// Measures an adapter that was just told to be without a VF.
    fn without_vf(
        &self,
        cx: &mut Context,
        one: &Measured,
        computer: &str,
    ) -> Flow<Vec<VmPathReport>> {
        let ends = Instant::now() + CHANGES_WITHIN;
        loop {
            cx.look_anew()?;
            let state = cx.snapshot(&scope())?;
            let found = one.in_state(&state);
            if found.is_none_or(|(_, adapter)| adapter.vf.is_none()) || Instant::now() > ends {
                break;
            }
            cx.pause(PAUSE)?;
        }
        let reports = self.measure_once(cx, std::slice::from_ref(one), computer)?;
        Ok(reports.into_iter().filter(|report| report.active).collect())
    }

    /// Gives an adapter another `IovWeight`; `false` where that was not done.
    fn weigh(&self, cx: &mut Context, one: &Measured, weight: u8) -> Flow<bool> {
        let intent = Intent::SetAdapter {
            vm: one.vm,
            adapter: one.alias.clone(),
            changes: Box::new(Changes {
                iov_weight: Some(weight),
                ..Changes::default()
            }),
        };
        Ok(cx.change(&Scope::PLAN, &intent)?.is_done())
    }

    /// The difference between two looks.
    fn measure_once(
        &self,
        cx: &mut Context,
        wanted: &[Measured],
        computer: &str,
    ) -> Flow<Vec<VmPathReport>> {
        let before = look(cx)?;
        cx.pause(Duration::from_secs(u64::from(self.seconds)))?;
        let after = look(cx)?;
        let seconds = after.at.duration_since(before.at).as_secs_f64();
        let mut reports = Vec::new();
        for one in wanted {
            let (Some((was, earlier)), Some((vm, adapter))) =
                (one.in_state(&before.state), one.in_state(&after.state))
            else {
                continue;
            };
            let processor = vm.facts.usage.as_ref().zip(was.facts.usage.as_ref());
            let processor = processor.and_then(|(now, then)| {
                let nanoseconds = now.processor.checked_sub(then.processor)?;
                Some(Duration::from_nanos(nanoseconds).as_secs_f64() / seconds * 100.0)
            });
            let earlier = paths(&before.state, earlier);
            let mut looks = paths(&after.state, adapter);
            looks.sort_by_key(|look| !look.active);
            let latency = self.latency(cx, vm)?;
            for look in looks {
                let before = earlier.iter().find(|one| one.path == look.path);
                let carried = since(&look, before);
                // Only of the path that the guest sends by the time is known.
                let latency = latency.filter(|_| look.active);
                reports.push(VmPathReport::measured(
                    vm, adapter, &look, carried, seconds, processor, latency, computer,
                ));
            }
        }
        Ok(reports)
    }

    /// The time there and back, as the guest tells it.
    fn latency(&self, cx: &mut Context, vm: &Vm) -> Flow<Option<f64>> {
        let Some(address) = &self.ping else {
            return Ok(None);
        };
        let words = [
            "-n", "-q", "-c", "10", "-i", "0.2", "-W", "1", "--", address,
        ];
        let question = GuestQuestion::Run {
            program: "ping".to_owned(),
            arguments: words.map(str::to_owned).into(),
            limit: PINGS_WITHIN,
        };
        let answer = cx.host()?.ask_guest(vm.id, None, &question);
        let time = match answer {
            Ok(GuestAnswer::Ran { output, .. }) => round_trip(&output),
            Ok(GuestAnswer::Written) => None,
            Err(error) => {
                cx.error(shell_error(&error))?;
                return Ok(None);
            }
        };
        if time.is_none() {
            cx.warning(format!(
                "The guest of '{}' had no answer from {address}.",
                vm.name
            ))?;
        }
        Ok(time)
    }
}

impl Measured {
    fn in_state<'s>(&self, state: &'s State) -> Option<(&'s Vm, &'s Adapter)> {
        let vm = state.vm(self.vm)?;
        Some((vm, vm.adapter(&self.alias)?))
    }
}

fn since(now: &PathLook, before: Option<&PathLook>) -> Option<Carried> {
    now.carried?.since(before?.carried?)
}

fn look(cx: &mut Context) -> Flow<Look> {
    cx.look_anew()?;
    let state = cx.snapshot(&scope())?;
    Ok(Look {
        at: Instant::now(),
        state,
    })
}

fn is_simulated(cx: &Context) -> Flow<bool> {
    let place = services(cx)?.here();
    Ok(matches!(
        place.address,
        Some(HostAddress::Simulated(_)) | None
    ))
}

fn not_running(vm: &Vm) -> ShellError {
    let message = format!("'{}' does not run, so its adapters carry nothing.", vm.name);
    ShellError::new("Vm.InvalidState", ErrorCategory::InvalidOperation, message)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(vm.name.as_str())
        .help("Start it first: Start-VM.")
}
