//! Questions about all domains and all networks: as many round trips for one as for thousands.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use super::error::code;
use super::procedures::{
    self as p, DomainInfoReply, DomainRef, DomainStatsReply, NetworkRef, Procedure, TypedParam,
};
use super::wire::Wire;
use super::xdr::Xdr;
use super::{DomainInfo, DomainState, DomainStatus, LibvirtError, NetworkStatus, Result};

/// What is known of each of some objects; `None` of one that is gone.
pub(super) type Answers<T> = Vec<Result<Option<T>>>;

/// `VIR_CONNECT_LIST_DOMAINS_TRANSIENT`, `..._MANAGEDSAVE` and `..._AUTOSTART`.
const DOMAINS_TRANSIENT: u32 = 1 << 3;
const DOMAINS_SAVED: u32 = 1 << 8;
const DOMAINS_AUTOSTART: u32 = 1 << 10;
/// `VIR_CONNECT_LIST_NETWORKS_ACTIVE` and `..._AUTOSTART`.
const NETWORKS_ACTIVE: u32 = 1 << 1;
const NETWORKS_AUTOSTART: u32 = 1 << 4;
/// `VIR_DOMAIN_STATS_STATE` and `..._CPU_TOTAL`. Neither asks a guest or QEMU for anything.
const STATS_STATE: u32 = 1 << 0;
const STATS_CPU: u32 = 1 << 1;
/// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE`: of a domain that is off, QEMU's driver looks for a process that is not there.
const STATS_ACTIVE: u32 = 1 << 0;

/// All domains and what they are doing, by lists and statistics, which the daemon makes of all domains at once.
///
/// A daemon or a driver that lacks one of them (libvirt before 1.2.8, some drivers) is asked about each domain instead.
pub(super) fn statuses(wire: &mut Wire) -> Result<Vec<(DomainRef, Result<DomainStatus>)>> {
    let within = wire.allowed(&p::CONNECT_LIST_ALL_DOMAINS);
    let mut list = |flags| wire.queue(&p::CONNECT_LIST_ALL_DOMAINS, &(1, flags));
    let all = list(0)?;
    let (transient, saved, autostart) = (
        list(DOMAINS_TRANSIENT)?,
        list(DOMAINS_SAVED)?,
        list(DOMAINS_AUTOSTART)?,
    );
    let mut stats = |group, flags| {
        let arguments = (Vec::new(), group, flags);
        wire.queue(&p::CONNECT_GET_ALL_DOMAIN_STATS, &arguments)
    };
    let (states, times) = (stats(STATS_STATE, 0)?, stats(STATS_CPU, STATS_ACTIVE)?);
    wire.flush(p::CONNECT_LIST_ALL_DOMAINS.name, within)?;
    let until = Instant::now() + within;
    // All answers are taken, whatever they say: none stays behind for a later call.
    let [all, transient, saved, autostart] =
        [all, transient, saved, autostart].map(|ticket| wire.receive_until(&ticket, until, within));
    let [states, times] = [states, times].map(|ticket| wire.receive_until(&ticket, until, within));
    let (all, _) = all?;
    let those = |list| told(list).map(|list| list.as_ref().map(ids_of));
    let (transient, saved, autostart) = (those(transient)?, those(saved)?, those(autostart)?);
    let states = told(states)?.map(|(stats,)| numbers(&stats, "state.state"));
    let times = told(times)?.map(|(stats,)| numbers(&stats, "cpu.time"));
    let (Some(transient), Some(saved), Some(autostart), Some(states)) =
        (transient, saved, autostart, states)
    else {
        return one_by_one(wire, all);
    };
    let times = times.unwrap_or_default();
    let mut known = Vec::with_capacity(all.len());
    let mut rest = Vec::new();
    for domain in all {
        let Some(state) = states.get(&domain.uuid) else {
            rest.push(domain);
            continue;
        };
        let status = DomainStatus {
            state: DomainState::from(u32::try_from(*state).unwrap_or(0)),
            cpu_time_ns: times.get(&domain.uuid).copied(),
            saved: saved.contains(&domain.uuid),
            autostart: autostart.contains(&domain.uuid),
            persistent: !transient.contains(&domain.uuid),
        };
        known.push((domain, Ok(status)));
    }
    // Defined between the two questions, or in the list of what this user may see and not in the statistics.
    known.extend(one_by_one(wire, rest)?);
    Ok(known)
}

/// What these domains are doing, from questions about each; those that are gone are left out.
fn one_by_one(
    wire: &mut Wire,
    domains: Vec<DomainRef>,
) -> Result<Vec<(DomainRef, Result<DomainStatus>)>> {
    let infos = infos(wire, &domains)?;
    let each = domains.into_iter().zip(infos);
    Ok(each
        .filter_map(|(domain, info)| Some((domain, info.transpose()?.map(|info| info.status))))
        .collect())
}

/// The ids of a list of domains.
pub(super) fn ids_of(list: &(Vec<DomainRef>, u32)) -> HashSet<[u8; 16]> {
    list.0.iter().map(|domain| domain.uuid).collect()
}

/// What the daemon says; none if it refuses, or says what this program does not know.
pub(super) fn told<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(told) => Ok(Some(told)),
        Err(
            LibvirtError::Refused(_)
            | LibvirtError::Malformed { .. }
            | LibvirtError::AnswerTooLong { .. },
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

/// One number of each domain's statistics.
fn numbers(all: &[DomainStatsReply], name: &str) -> HashMap<[u8; 16], u64> {
    all.iter()
        .filter_map(|(domain, parameters)| Some((domain.uuid, number(parameters, name)?)))
        .collect()
}

/// The number of this name.
pub(super) fn number(parameters: &[TypedParam], name: &str) -> Option<u64> {
    let found = parameters.iter().find(|(known, _)| known == name);
    found.and_then(|(_, value)| value.as_u64())
}

/// The same question about many domains. One that is gone meanwhile, or a driver that does not have this call, gives `None`.
pub(super) fn many<A: Xdr, R: Xdr>(
    wire: &mut Wire,
    procedure: &Procedure<A, R>,
    args: impl ExactSizeIterator<Item = A>,
) -> Result<Answers<R>> {
    let mut answers: Answers<R> = Vec::new();
    answers.resize_with(args.len(), || Ok(None));
    wire.each(procedure, args, |place, answer| {
        if let Some(kept) = answers.get_mut(place) {
            *kept = present(answer);
        }
    })?;
    Ok(answers)
}

/// Turns the errors that mean "there is none" into `None`.
pub(super) fn present<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.code(), Some(code::NO_DOMAIN | code::NO_SUPPORT)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// State and size of these domains, in their order.
pub(super) fn infos(wire: &mut Wire, domains: &[DomainRef]) -> Result<Answers<DomainInfo>> {
    let each = || domains.iter().cloned();
    let infos = many(wire, &p::DOMAIN_GET_INFO, each().map(|d| (d,)))?;
    let autostart = many(wire, &p::DOMAIN_GET_AUTOSTART, each().map(|d| (d,)))?;
    // A domain that runs has no saved state, and one that does not has nothing but its definition: one question less for each.
    let runs: Vec<bool> = infos
        .iter()
        .map(|info: &Result<Option<DomainInfoReply>>| {
            let info = info.as_ref().ok().and_then(Option::as_ref);
            info.is_some_and(|info| DomainState::from(info.state).is_active())
        })
        .collect();
    let those = |wanted: bool| -> Vec<DomainRef> {
        let chosen = each().zip(&runs).filter(|(_, runs)| **runs == wanted);
        chosen.map(|(domain, _)| domain).collect()
    };
    let saved = those(false).into_iter().map(|d| (d, 0));
    let saved = many(wire, &p::DOMAIN_HAS_MANAGED_SAVE_IMAGE, saved)?;
    let persistent = those(true).into_iter().map(|d| (d,));
    let persistent = many(wire, &p::DOMAIN_IS_PERSISTENT, persistent)?;
    let (mut saved, mut persistent) = (saved.into_iter(), persistent.into_iter());
    let flag = |answer: Option<Result<Option<(i32,)>>>| -> Result<Option<bool>> {
        let answer = answer.transpose()?.flatten();
        Ok(answer.map(|(flag,)| flag != 0))
    };
    let mut whole = Vec::with_capacity(domains.len());
    for ((info, autostart), runs) in infos.into_iter().zip(autostart).zip(runs) {
        let (saved, persistent) = if runs {
            (None, persistent.next())
        } else {
            (saved.next(), None)
        };
        let one = || -> Result<Option<DomainInfo>> {
            let Some(info) = info? else { return Ok(None) };
            Ok(Some(DomainInfo {
                status: DomainStatus {
                    state: DomainState::from(info.state),
                    cpu_time_ns: Some(info.cpu_time),
                    saved: flag(saved)?.unwrap_or(false),
                    autostart: flag(Some(autostart))?.unwrap_or(false),
                    persistent: flag(persistent)?.unwrap_or(true),
                },
                max_memory_kib: info.max_memory,
                memory_kib: info.memory,
                vcpus: info.vcpus,
            }))
        };
        whole.push(one());
    }
    Ok(whole)
}

/// All networks with what is known of them. One that is gone meanwhile is left out.
pub(super) fn networks(wire: &mut Wire) -> Result<Vec<NetworkStatus>> {
    let within = wire.allowed(&p::CONNECT_LIST_ALL_NETWORKS);
    let mut list = |flags| wire.queue(&p::CONNECT_LIST_ALL_NETWORKS, &(1, flags));
    let lists = [list(0)?, list(NETWORKS_ACTIVE)?, list(NETWORKS_AUTOSTART)?];
    wire.flush(p::CONNECT_LIST_ALL_NETWORKS.name, within)?;
    let until = Instant::now() + within;
    let [all, active, autostart] = lists.map(|ticket| wire.receive_until(&ticket, until, within));
    let those = |answer: Result<(Vec<NetworkRef>, u32)>| -> Result<HashSet<[u8; 16]>> {
        let (list, _) = told(answer)?.unwrap_or_default();
        Ok(list.iter().map(|network| network.uuid).collect())
    };
    let (all, active, autostart) = (all?.0, those(active)?, those(autostart)?);
    let mut texts: Vec<Option<String>> = vec![None; all.len()];
    let args = all.iter().map(|network| (network.clone(), 0));
    wire.each(&p::NETWORK_GET_XML_DESC, args, |place, answer| {
        if let (Some(text), Ok((answer,))) = (texts.get_mut(place), answer) {
            *text = Some(answer.0);
        }
    })?;
    let each = all.into_iter().zip(texts);
    Ok(each
        .filter_map(|(network, xml)| {
            Some(NetworkStatus {
                active: active.contains(&network.uuid),
                autostart: autostart.contains(&network.uuid),
                xml: xml?,
                network,
            })
        })
        .collect())
}
