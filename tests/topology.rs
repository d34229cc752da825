//! The picture of a host: readable at 80 columns, folded where there are many adapters, and whole in every format.
//!
//! `IOVSH_BLESS=1 cargo test --test topology` records the pictures under `tests/pictures` anew; they are for looking at, too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test says no by panicking"
)]

#[path = "truth/session.rs"]
mod session;

use std::sync::Arc;

use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::cmdlets::Services;
use iovsh::shell::stack::with_large_stack;
use session::{run, session};

fn shown(machine: &SimMachine, line: &str) -> String {
    let (machine, line) = (machine.clone(), line.to_owned());
    with_large_stack(move || {
        let mut session = session(Services::of(Arc::new(machine)));
        let answer = run(&mut session, &line);
        assert!(answer.errors.is_empty(), "{line}: {:?}", answer.errors);
        answer.text()
    })
    .expect("a thread")
}

fn host(name: &str, script: &str) -> SimMachine {
    let machine = SimMachine::in_memory(fixture(name).unwrap());
    shown(&machine, script);
    machine
}

/// 1,024 virtual functions, and 200 machines at one switch.
fn large() -> SimMachine {
    host(
        "large",
        "New-VMSwitch big -NetAdapterName ens3f0np0 -EnableIov $true | Out-Null
         New-VMSwitch other -NetAdapterName ens5f0np0 -EnableIov $true | Out-Null
         Get-VM | Get-VMNetworkAdapter | Connect-VMNetworkAdapter -SwitchName big
         Get-VM | Select-Object -First 40 | Set-VMNetworkAdapter -IovWeight 100
         Get-VM | Select-Object -First 40 | Start-VM -WarningAction SilentlyContinue",
    )
}

/// Two switches, machines on and beside their virtual functions, one that is off, and a NIC of no switch.
fn default() -> SimMachine {
    host(
        "default",
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         New-VMSwitch inside -SwitchType Internal | Out-Null
         Add-VMNetworkAdapter -ManagementOS -SwitchName lan -Name Storage
         Connect-VMNetworkAdapter web1, web2 -SwitchName lan
         Connect-VMNetworkAdapter legacy1 -SwitchName inside
         Set-VMNetworkAdapter web1 -IovWeight 100
         Set-VMNetworkAdapterVlan web2 -Access -VlanId 12
         Start-VM web1 -WarningAction Ignore",
    )
}

/// A switch on a team of two NICs, with a machine on a virtual function and one beside it.
fn team() -> SimMachine {
    host(
        "default",
        "New-VMSwitch pair -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1, web2 -SwitchName pair
         Set-VMNetworkAdapter web1 -IovWeight 100
         Start-VM web1, web2 -WarningAction Ignore",
    )
}

/// The pictures of the default, the large and a team host, in every format, as they were looked at and found good.
#[test]
fn the_pictures_are_as_recorded() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pictures");
    let bless = std::env::var_os("IOVSH_BLESS").is_some();
    let mut differ = Vec::new();
    for (name, machine) in [("default", default()), ("large", large()), ("team", team())] {
        for (ending, format) in [
            ("txt", "Text"),
            ("svg", "Svg"),
            ("dot", "Dot"),
            ("mmd", "Mermaid"),
        ] {
            let line = match format {
                "Text" => "Show-VMNetworkTopology".to_owned(),
                other => format!("Show-VMNetworkTopology -As {other}"),
            };
            let picture = shown(&machine, &line) + "\n";
            if format == "Text" {
                for line in picture.lines() {
                    assert!(line.chars().count() <= 80, "{name}: {line}");
                }
            }
            let file = format!("{folder}/{name}.{ending}");
            if bless {
                std::fs::create_dir_all(folder).unwrap();
                std::fs::write(&file, &picture).unwrap();
            }
            let recorded = std::fs::read_to_string(&file).expect("IOVSH_BLESS=1 records it");
            let pairs = recorded.lines().zip(picture.lines());
            let first = pairs.enumerate().find(|(_, (was, is))| was != is);
            if let Some((at, (was, is))) = first {
                differ.push(format!(
                    "{file}, line {}: it was\n{was}\nand is\n{is}",
                    at + 1
                ));
            } else if recorded != picture {
                differ.push(format!("{file}: its length"));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn a_team_is_between_its_nics_and_the_switch() {
    let machine = host(
        "default",
        "New-VMSwitch pair -NetAdapterName enp1s0f0, enp1s0f1 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1 -SwitchName pair
         Set-VMNetworkAdapter web1 -IovWeight 100
         Start-VM web1",
    );
    let picture = shown(&machine, "Show-VMNetworkTopology -SwitchName pair");
    let lines: Vec<&str> = picture.lines().collect();
    assert_eq!(lines[0], "pair (External, IOV mode)");
    assert!(lines[1].starts_with("├─ team "), "{picture}");
    assert!(
        lines[2].starts_with("│  ├─ enp1s0f0, 1 Gbit/s, up, "),
        "{picture}"
    );
    assert!(
        lines[3].starts_with("│  └─ enp1s0f1, 1 Gbit/s, up, "),
        "{picture}"
    );
    assert_eq!(lines[4], "├─ web1: Network Adapter  active");
    assert!(
        lines.last().unwrap().starts_with("└─ free on "),
        "{picture}"
    );
}

#[test]
fn a_large_host_is_readable() {
    let machine = large();
    let picture = shown(&machine, "Show-VMNetworkTopology");
    assert!(picture.lines().count() < 110, "{}", picture.lines().count());
    for line in picture.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(picture.contains("adapters more"), "{picture}");
    let whole = shown(&machine, "Show-VMNetworkTopology -Full");
    let adapters = |text: &str| text.matches(": Network Adapter").count();
    let all: usize = shown(&machine, "@(Get-VM | Get-VMNetworkAdapter).Count")
        .parse()
        .unwrap();
    assert_eq!(adapters(&whole), all);
    assert!(adapters(&picture) < all);
    let json = shown(
        &machine,
        "$t = Show-VMNetworkTopology -As Json | ConvertFrom-Json; $t.switches[0].adapters.Count",
    );
    assert_eq!(json, all.to_string());
}

#[test]
fn names_do_not_break_out_of_a_picture() {
    let machine = host(
        "default",
        "New-VMSwitch 'a\"]<&>' -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
         Connect-VMNetworkAdapter web1 -SwitchName 'a\"]<&>'
         Start-VM web1",
    );
    let svg = shown(&machine, "Show-VMNetworkTopology -As Svg");
    assert!(
        svg.contains("a&quot;]&lt;&amp;&gt;") && !svg.contains("]<&"),
        "{svg}"
    );
    for tag in ["text", "style"] {
        let open = svg.matches(&format!("<{tag}")).count();
        assert_eq!(open, svg.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    let dot = shown(&machine, "Show-VMNetworkTopology -As Dot");
    assert!(dot.contains("a\\\"]<&>"), "{dot}");
    let mermaid = shown(&machine, "Show-VMNetworkTopology -As Mermaid");
    assert!(mermaid.contains("a#34;]#60;#38;#62;"), "{mermaid}");
}

#[test]
fn every_adapter_has_an_edge_in_every_picture() {
    let machine = large();
    let count = |line: &str, what: &str| shown(&machine, line).matches(what).count();
    // 24 of the big switch and the line for the rest; four ports.
    assert_eq!(
        count("Show-VMNetworkTopology -As Dot -SwitchName big", "  s0 -> "),
        25
    );
    assert_eq!(
        count("Show-VMNetworkTopology -As Svg -SwitchName big", "<line "),
        26
    );
    let machines = "Show-VMNetworkTopology -As Mermaid -SwitchName big";
    assert_eq!(
        count(machines, "  s0 ==>") + count(machines, "  s0 -.-> "),
        24
    );
}

#[test]
fn the_boxes_of_a_picture_are_beside_each_other_and_their_texts_whole() {
    let machine = large();
    let svg = shown(&machine, "Show-VMNetworkTopology -As Svg -SwitchName big");
    assert!(!svg.contains('…'), "a text is cut: {svg}");
    // Of each box its place: ports are as far up as their switch, give or take the rows that they need.
    let number = |line: &str, name: &str| -> Option<usize> {
        let rest = line.split_once(&format!(" {name}=\""))?.1;
        rest.split('"').next()?.parse().ok()
    };
    let boxes: Vec<(usize, usize)> = svg
        .lines()
        .filter(|line| line.contains("rx="))
        .filter_map(|line| Some((number(line, "x")?, number(line, "y")?)))
        .collect();
    let columns: std::collections::BTreeSet<usize> = boxes.iter().map(|(x, _)| *x).collect();
    let columns: Vec<usize> = columns.into_iter().collect();
    let [ports, switches, _] = columns[..] else {
        panic!("three columns: {columns:?}");
    };
    let middle = |column: usize| {
        let own: Vec<usize> = boxes
            .iter()
            .filter(|(x, _)| *x == column)
            .map(|(_, y)| *y)
            .collect();
        own.iter().sum::<usize>() / own.len()
    };
    assert!(middle(ports).abs_diff(middle(switches)) <= 52, "{boxes:?}");
}

#[test]
fn a_watched_picture_is_drawn_at_once() {
    let machine = host(
        "default",
        "New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null",
    );
    let first = shown(
        &machine,
        "Show-VMNetworkTopology -SwitchName lan -Watch | Select-Object -First 1",
    );
    assert_eq!(first, "lan (External, IOV mode)");
}
