//! The cmdlets, one file each, and what they share: the only place that knows both the shell and the hosts.

pub mod adapters;
pub mod advice;
pub mod complete;
pub mod core;
pub mod data;
pub mod elsewhere;
mod error_words;
mod following;
mod found_again;
mod functions;
pub mod help;
pub mod host_access;
pub mod inspect;
mod invalid;
mod looks;
pub mod management;
mod migrated;
pub mod missing_file;
pub mod news;
pub mod options;
mod place;
mod places;
pub mod programs;
pub mod psreadline;
pub mod reader;
pub mod remote;
pub mod remoting;
pub mod role;
pub mod selection;
pub mod services;
pub mod type_facts;
pub mod types;
pub mod unsupported;
pub mod utility;
pub mod views;

mod archive;
mod assignable;
mod batch;
mod checkpoint;
mod cluster;
mod drive;
mod eventing;
mod events;
mod exports;
mod glimpse;
mod host;
mod hostteam;
mod metrics;
mod migration;
mod netadapter;
mod netip;
mod netnat;
mod nicsettings;
mod portacl;
mod qos;
mod ssh_names;
mod storage;
mod teammapping;
mod topology;
mod unavailable;
mod vhd;
mod vm;
mod vmgroup;
mod vmguest;
mod vmhardware;
mod vmmetering;
mod vmnetworkadapter;
mod vmswitch;
mod whole_file;

pub use services::Services;

use std::rc::Rc;
use std::sync::{Arc, LazyLock};

use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::eval::{Session, job_sessions};
use iovsh_shell::format::Views;
use iovsh_shell::job::SessionFactory;

/// All cmdlets, by family.
pub static FAMILIES: &[&[&CmdletSpec]] = &[
    eventing::SPECS,
    events::SPECS,
    metrics::SPECS,
    host::SPECS,
    netadapter::SPECS,
    netip::SPECS,
    netnat::SPECS,
    vmswitch::SPECS,
    hostteam::SPECS,
    nicsettings::SPECS,
    qos::SPECS,
    vm::SPECS,
    vmhardware::SPECS,
    vmguest::SPECS,
    vmmetering::SPECS,
    vmgroup::SPECS,
    migration::SPECS,
    exports::SPECS,
    checkpoint::SPECS,
    cluster::SPECS,
    drive::SPECS,
    vhd::SPECS,
    storage::SPECS,
    vmnetworkadapter::SPECS,
    portacl::SPECS,
    teammapping::SPECS,
    topology::SPECS,
    unavailable::SPECS,
    assignable::SPECS,
    management::SPECS,
    core::SPECS,
    help::SPECS,
    options::SPECS,
    psreadline::SPECS,
    remoting::SPECS,
    utility::SPECS,
    data::SPECS,
    archive::SPECS,
];

/// All cmdlets. The types that they speak of are known to the language from then on.
pub fn all() -> &'static [&'static CmdletSpec] {
    static ALL: LazyLock<Vec<&CmdletSpec>> = LazyLock::new(|| {
        types::register();
        FAMILIES.concat()
    });
    &ALL
}

/// The views of all types: the shell's own, and those of what the cmdlets emit.
pub fn views() -> Rc<Views> {
    thread_local! {
        static ALL: Rc<Views> = {
            let mut views = Views::builtin();
            views.register(views::VIEWS);
            views.register(netadapter::VIEWS);
            views.register(netip::VIEWS);
            views.register(utility::VIEWS);
            views.register(core::VIEWS);
            views.register(remoting::VIEWS);
            views.register(management::VIEWS);
            views.register(data::VIEWS);
            views.register(events::VIEWS);
            views.register(metrics::VIEWS);
            views.register(cluster::VIEWS);
            views.register(vmhardware::VIEWS);
            views.register(vmmetering::VIEWS);
            views.register(qos::views::VIEWS);
            views.register(storage::VIEWS);
            Rc::new(views)
        };
    }
    ALL.with(Rc::clone)
}

/// A session with all cmdlets and their views, whose jobs work on the same host.
pub fn session(services: Services) -> Session {
    fn with(services: Services, jobs: Arc<dyn SessionFactory>) -> Session {
        let services = Rc::new(services);
        let mut session = Session::new(all(), services.clone());
        session.rounds = Some(Rc::new(places::HostRounds(services)));
        session.views = views();
        session.advice = advice::of;
        session.before_program = programs::acts_elsewhere;
        session.follow = following::follow;
        session.path_completer = Some(complete::files);
        session.simulated_port = management::simulated::port;
        session.job_sessions = Some(jobs);
        session.error_words = Some(error_words::put);
        session.place_words = elsewhere::sentence;
        session.found_again = found_again::BLOCKS;
        functions::define(&mut session);
        session
    }
    /// A job can start jobs of its own.
    fn sessions_of(services: &Services) -> Arc<dyn SessionFactory> {
        let services = services.twin();
        job_sessions(move || {
            let services = services();
            let jobs = sessions_of(&services);
            with(services, jobs)
        })
    }
    let jobs = sessions_of(&services);
    with(services, jobs)
}
