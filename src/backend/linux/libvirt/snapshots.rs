//! Snapshots of domains, through libvirt's daemon.

use super::error::code;
use super::procedures::{self as p, SnapshotRef};
use super::wire::Wire;
use super::{Client, DomainRef, LibvirtError, Result, bulk};

/// `VIR_DOMAIN_SNAPSHOT_XML_SECURE`: with passwords, for defining it again.
const XML_SECURE: u32 = 1;
/// `VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT`.
const DOMAINS_WITH_SNAPSHOTS: u32 = 1 << 12;

/// Flags of [`Client::create_snapshot`] (`virDomainSnapshotCreateFlags`).
pub mod create {
    /// The text describes a snapshot that is there already.
    pub const REDEFINE: u32 = 1;
    /// The domain builds on the snapshot that is redefined.
    pub const CURRENT: u32 = 2;
    /// Of the disks alone.
    pub const DISK_ONLY: u32 = 1 << 4;
    /// The agent in the guest brings its file systems to rest.
    pub const QUIESCE: u32 = 1 << 6;
    /// All disks or none.
    pub const ATOMIC: u32 = 1 << 7;
    /// The guest goes on while its memory is written.
    pub const LIVE: u32 = 1 << 8;
}

/// `VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED` and `..._FORCE`, which is needed where a saved state goes with it.
const REVERT_PAUSED: u32 = 2;
const REVERT_FORCE: u32 = 4;
/// `VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY`.
const DELETE_METADATA_ONLY: u32 = 2;

/// The snapshots of a domain.
#[derive(Debug)]
pub struct DomainSnapshots {
    /// The domain's place among those that were asked about.
    pub place: usize,
    /// libvirt's name of the one that the domain builds on.
    pub current: Option<String>,
    /// Names and texts. Of one about which the daemon refuses to speak, its refusal.
    pub all: Vec<(String, Result<String>)>,
}

impl Client {
    /// The snapshots of these domains, of those that have any: in one call when none has one, in four round trips otherwise. A domain that
    /// is gone meanwhile, or whose driver knows no snapshots, has none; of one about which the daemon refuses to speak, the refusal.
    ///
    /// # Errors
    /// The daemon cannot be asked.
    pub fn snapshots(&self, domains: &[DomainRef]) -> Result<Vec<Result<DomainSnapshots>>> {
        self.with(|session| {
            let wire = &mut session.wire;
            let asked = places_with_snapshots(wire, domains)?;
            let each: Vec<_> = asked
                .iter()
                .filter_map(|place| Some((domains.get(*place)?.clone(), 1, 0)))
                .collect();
            let lists = bulk::many(wire, &p::DOMAIN_LIST_ALL_SNAPSHOTS, each.into_iter())?;
            let mut found = Vec::new();
            let mut refused = Vec::new();
            for (place, list) in asked.into_iter().zip(lists) {
                match list {
                    Ok(None) => {}
                    Ok(Some((list, _))) if list.is_empty() => {}
                    Ok(Some((list, _))) => found.push((place, list)),
                    Err(error) => refused.push(Err(error)),
                }
            }
            let owners: Vec<&DomainRef> = found
                .iter()
                .filter_map(|(place, _)| domains.get(*place))
                .collect();
            let args = owners.iter().map(|domain| ((*domain).clone(), 0));
            let mut currents: Vec<Option<String>> = vec![None; owners.len()];
            wire.each(&p::DOMAIN_SNAPSHOT_CURRENT, args, |at, answer| {
                // That there is none is an error of the daemon's.
                if let (Some(kept), Ok((snapshot,))) = (currents.get_mut(at), answer) {
                    *kept = Some(snapshot.name);
                }
            })?;
            let all: Vec<SnapshotRef> = found.iter().flat_map(|(_, list)| list.clone()).collect();
            let mut texts: Vec<Option<Result<String>>> = Vec::new();
            texts.resize_with(all.len(), || None);
            let args = all.iter().map(|snapshot| (snapshot.clone(), 0));
            wire.each(&p::DOMAIN_SNAPSHOT_GET_XML_DESC, args, |at, answer| {
                if let Some(kept) = texts.get_mut(at) {
                    *kept = there(answer.map(|(text,)| text.0));
                }
            })?;
            let mut texts = texts.into_iter();
            let mut seen: Vec<Result<DomainSnapshots>> = refused;
            for ((place, list), current) in found.into_iter().zip(currents) {
                let named = list.into_iter().zip(texts.by_ref());
                let all = named.filter_map(|(snapshot, text)| Some((snapshot.name, text?)));
                seen.push(Ok(DomainSnapshots {
                    place,
                    current,
                    all: all.collect(),
                }));
            }
            Ok(seen)
        })
    }

    /// The whole text of a snapshot, for defining it again, and whether the domain builds on it.
    ///
    /// # Errors
    /// There is no such snapshot.
    pub fn snapshot_text(&self, domain: &DomainRef, name: &str) -> Result<(String, bool)> {
        let snapshot = of(domain, name);
        let (text,) = self.call(
            &p::DOMAIN_SNAPSHOT_GET_XML_DESC,
            &(snapshot.clone(), XML_SECURE),
        )?;
        let (current,) = self.call(&p::DOMAIN_SNAPSHOT_IS_CURRENT, &(snapshot, 0))?;
        Ok((text.0, current != 0))
    }

    /// Makes a snapshot, or describes one anew. Flags are those of [`create`].
    ///
    /// # Errors
    /// The daemon refuses.
    pub fn create_snapshot(&self, domain: &DomainRef, xml: &str, flags: u32) -> Result<()> {
        let args = (domain.clone(), xml.to_owned(), flags);
        self.call(&p::DOMAIN_SNAPSHOT_CREATE_XML, &args).map(|_| ())
    }

    /// Puts a domain back to a snapshot, with its CPUs stopped if `paused`; `force`: although it has a saved state.
    ///
    /// # Errors
    /// The daemon refuses, or QEMU cannot go on.
    pub fn revert_to_snapshot(
        &self,
        domain: &DomainRef,
        name: &str,
        paused: bool,
        force: bool,
    ) -> Result<()> {
        let mut flags = if paused { REVERT_PAUSED } else { 0 };
        flags |= if force { REVERT_FORCE } else { 0 };
        self.call(&p::DOMAIN_REVERT_TO_SNAPSHOT, &(of(domain, name), flags))
    }

    /// Forgets a snapshot; what builds on it builds on its parent from then on.
    ///
    /// # Errors
    /// The daemon refuses.
    pub fn delete_snapshot(&self, domain: &DomainRef, name: &str) -> Result<()> {
        self.call(&p::DOMAIN_SNAPSHOT_DELETE, &(of(domain, name), 0))
    }

    /// Forgets the description of a snapshot and touches nothing else.
    ///
    /// # Errors
    /// The daemon refuses.
    pub fn forget_snapshot(&self, domain: &DomainRef, name: &str) -> Result<()> {
        let args = (of(domain, name), DELETE_METADATA_ONLY);
        self.call(&p::DOMAIN_SNAPSHOT_DELETE, &args)
    }

    /// The daemon's version: a million for each major one, a thousand for each minor one.
    ///
    /// # Errors
    /// The daemon cannot be asked.
    pub fn library_version(&self) -> Result<u64> {
        Ok(self.call(&p::CONNECT_GET_LIB_VERSION, &())?.0)
    }
}

/// The places of those among these domains that have snapshots, which one list of the daemon tells. A driver that cannot tell them apart
/// is to be asked about each.
fn places_with_snapshots(wire: &mut Wire, domains: &[DomainRef]) -> Result<Vec<usize>> {
    let list = wire.call(&p::CONNECT_LIST_ALL_DOMAINS, &(1, DOMAINS_WITH_SNAPSHOTS));
    let owners = bulk::told(list)?.map(|list| bulk::ids_of(&list));
    let has_some = |domain: &DomainRef| match &owners {
        Some(owners) => owners.contains(&domain.uuid),
        None => true,
    };
    let each = domains.iter().enumerate();
    Ok(each
        .filter(|(_, domain)| has_some(domain))
        .map(|(place, _)| place)
        .collect())
}

fn of(domain: &DomainRef, name: &str) -> SnapshotRef {
    SnapshotRef {
        name: name.to_owned(),
        domain: domain.clone(),
    }
}

/// None of a snapshot that went away between the questions.
fn there<T>(answer: Result<T>) -> Option<Result<T>> {
    match answer {
        Err(LibvirtError::Refused(error))
            if matches!(error.code, code::NO_SNAPSHOT | code::NO_DOMAIN) =>
        {
            None
        }
        other => Some(other),
    }
}
