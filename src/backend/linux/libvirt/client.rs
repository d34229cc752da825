//! [`Hypervisor`] by libvirt's remote protocol.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::error::code;
use super::events::{DomainEvent, Lifecycle};
use super::procedures::{self as p, DomainRef, NetworkRef, Procedure};
use super::wire::Wire;
use super::xdr::{Opaque, Xdr, XmlText};
use super::{
    Affect, BlockJob, Configuration, Connected, DomainInfo, DomainStatus, Endpoint, Hypervisor,
    InterfaceStats, Job, LibvirtError, NetworkStatus, NodeInfo, Result, Topic, Undefine, bulk,
};

/// `VIR_CONNECT_RO`.
const CONNECT_READ_ONLY: u32 = 1;
const AUTH_NONE: i32 = 0;
const AUTH_POLKIT: i32 = 2;
const METADATA_ELEMENT: i32 = 2;
const XML_SECURE: u32 = 1;
const XML_INACTIVE: u32 = 2;
const XML_MIGRATABLE: u32 = 8;

#[derive(Debug)]
pub(super) struct Session {
    pub(super) wire: Wire,
    /// Nothing can be changed through it, and secrets are not told.
    read_only: bool,
    topics: HashSet<Topic>,
}

/// A connection to libvirt's daemon that is made when it is first needed, and again after the daemon was restarted.
#[derive(Debug)]
pub struct Client {
    endpoint: Endpoint,
    session: Mutex<Option<Session>>,
}

impl Client {
    /// A client for these places. Nothing is connected yet.
    pub fn new(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            session: Mutex::new(None),
        }
    }

    /// Where it looks for the daemon.
    pub fn endpoint(&self) -> Endpoint {
        self.endpoint.clone()
    }

    /// Connects. A daemon that does not let this user change anything is asked whether it lets it look.
    fn open(&self) -> Result<Session> {
        let connected = self.endpoint.connect()?;
        let (candidate, read_only) = (connected.candidate, connected.read_only);
        match Self::begin(connected) {
            Err(refused) if refused.is_about_rights() && !read_only => {
                let second = candidate.connect_read_only();
                let session = second.and_then(|connected| Self::begin(connected).ok());
                session.ok_or(refused)
            }
            begun => begun,
        }
    }

    /// Begins to speak; every answer of the daemon is one that a daemon that works gives at once.
    fn begin(connected: Connected<'_>) -> Result<Session> {
        let Connected {
            stream,
            candidate,
            read_only,
        } = connected;
        let mut wire = Wire::new(stream)?;
        let (offered,) = wire.call(&p::AUTH_LIST, &())?;
        if !offered.is_empty() && !offered.contains(&AUTH_NONE) {
            if !offered.contains(&AUTH_POLKIT) {
                return Err(LibvirtError::Authentication { offered });
            }
            wire.call(&p::AUTH_POLKIT, &())?;
        }
        let flags = if read_only { CONNECT_READ_ONLY } else { 0 };
        wire.call(&p::CONNECT_OPEN, &(Some(candidate.uri.clone()), flags))?;
        Ok(Session {
            wire,
            read_only,
            topics: HashSet::new(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Session>> {
        // A thread that panicked in here left at worst replies nobody takes; serials keep them apart.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Session) -> Result<T>) -> Result<T> {
        let mut guard = self.lock();
        let session = match &mut *guard {
            Some(session) => session,
            empty => empty.insert(self.open()?),
        };
        let result = work(session);
        if let Err(
            LibvirtError::Closed
            | LibvirtError::Io { .. }
            | LibvirtError::BadLength(_)
            | LibvirtError::TooLong(_)
            | LibvirtError::AnswerTooLong { .. }
            | LibvirtError::Foreign(_)
            | LibvirtError::Silent { .. }
            | LibvirtError::Interrupted
            | LibvirtError::Malformed { .. },
        ) = &result
        {
            // The next call starts afresh: one that was not answered may hold up those behind it. This one is not repeated: it
            // may have been done.
            *guard = None;
        }
        result
    }

    pub(super) fn call<A: Xdr, R: Xdr>(&self, procedure: &Procedure<A, R>, args: &A) -> Result<R> {
        self.with(|session| session.wire.call(procedure, args))
    }

    fn unplug_watched(
        session: &mut Session,
        domain: &DomainRef,
        alias: &str,
        deadline: Instant,
        within: Duration,
    ) -> Result<()> {
        session.wire.call(
            &p::DOMAIN_DETACH_DEVICE_ALIAS,
            &(domain.clone(), alias.to_owned(), Affect::Live.flags()),
        )?;
        let mut others = Vec::new();
        let mut again = Instant::now() + AGAIN;
        let mut lost = false;
        let outcome = loop {
            let late = Instant::now() >= deadline;
            match session.wire.next_event(again.min(deadline)) {
                // The event may be among those that were lost: whoever asks for a device that is gone is told so.
                Err(LibvirtError::EventsLost) if !late => {
                    (lost, again) = (true, Instant::now());
                }
                Err(LibvirtError::EventsLost) => {}
                Err(error) => break Err(error),
                // A guest that has not begun to look after its slots has missed the request. To ask once more harms
                // nothing: QEMU says that it is on its way, or, when it is gone, the event is on its way to us.
                Ok(None) if Instant::now() < deadline => {
                    let args = (domain.clone(), alias.to_owned(), Affect::Live.flags());
                    match session.wire.call(&p::DOMAIN_DETACH_DEVICE_ALIAS, &args) {
                        Err(error) if lost && error.code() == Some(code::DEVICE_MISSING) => {
                            break Ok(());
                        }
                        Ok(()) | Err(LibvirtError::Refused(_)) => {}
                        Err(error) => break Err(error),
                    }
                    again = Instant::now() + AGAIN;
                }
                Ok(None) => {
                    break Err(LibvirtError::TimedOut {
                        what: format!("the removal of device {alias}"),
                        after: within,
                    });
                }
                // Events of others without end move no deadline.
                Ok(Some(event)) if event.domain().uuid != domain.uuid && !late => {
                    others.push(event);
                }
                Ok(Some(DomainEvent::DeviceRemoved { alias: gone, .. })) if gone == alias => {
                    break Ok(());
                }
                Ok(Some(DomainEvent::DeviceRemovalFailed { alias: kept, .. })) if kept == alias => {
                    break Err(LibvirtError::RemovalRefused { alias: kept });
                }
                // A domain that stops takes its devices along.
                Ok(Some(
                    event @ DomainEvent::Lifecycle {
                        change: Lifecycle::Stopped,
                        ..
                    },
                )) => {
                    others.push(event);
                    break Ok(());
                }
                Ok(Some(event)) if !late => others.push(event),
                Ok(Some(_)) => {
                    break Err(LibvirtError::TimedOut {
                        what: format!("the removal of device {alias}"),
                        after: within,
                    });
                }
            }
            if others.len() > MOST_OTHERS {
                // Whoever waits for those is told that they are lost.
                session.wire.put_back(std::mem::take(&mut others));
            }
        };
        others.retain(|event| session.topics.contains(&topic_of(event)));
        session.wire.put_back(others);
        outcome
    }
}

/// How many events of others are kept during the removal of a device.
const MOST_OTHERS: usize = 4096;

/// How long a guest is given before it is asked again to let a device go. QEMU takes a second request after 5 s.
const AGAIN: Duration = Duration::from_secs(8);

fn topic_of(event: &DomainEvent) -> Topic {
    match event {
        DomainEvent::Lifecycle { .. } => Topic::Lifecycle,
        DomainEvent::Reset { .. } => Topic::Reset,
        DomainEvent::DeviceRemoved { .. } => Topic::DeviceRemoved,
        DomainEvent::DeviceAdded { .. } => Topic::DeviceAdded,
        DomainEvent::DeviceRemovalFailed { .. } => Topic::DeviceRemovalFailed,
        DomainEvent::MetadataChanged { .. } => Topic::Metadata,
    }
}

/// Turns the one error that means "there is none" into `None`.
fn absent<T>(result: Result<T>, number: i32) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.code() == Some(number) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A job, from its kind (0 none, 1 and 2 under way, 3 to 5 ended) and what it counts.
fn job_of(kind: i32, counts: &[p::TypedParam]) -> Job {
    let number = |name: &str| bulk::number(counts, name);
    Job {
        is_running: matches!(kind, 1 | 2),
        operation: number("operation"),
        total: number("data_total"),
        left: number("data_remaining"),
        iteration: number("memory_iteration"),
        downtime: number("downtime"),
    }
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

impl Hypervisor for Client {
    fn hostname(&self) -> Result<String> {
        Ok(self.call(&p::CONNECT_GET_HOSTNAME, &())?.0)
    }

    fn capabilities(&self) -> Result<String> {
        Ok(self.call(&p::CONNECT_GET_CAPABILITIES, &())?.0)
    }

    fn node(&self) -> Result<NodeInfo> {
        let node = self.call(&p::NODE_GET_INFO, &())?;
        Ok(NodeInfo {
            architecture: node.model.0,
            memory_kib: node.memory,
            cpus: count(node.cpus),
            numa_nodes: count(node.nodes),
            cores: count(node.cores),
            threads: count(node.threads),
            sockets: count(node.sockets),
        })
    }

    fn domains(&self) -> Result<Vec<DomainRef>> {
        Ok(self.call(&p::CONNECT_LIST_ALL_DOMAINS, &(1, 0))?.0)
    }

    fn domain(&self, name: &str) -> Result<Option<DomainRef>> {
        let found = self.call(&p::DOMAIN_LOOKUP_BY_NAME, &(name.to_owned(),));
        Ok(absent(found, code::NO_DOMAIN)?.map(|(domain,)| domain))
    }

    fn domain_by_id(&self, uuid: &[u8; 16]) -> Result<Option<DomainRef>> {
        let found = self.call(&p::DOMAIN_LOOKUP_BY_UUID, &(*uuid,));
        Ok(absent(found, code::NO_DOMAIN)?.map(|(domain,)| domain))
    }

    fn statuses(&self) -> Result<Vec<(DomainRef, Result<DomainStatus>)>> {
        self.with(|session| bulk::statuses(&mut session.wire))
    }

    fn infos(&self, domains: &[DomainRef]) -> Result<Vec<Result<Option<DomainInfo>>>> {
        self.with(|session| bulk::infos(&mut session.wire, domains))
    }

    fn each_xml(
        &self,
        domains: &[DomainRef],
        which: Configuration,
        take: &mut dyn FnMut(usize, Result<Option<String>>),
    ) -> Result<()> {
        let flags = match which {
            Configuration::Live => 0,
            Configuration::Persistent => XML_INACTIVE,
            Configuration::Complete => XML_INACTIVE | XML_SECURE,
        };
        self.with(|session| {
            // Secrets are for those who may define the domain again.
            let flags = if session.read_only {
                flags & !XML_SECURE
            } else {
                flags
            };
            let args = domains.iter().map(|domain| (domain.clone(), flags));
            let each = |place, answer: Result<(XmlText,)>| {
                take(place, bulk::present(answer.map(|(text,)| text.0)));
            };
            session.wire.each(&p::DOMAIN_GET_XML_DESC, args, each)
        })
    }

    fn define(&self, xml: &str) -> Result<DomainRef> {
        Ok(self
            .call(&p::DOMAIN_DEFINE_XML_FLAGS, &(xml.to_owned(), 0))?
            .0)
    }

    fn undefine(&self, domain: &DomainRef, what: Undefine) -> Result<()> {
        let undefine = |flags| self.call(&p::DOMAIN_UNDEFINE_FLAGS, &(domain.clone(), flags));
        let unknown = |done: &Result<()>| matches!(done, Err(error) if error.code() == Some(code::INVALID_ARG));
        let mut done = undefine(what.flags());
        // A driver that does not know TPMs, UEFI variables or checkpoints has none to keep or to forget.
        for known in [!Undefine::TPM, Undefine::EVERYWHERE] {
            if unknown(&done) {
                done = undefine(what.flags() & known);
            }
        }
        done
    }

    fn rename(&self, domain: &DomainRef, name: &str) -> Result<()> {
        let args = (domain.clone(), Some(name.to_owned()), 0);
        self.call(&p::DOMAIN_RENAME, &args).map(|_| ())
    }

    fn set_autostart(&self, domain: &DomainRef, on: bool) -> Result<()> {
        self.call(&p::DOMAIN_SET_AUTOSTART, &(domain.clone(), i32::from(on)))
    }

    fn start(&self, domain: &DomainRef, paused: bool) -> Result<DomainRef> {
        let args = (domain.clone(), u32::from(paused));
        Ok(self.call(&p::DOMAIN_CREATE_WITH_FLAGS, &args)?.0)
    }

    fn shutdown(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_SHUTDOWN_FLAGS, &(domain.clone(), 0))
    }

    fn reboot(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_REBOOT, &(domain.clone(), 0))
    }

    fn reset(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_RESET, &(domain.clone(), 0))
    }

    fn monitor(&self, domain: &DomainRef, command: &str) -> Result<String> {
        let args = (domain.clone(), command.to_owned(), 0);
        Ok(self.call(&p::QEMU_DOMAIN_MONITOR_COMMAND, &args)?.0)
    }

    fn destroy(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_DESTROY_FLAGS, &(domain.clone(), 0))
    }

    fn suspend(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_SUSPEND, &(domain.clone(),))
    }

    fn resume(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_RESUME, &(domain.clone(),))
    }

    fn save(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_MANAGED_SAVE, &(domain.clone(), 0))
    }

    fn forget_saved(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_MANAGED_SAVE_REMOVE, &(domain.clone(), 0))
    }

    fn saved_xml(&self, file: &str) -> Result<String> {
        let args = (file.to_owned(), XML_SECURE);
        Ok(self.call(&p::DOMAIN_SAVE_IMAGE_GET_XML_DESC, &args)?.0.0)
    }

    fn set_saved_xml(&self, file: &str, xml: &str) -> Result<()> {
        let args = (file.to_owned(), xml.to_owned(), 0);
        self.call(&p::DOMAIN_SAVE_IMAGE_DEFINE_XML, &args)
    }

    fn metadata(
        &self,
        domain: &DomainRef,
        namespace: &str,
        which: Configuration,
    ) -> Result<Option<String>> {
        // Here the flag names the configuration, as in a change; 0 is the live one of a running domain.
        let flags = match which {
            Configuration::Live => 0,
            Configuration::Persistent | Configuration::Complete => Affect::Persistent.flags(),
        };
        let args = (
            domain.clone(),
            METADATA_ELEMENT,
            Some(namespace.to_owned()),
            flags,
        );
        let found = absent(
            self.call(&p::DOMAIN_GET_METADATA, &args),
            code::NO_DOMAIN_METADATA,
        )?;
        Ok(found.map(|(text,)| text.0))
    }

    fn set_metadata(
        &self,
        domain: &DomainRef,
        prefix: &str,
        namespace: &str,
        element: Option<&str>,
        affect: Affect,
    ) -> Result<()> {
        let args = (
            domain.clone(),
            METADATA_ELEMENT,
            element.map(str::to_owned),
            Some(prefix.to_owned()),
            Some(namespace.to_owned()),
            affect.flags(),
        );
        let done = self.call(&p::DOMAIN_SET_METADATA, &args);
        match element {
            Some(_) => done,
            // Removing what is not there has the wished result.
            None => absent(done, code::NO_DOMAIN_METADATA).map(|_| ()),
        }
    }

    fn attach(&self, domain: &DomainRef, xml: &str, affect: Affect) -> Result<()> {
        let args = (domain.clone(), xml.to_owned(), affect.flags());
        self.call(&p::DOMAIN_ATTACH_DEVICE_FLAGS, &args)
    }

    fn detach(&self, domain: &DomainRef, xml: &str, affect: Affect) -> Result<()> {
        let args = (domain.clone(), xml.to_owned(), affect.flags());
        self.call(&p::DOMAIN_DETACH_DEVICE_FLAGS, &args)
    }

    fn unplug(&self, domain: &DomainRef, alias: &str, within: Duration) -> Result<()> {
        let deadline = Instant::now() + within;
        self.with(|session| {
            let mut callbacks = Vec::new();
            let mut result = Ok(());
            for topic in [
                Topic::DeviceRemoved,
                Topic::DeviceRemovalFailed,
                Topic::Lifecycle,
            ] {
                // What is subscribed to for all domains arrives anyway; twice would leave a stale one behind.
                if session.topics.contains(&topic) {
                    continue;
                }
                let args = (topic.number(), Some(domain.clone()));
                match session
                    .wire
                    .call(&p::CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY, &args)
                {
                    Ok((callback,)) => callbacks.push(callback),
                    Err(error) => {
                        result = Err(error);
                        break;
                    }
                }
            }
            if result.is_ok() {
                result = Self::unplug_watched(session, domain, alias, deadline, within);
            }
            for callback in callbacks {
                // The outcome of the unplugging matters more than that of the tidying up.
                let _ = session.wire.call(
                    &p::CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY,
                    &(callback,),
                );
            }
            result
        })
    }

    fn update(&self, domain: &DomainRef, xml: &str, affect: Affect) -> Result<()> {
        let args = (domain.clone(), xml.to_owned(), affect.flags());
        self.call(&p::DOMAIN_UPDATE_DEVICE_FLAGS, &args)
    }

    fn interface_stats(&self, domain: &DomainRef, interface: &str) -> Result<InterfaceStats> {
        self.call(
            &p::DOMAIN_INTERFACE_STATS,
            &(domain.clone(), interface.to_owned()),
        )
    }

    fn memory_demands(&self) -> Result<Vec<([u8; 16], u64)>> {
        /// `VIR_DOMAIN_STATS_BALLOON`.
        const BALLOON: u32 = 1 << 2;
        /// `VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING`, and `..._NOWAIT`: a domain that is busy is left out.
        const RUNNING_NOWAIT: u32 = (1 << 4) | (1 << 29);
        let arguments = (Vec::new(), BALLOON, RUNNING_NOWAIT);
        let (all,) = self.call(&p::CONNECT_GET_ALL_DOMAIN_STATS, &arguments)?;
        let demand = |parameters: &[p::TypedParam]| {
            let named = |name: &str| bulk::number(parameters, name);
            named("balloon.available")?.checked_sub(named("balloon.usable")?)
        };
        Ok(all
            .iter()
            .filter_map(|(domain, parameters)| Some((domain.uuid, demand(parameters)?)))
            .collect())
    }

    fn leases(&self, domains: &[DomainRef]) -> Result<Vec<Vec<(String, String)>>> {
        /// `VIR_DOMAIN_INTERFACE_ADDRESSES_SRC_LEASE`.
        const LEASE: u32 = 0;
        let args = domains.iter().map(|domain| (domain.clone(), LEASE, 0));
        let all = self
            .with(|session| bulk::many(&mut session.wire, &p::DOMAIN_INTERFACE_ADDRESSES, args))?;
        let of = |answer: Result<Option<(Vec<p::InterfaceAddresses>,)>>| {
            let interfaces = answer.ok().flatten().map(|(all,)| all).unwrap_or_default();
            let each = interfaces
                .into_iter()
                .filter_map(|(_, mac, all)| Some((mac?, all)));
            each.flat_map(|(mac, all)| all.into_iter().map(move |one| (mac.clone(), one.1)))
                .collect()
        };
        Ok(all.into_iter().map(of).collect())
    }

    fn agent_commands(
        &self,
        asked: &[(DomainRef, String)],
        within: Duration,
    ) -> Result<Vec<Result<String>>> {
        let seconds = i32::try_from(within.as_secs().max(1)).unwrap_or(i32::MAX);
        let args = asked
            .iter()
            .map(|(domain, command)| (domain.clone(), command.clone(), seconds, 0));
        let mut answers: Vec<Result<String>> = asked.iter().map(|_| Ok(String::new())).collect();
        let take = |place: usize, answer: Result<(Option<String>,)>| {
            if let Some(kept) = answers.get_mut(place) {
                *kept = answer.map(|(text,)| text.unwrap_or_default());
            }
        };
        // The daemon waits for each guest that long, and then says so.
        let limit = within.saturating_add(p::READ);
        let asked = self.with(|session| {
            let agent = &p::QEMU_DOMAIN_AGENT_COMMAND;
            session.wire.each_within(agent, limit, args, take)
        });
        match asked {
            // Guests without number that do not answer: what the others said is kept.
            Ok(()) | Err(LibvirtError::Silent { .. }) => Ok(answers),
            Err(error) => Err(error),
        }
    }

    fn migratable_xml(&self, domain: &DomainRef) -> Result<String> {
        let flags = XML_SECURE | XML_MIGRATABLE;
        Ok(self
            .call(&p::DOMAIN_GET_XML_DESC, &(domain.clone(), flags))?
            .0
            .0)
    }

    fn migrate(
        &self,
        domain: &DomainRef,
        daemon: &str,
        parameters: Vec<p::TypedParam>,
        flags: u32,
    ) -> Result<()> {
        let args = (
            domain.clone(),
            Some(daemon.to_owned()),
            parameters,
            Opaque::default(),
            flags,
        );
        self.call(&p::DOMAIN_MIGRATE_PERFORM3_PARAMS, &args)
            .map(|_| ())
    }

    fn job(&self, domain: &DomainRef) -> Result<Job> {
        let (kind, counts) = self.call(&p::DOMAIN_GET_JOB_STATS, &(domain.clone(), 0))?;
        Ok(job_of(kind, &counts))
    }

    fn abort_job(&self, domain: &DomainRef) -> Result<()> {
        self.call(&p::DOMAIN_ABORT_JOB, &(domain.clone(),))
    }

    fn last_downtime(&self, domain: &DomainRef) -> Result<Option<u64>> {
        /// `VIR_DOMAIN_JOB_STATS_COMPLETED`.
        const COMPLETED: u32 = 1;
        let args = (domain.clone(), COMPLETED);
        let (kind, counts) = self.call(&p::DOMAIN_GET_JOB_STATS, &args)?;
        Ok(job_of(kind, &counts).downtime)
    }

    fn runs_processor(
        &self,
        emulator: Option<String>,
        architecture: Option<String>,
        machine: Option<String>,
        kind: Option<String>,
        cpu: &str,
    ) -> Result<bool> {
        /// `VIR_CONNECT_COMPARE_CPU_FAIL_INCOMPATIBLE`: what is missing stands in the error.
        const SAYS_WHY: u32 = 1;
        let args = (
            emulator,
            architecture,
            machine,
            kind,
            cpu.to_owned(),
            SAYS_WHY,
        );
        Ok(self.call(&p::CONNECT_COMPARE_HYPERVISOR_CPU, &args)?.0 > 0)
    }

    fn capacity(&self, domain: &DomainRef, target: &str) -> Result<u64> {
        let args = (domain.clone(), target.to_owned(), 0);
        let (_, capacity, _) = self.call(&p::DOMAIN_GET_BLOCK_INFO, &args)?;
        Ok(capacity)
    }

    fn resize_disk(&self, domain: &DomainRef, target: &str, size: u64) -> Result<()> {
        /// `VIR_DOMAIN_BLOCK_RESIZE_BYTES`.
        const BYTES: u32 = 1;
        let args = (domain.clone(), target.to_owned(), size, BYTES);
        self.call(&p::DOMAIN_BLOCK_RESIZE, &args)
    }

    fn set_total_iops(
        &self,
        domain: &DomainRef,
        target: &str,
        limit: u64,
        affect: Affect,
    ) -> Result<()> {
        let limit = ("total_iops_sec".to_owned(), p::TypedValue::Ullong(limit));
        let args = (
            domain.clone(),
            target.to_owned(),
            vec![limit],
            affect.flags(),
        );
        self.call(&p::DOMAIN_SET_BLOCK_IO_TUNE, &args)
    }

    fn copy_disk(&self, domain: &DomainRef, target: &str, destination: &str) -> Result<()> {
        /// `VIR_DOMAIN_BLOCK_COPY_REUSE_EXT`, and `..._TRANSIENT_JOB`: a domain with a definition has none that is remembered.
        const FLAGS: u32 = 2 | 4;
        let args = (
            domain.clone(),
            target.to_owned(),
            destination.to_owned(),
            Vec::new(),
            FLAGS,
        );
        self.call(&p::DOMAIN_BLOCK_COPY, &args)
    }

    fn block_job(&self, domain: &DomainRef, target: &str) -> Result<Option<BlockJob>> {
        let args = (domain.clone(), target.to_owned(), 0);
        let (found, _, _, done, total) = self.call(&p::DOMAIN_GET_BLOCK_JOB_INFO, &args)?;
        Ok((found > 0).then_some(BlockJob { done, total }))
    }

    fn end_block_job(&self, domain: &DomainRef, target: &str, pivot: bool) -> Result<()> {
        /// `VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT`.
        const PIVOT: u32 = 2;
        let flags = if pivot { PIVOT } else { 0 };
        let args = (domain.clone(), target.to_owned(), flags);
        self.call(&p::DOMAIN_BLOCK_JOB_ABORT, &args)
    }

    fn networks(&self) -> Result<Vec<NetworkRef>> {
        Ok(self.call(&p::CONNECT_LIST_ALL_NETWORKS, &(1, 0))?.0)
    }

    fn network_statuses(&self) -> Result<Vec<NetworkStatus>> {
        self.with(|session| bulk::networks(&mut session.wire))
    }

    fn network(&self, name: &str) -> Result<Option<NetworkRef>> {
        let found = self.call(&p::NETWORK_LOOKUP_BY_NAME, &(name.to_owned(),));
        Ok(absent(found, code::NO_NETWORK)?.map(|(network,)| network))
    }

    fn network_active(&self, network: &NetworkRef) -> Result<bool> {
        Ok(self.call(&p::NETWORK_IS_ACTIVE, &(network.clone(),))?.0 != 0)
    }

    fn define_network(&self, xml: &str) -> Result<NetworkRef> {
        Ok(self.call(&p::NETWORK_DEFINE_XML, &(xml.to_owned(),))?.0)
    }

    fn start_network(&self, network: &NetworkRef) -> Result<()> {
        self.call(&p::NETWORK_CREATE, &(network.clone(),))
    }

    fn set_network_autostart(&self, network: &NetworkRef, on: bool) -> Result<()> {
        self.call(&p::NETWORK_SET_AUTOSTART, &(network.clone(), i32::from(on)))
    }

    fn stop_network(&self, network: &NetworkRef) -> Result<()> {
        self.call(&p::NETWORK_DESTROY, &(network.clone(),))
    }

    fn undefine_network(&self, network: &NetworkRef) -> Result<()> {
        self.call(&p::NETWORK_UNDEFINE, &(network.clone(),))
    }

    fn subscribe(&self, topics: &[Topic]) -> Result<()> {
        self.with(|session| {
            for topic in topics {
                if session.topics.contains(topic) {
                    continue;
                }
                session.wire.call(
                    &p::CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY,
                    &(topic.number(), None),
                )?;
                session.topics.insert(*topic);
            }
            Ok(())
        })
    }

    fn next_event(&self, within: Duration) -> Result<Option<DomainEvent>> {
        let deadline = Instant::now() + within;
        self.with(|session| session.wire.next_event(deadline))
    }
}
