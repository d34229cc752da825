//! A daemon that is silent, slow, chatty or lying: every call ends, and says why.

use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use iovsh::backend::linux::libvirt::procedures as p;
use iovsh::backend::linux::libvirt::wire::Wire;
use iovsh::backend::linux::libvirt::{
    Client, Configuration, Endpoint, Hypervisor, LibvirtError, Topic,
};
use iovsh::interrupt;

use crate::fake_libvirt::{Behaviour, FakeDomain, FakeLibvirt};

fn daemon() -> FakeLibvirt {
    FakeLibvirt::with(vec![FakeDomain::running("web1"), FakeDomain::off("web2")])
}

/// What a list of VMs asks.
fn ask(client: &Client) -> Result<(), LibvirtError> {
    let statuses = client.statuses()?;
    let domains: Vec<_> = statuses.into_iter().map(|(domain, _)| domain).collect();
    client.each_xml(&domains, Configuration::Live, &mut |_, _| {})?;
    client.infos(&domains)?;
    client.network_statuses().map(drop)
}

const ASKED: [u32; 8] = [
    p::AUTH_LIST.number,
    p::CONNECT_OPEN.number,
    p::CONNECT_LIST_ALL_DOMAINS.number,
    p::CONNECT_GET_ALL_DOMAIN_STATS.number,
    p::DOMAIN_GET_INFO.number,
    p::DOMAIN_GET_AUTOSTART.number,
    p::DOMAIN_GET_XML_DESC.number,
    p::CONNECT_LIST_ALL_NETWORKS.number,
];

#[test]
fn ctrl_c_ends_any_wait_and_the_next_command_finds_a_daemon_that_answers_again() {
    let endless = [
        Behaviour::Silent,
        Behaviour::Dribble(Duration::from_secs(1)),
        Behaviour::EndlessEvents,
        Behaviour::EndlessPings,
        Behaviour::EndlessReplies,
    ];
    for procedure in ASKED {
        for behaviour in &endless {
            let daemon = daemon().at(procedure, behaviour.clone());
            let client = Client::new(daemon.endpoint());
            let flag = Arc::new(AtomicBool::new(false));
            let watched = interrupt::watch(Arc::clone(&flag));
            let hand = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(30));
                flag.store(true, Ordering::SeqCst);
            });
            let answer = ask(&client);
            assert!(
                matches!(answer, Err(LibvirtError::Interrupted)),
                "{procedure} {behaviour:?}: {answer:?}"
            );
            hand.join().unwrap();
            drop(watched);
            daemon.behave(procedure, None);
            ask(&client).unwrap();
        }
    }
}

#[test]
fn nothing_that_arrives_makes_a_wait_longer() {
    for behaviour in [
        Behaviour::Silent,
        Behaviour::Dribble(Duration::from_millis(20)),
        Behaviour::EndlessEvents,
        Behaviour::EndlessPings,
        Behaviour::EndlessReplies,
    ] {
        let daemon = daemon().at(p::CONNECT_GET_HOSTNAME.number, behaviour.clone());
        let mut wire = Wire::new(UnixStream::connect(daemon.socket()).unwrap()).unwrap();
        let limit = Duration::from_millis(200);
        let answer = wire.call_within(&p::CONNECT_GET_HOSTNAME, &(), limit);
        assert!(
            matches!(answer, Err(LibvirtError::Silent { .. })),
            "{behaviour:?}: {answer:?}"
        );
    }
}

#[test]
fn a_daemon_that_does_not_accept_ends_at_ctrl_c() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("sock");
    let _listener = UnixListener::bind(&socket).unwrap();
    // Fills the queue of those who wait to be accepted.
    let address = rustix::net::SocketAddrUnix::new(&socket).unwrap();
    let mut waiting = Vec::new();
    loop {
        let stream = rustix::net::socket_with(
            rustix::net::AddressFamily::UNIX,
            rustix::net::SocketType::STREAM,
            rustix::net::SocketFlags::NONBLOCK,
            None,
        )
        .unwrap();
        if rustix::net::connect(&stream, &address).is_err() {
            break;
        }
        waiting.push(stream);
    }
    let client = Client::new(Endpoint::at(&socket, "test:///default"));
    let _watched = interrupt::within(Duration::from_millis(100));
    assert!(matches!(client.domains(), Err(LibvirtError::Interrupted)));
}

#[test]
fn a_reply_that_is_not_to_the_call_ends_the_connection_and_says_so() {
    type Change = fn(&mut iovsh::backend::linux::libvirt::wire::Header);
    let foreign: [(&str, Change); 6] = [
        ("program", |h| h.program = 0x1234_5678),
        ("version", |h| h.version = 99),
        ("procedure", |h| h.procedure += 1),
        ("a call instead of a reply", |h| h.kind = 0),
        ("a type that does not exist", |h| h.kind = 9),
        ("a status that does not exist", |h| h.status = 7),
    ];
    for procedure in ASKED {
        for (what, change) in foreign {
            let daemon = daemon().at(procedure, Behaviour::Header(change));
            let client = Client::new(daemon.endpoint());
            let answer = ask(&client);
            assert!(
                matches!(answer, Err(LibvirtError::Foreign(_))),
                "{procedure} {what}: {answer:?}"
            );
            daemon.behave(procedure, None);
            ask(&client).unwrap();
        }
    }
}

#[test]
fn late_answers_and_refusals_are_answers_and_noise_is_none() {
    let devices = "<interface type='bridge'><alias name='ua-1'/></interface>";
    let daemon = FakeLibvirt::with(vec![FakeDomain::running("web1").with_devices(devices)]);
    let client = Client::new(daemon.endpoint());
    let domains = client.domains().unwrap();
    let xml = p::DOMAIN_GET_XML_DESC.number;
    daemon.behave(xml, Some(Behaviour::Late(Duration::from_millis(80))));
    let text = client.xml(&domains[0], Configuration::Live).unwrap();
    assert!(text.unwrap().contains(devices));
    let list = p::CONNECT_LIST_ALL_DOMAINS.number;
    daemon.behave(list, Some(Behaviour::Refuse(88, "not for you".into())));
    assert_eq!(client.domains().unwrap_err().code(), Some(88));
    daemon.behave(
        list,
        Some(Behaviour::Bytes(b"HTTP/1.1 400 Bad Request".to_vec())),
    );
    assert!(matches!(client.domains(), Err(LibvirtError::BadLength(_))));
    daemon.behave(list, None);
    assert_eq!(client.domains().unwrap(), domains);
}

#[test]
fn replies_that_nobody_asked_for_are_dropped() {
    let daemon = daemon().at(
        p::CONNECT_LIST_ALL_DOMAINS.number,
        Behaviour::Header(|h| h.serial += 7),
    );
    let client = Client::new(daemon.endpoint());
    let _watched = interrupt::within(Duration::from_millis(300));
    assert!(matches!(client.domains(), Err(LibvirtError::Interrupted)));
}

#[test]
fn too_many_events_become_one_word_that_they_were_lost() {
    let daemon = daemon().at(
        p::CONNECT_LIST_ALL_DOMAINS.number,
        Behaviour::EventsBefore(100_000),
    );
    let client = Client::new(daemon.endpoint());
    client.subscribe(&Topic::ALL).unwrap();
    assert_eq!(client.domains().unwrap().len(), 2);
    assert!(matches!(
        client.next_event(Duration::ZERO),
        Err(LibvirtError::EventsLost)
    ));
    // After that there are no more than can be kept.
    let began = Instant::now();
    let mut kept = 0;
    while let Ok(Some(_)) = client.next_event(Duration::ZERO) {
        kept += 1;
        assert!(kept <= 2048, "after {:?}", began.elapsed());
    }
}

#[test]
fn texts_and_lists_beyond_libvirts_own_limits_are_refused() {
    let xml = format!("<domain>{}</domain>", "<interface/>".repeat(400_000));
    let daemon = FakeLibvirt::with(vec![FakeDomain::running("web1").with_xml(xml)]);
    let client = Client::new(daemon.endpoint());
    let domains = client.domains().unwrap();
    assert!(client.xml(&domains[0], Configuration::Live).is_err());
    // A list that announces more entries than there may be.
    let mut payload = 20_000u32.to_be_bytes().to_vec();
    payload.resize(20_000 * 28, 0);
    daemon.behave(
        p::CONNECT_LIST_ALL_DOMAINS.number,
        Some(Behaviour::Payload(payload)),
    );
    assert!(matches!(
        client.domains(),
        Err(LibvirtError::Malformed { .. })
    ));
}

#[test]
fn a_command_says_that_the_daemon_is_silent() {
    let daemon = daemon().at(p::CONNECT_LIST_ALL_DOMAINS.number, Behaviour::Silent);
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_iovsh"))
        .args([
            "--host",
            "local",
            "-Command",
            "try { Get-VM } catch { $_.FullyQualifiedErrorId }",
        ])
        .env("IOVSH_LIBVIRT_SOCKET", daemon.socket())
        .env("IOVSH_STATE_DIR", daemon.folder().join("state"))
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.starts_with("Host.LibvirtSilent"), "{said}");
}
