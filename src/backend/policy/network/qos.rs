//! Quality of service on the wire: rules for the whole host, and the network adapters that keep them by data center bridging.

use serde::{Deserialize, Serialize};

use crate::model::{AppKind, NetAdapter, NicDetails, NicSetting, State};
use crate::plan::{DesiredChange, PlanBuilder};
use crate::policy::focus::Focus;
use crate::policy::network::link::own;
use crate::policy::network::nic_settings;
use crate::state::{DesiredEdit, Qos, QosClass, QosPolicy};
use crate::{Category, HostError};
use iovsh_base::names::NameExt as _;

/// What is done to the rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum QosAct {
    /// Makes a policy, or changes the one of this name.
    Policy {
        /// The policy.
        policy: QosPolicy,
        /// It is there already.
        known: bool,
    },
    /// Removes a policy.
    RemovePolicy {
        /// Its name.
        name: String,
    },
    /// Makes a traffic class, or changes the one of this name.
    Class {
        /// The class.
        class: QosClass,
        /// It is there already.
        known: bool,
    },
    /// Removes a traffic class; its priorities go to the default one.
    RemoveClass {
        /// Its name.
        name: String,
    },
    /// Makes priorities lossless, or lossy again.
    Lossless {
        /// The priorities: one bit each.
        priorities: u8,
        /// Lossless.
        on: bool,
    },
    /// Lets the other end of the wire say how the bandwidth is shared, or not.
    Willing(bool),
}

/// Changes the rules, and every adapter that keeps them.
///
/// # Errors
/// `Qos.Exists`, `Qos.NotFound`, `Qos.PriorityTaken`, `Qos.TooMuch`; what an adapter refuses.
pub(in crate::policy) fn edit(
    state: &State,
    plan: &mut PlanBuilder,
    act: &QosAct,
) -> Result<Focus, HostError> {
    let mut qos = state.desired.qos.clone();
    let (title, target) = take(&mut qos, act)?;
    plan.about(title.clone(), target);
    if let QosAct::Policy { policy, .. } = act {
        warn_of_the_same_frames(plan, &qos, policy);
    }
    if qos == state.desired.qos {
        return Ok(Focus::on_records());
    }
    // Before the adapters, as they are worked out from it; its inverse is carried out last.
    plan.step(
        title,
        DesiredChange::Set {
            edit: DesiredEdit::SetQos(qos.clone()),
        },
    );
    for identity in &qos.nics {
        let nic = state.link_of(identity);
        let both = nic.and_then(|nic| Some((nic, state.nic(&nic.name)?)));
        if let Some((nic, details)) = both {
            let settings = settings(&qos, details);
            // That it interrupts the link was accepted when it was told to keep the rules.
            nic_settings::put(state, plan, nic, &settings, true)?;
        }
    }
    Ok(Focus::on_network())
}

/// Says which frames of a policy another one gives another priority: adapters are told one of them.
fn warn_of_the_same_frames(plan: &mut PlanBuilder, qos: &Qos, policy: &QosPolicy) {
    let own = policy.frames.applications();
    let others = qos
        .policies
        .iter()
        .filter(|other| !same(&other.name, &policy.name) && other.priority != policy.priority);
    for other in others {
        let theirs = other.frames.applications();
        let Some((kind, number)) = own.iter().find(|frames| theirs.contains(frames)) else {
            continue;
        };
        let frames = match kind {
            AppKind::Stream => format!("TCP port {number}"),
            AppKind::Datagram => format!("UDP port {number}"),
            AppKind::Any => format!("port {number}"),
            AppKind::EtherType if *number == 0 => "no other policy".to_owned(),
            AppKind::EtherType => format!("type 0x{number:04X}"),
        };
        let first = if other.name < policy.name {
            other
        } else {
            policy
        };
        plan.warn(
            "Qos.FramesTwice",
            format!(
                "The policies '{}' and '{}' give frames of {frames} the priorities {} and {}: adapters are told that of the first by name, {}. Remove-NetQosPolicy takes one away.",
                policy.name, other.name, policy.priority, other.priority, first.priority
            ),
        );
    }
}

/// Lets an adapter keep the rules, or no longer.
///
/// # Errors
/// `NetAdapter.NotFound`, `NetAdapter.NoQos`; those of [`nic_settings::set`].
pub(in crate::policy) fn set_nic(
    state: &State,
    plan: &mut PlanBuilder,
    nic: &str,
    on: bool,
    force: bool,
) -> Result<Focus, HostError> {
    let nic = own(state, nic)?;
    let title = match on {
        true => format!("Let {} keep the rules of quality of service", nic.name),
        false => format!("Free {} from the rules of quality of service", nic.name),
    };
    plan.about(title.clone(), nic.name.to_string());
    let details = state.nic(&nic.name);
    let details = details.filter(|details| details.settings.dcb.is_some());
    let details = details.ok_or_else(|| without(nic))?;
    let mut qos = state.desired.qos.clone();
    qos.nics.retain(|known| !known.matches(&nic.identity));
    if on {
        qos.nics.push(nic.identity.clone());
    }
    if qos.nics.len() != state.desired.qos.nics.len() {
        plan.step(
            title,
            DesiredChange::Set {
                edit: DesiredEdit::SetQos(qos.clone()),
            },
        );
    }
    let settings = settings(&qos, details);
    if on {
        nic_settings::put(state, plan, nic, &settings, force)?;
    } else {
        let keys: Vec<String> = settings.iter().map(|s| s.key().to_owned()).collect();
        nic_settings::put_back(state, plan, nic, &keys, force)?;
    }
    Ok(Focus::on_network())
}

/// The settings of an adapter that keeps these rules. A driver without a table of applications is not told of them.
fn settings(qos: &Qos, details: &NicDetails) -> Vec<NicSetting> {
    let known = &details.settings;
    let dcb = known.dcb.map(|now| NicSetting::Dcb(qos.dcb(&now)));
    let table = known.applications.is_some();
    let table = table.then(|| NicSetting::Applications(qos.applications().collect()));
    dcb.into_iter().chain(table).collect()
}

/// An adapter without data center bridging.
fn without(nic: &NetAdapter) -> HostError {
    let driver = nic.driver.as_deref().unwrap_or("no driver");
    HostError::new(
        "NetAdapter.NoQos",
        Category::NotImplemented,
        format!(
            "'{}' ({driver}) has no data center bridging: no priority of it can be lossless or have a share.",
            nic.name
        ),
    )
    .target(nic.name.to_string())
    .next_step("Get-NetAdapterQos lists the network adapters that have it.")
}

fn refused(
    id: &'static str,
    category: Category,
    name: &str,
    text: String,
    step: &str,
) -> HostError {
    HostError::new(id, category, text)
        .target(name.to_owned())
        .next_step(step.to_owned())
}

fn exists(what: &str, name: &str) -> HostError {
    refused(
        "Qos.Exists",
        Category::ResourceExists,
        name,
        format!("There is a {what} '{name}' already."),
        "Change it with the Set- cmdlet, or choose another name.",
    )
}

fn absent(what: &str, name: &str, cmdlet: &str) -> HostError {
    refused(
        "Qos.NotFound",
        Category::ObjectNotFound,
        name,
        format!("There is no {what} '{name}'."),
        &format!("{cmdlet} lists them."),
    )
}

/// Does it, and says what it was and to what.
fn take(qos: &mut Qos, act: &QosAct) -> Result<(String, String), HostError> {
    const POLICY: &str = "QoS policy";
    const CLASS: &str = "traffic class";
    Ok(match act {
        QosAct::Policy { policy, known } => {
            let name = &policy.name;
            let at = qos.policies.iter().position(|p| same(&p.name, name));
            match (at, known) {
                (Some(_), false) => return Err(exists(POLICY, name)),
                (None, true) => return Err(absent(POLICY, name, "Get-NetQosPolicy")),
                _ => {}
            }
            qos.policies.retain(|p| !same(&p.name, name));
            qos.policies.push(policy.clone());
            qos.policies.sort_by(|a, b| a.name.cmp(&b.name));
            (format!("Set the QoS policy '{name}'"), name.clone())
        }
        QosAct::RemovePolicy { name } => {
            let count = qos.policies.len();
            qos.policies.retain(|p| !same(&p.name, name));
            if qos.policies.len() == count {
                return Err(absent(POLICY, name, "Get-NetQosPolicy"));
            }
            (format!("Remove the QoS policy '{name}'"), name.clone())
        }
        QosAct::Class { class, known } => {
            let name = &class.name;
            let at = qos.classes.iter().position(|c| same(&c.name, name));
            match (at, known) {
                (Some(_), false) => return Err(exists(CLASS, name)),
                (None, true) => return Err(absent(CLASS, name, "Get-NetQosTrafficClass")),
                _ => {}
            }
            fits(qos, class)?;
            match at.and_then(|at| qos.classes.get_mut(at)) {
                Some(old) => old.clone_from(class),
                None => qos.classes.push(class.clone()),
            }
            (format!("Set the traffic class '{name}'"), name.clone())
        }
        QosAct::RemoveClass { name } => {
            let count = qos.classes.len();
            qos.classes.retain(|c| !same(&c.name, name));
            if qos.classes.len() == count {
                return Err(absent(CLASS, name, "Get-NetQosTrafficClass"));
            }
            (format!("Remove the traffic class '{name}'"), name.clone())
        }
        QosAct::Lossless { priorities, on } => {
            let each = (0..8).filter(|at| priorities >> at & 1 == 1);
            let named: Vec<String> = each.map(|at: u8| at.to_string()).collect();
            let named = named.join(", ");
            if *on {
                qos.lossless |= priorities;
                (format!("Drop no frames of priority {named}"), named)
            } else {
                qos.lossless &= !priorities;
                (format!("Let frames of priority {named} be dropped"), named)
            }
        }
        QosAct::Willing(on) => {
            qos.willing = Some(*on);
            let title = match on {
                true => "Let the other end of the wire share out the bandwidth",
                false => "Share out the bandwidth here",
            };
            (title.to_owned(), "DCBX".to_owned())
        }
    })
}

fn same(one: &str, other: &str) -> bool {
    one.is_same_name(other)
}

/// A priority is of one class, there are eight classes, and the default one keeps a share.
fn fits(qos: &Qos, class: &QosClass) -> Result<(), HostError> {
    let others = || qos.classes.iter().filter(|c| !same(&c.name, &class.name));
    if let Some(other) = others().find(|other| other.priorities & class.priorities != 0) {
        return Err(refused(
            "Qos.PriorityTaken",
            Category::ResourceExists,
            &class.name,
            format!(
                "A priority of '{}' is of the traffic class '{}' already.",
                class.name, other.name
            ),
            &format!(
                "Take other priorities, or remove that class first: Remove-NetQosTrafficClass {}",
                other.name
            ),
        ));
    }
    let shares = others().filter_map(|other| other.percent);
    let given: u32 = shares.chain(class.percent).map(u32::from).sum();
    if given > 99 || others().count() >= 7 {
        return Err(refused(
            "Qos.TooMuch",
            Category::LimitsExceeded,
            &class.name,
            format!(
                "The traffic classes would have {given} percent of the bandwidth, or be more than seven: the default class keeps 1 percent at least."
            ),
            "Get-NetQosTrafficClass shows what each has.",
        ));
    }
    Ok(())
}
