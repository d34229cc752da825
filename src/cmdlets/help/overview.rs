//! What `Get-Help` says when nothing is asked: what this is, the cmdlets of the trade, and where to go on.

use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::format::wrap;

/// The cmdlets of the trade, in the order in which they are needed.
const TRADE: &[&str] = &[
    "Get-VMHost",
    "Get-NetAdapterSriov",
    "Set-NetAdapterSriov",
    "New-VMSwitch",
    "New-VM",
    "Set-VMNetworkAdapter",
    "Start-VM",
    "Get-VMNetworkAdapter",
    "Get-NetAdapterSriovVf",
    "Get-WinEvent",
];

/// Where to go on: what to type, and what it does.
const NEXT: &[(&str, &str)] = &[
    ("Start-Tour", "the whole story, simulated, in ten minutes"),
    (
        "Get-Help Start-VM",
        "the page of a cmdlet; also: Start-VM -?, help Start-VM",
    ),
    (
        "Get-Help Start-VM -Examples",
        "its examples; -Parameter NAME explains one parameter",
    ),
    (
        "Get-Help about_*",
        "the topics: about_Tour, about_SR-IOV, about_Reasons, about_Limits ...",
    ),
    (
        "Get-Help about_Several_Hosts",
        "other hosts: a simulated fleet, and machines by ssh",
    ),
    (
        "Get-Help Iov.VfInUse",
        "what the id of an error means and what to do",
    ),
    ("Get-Help mirroring", "searches for a word"),
    (
        "Get-Command -Noun VM*",
        "lists commands; Tab completes what is typed",
    ),
    (
        "Start-VM web1 -WhatIf",
        "what a command would do, as ip, tc and virsh lines",
    ),
];

/// The lines for a screen of this width.
pub fn lines(registry: &[&'static CmdletSpec], width: usize) -> Vec<String> {
    let mut out = wrap::words(
        "iovsh is an administration shell for SR-IOV on Linux KVM hosts: the language of PowerShell, the cmdlets of Hyper-V, \
         this machine (or a simulated one) underneath. An adapter of a VM that asks for a virtual function gets one, or a \
         reason why not.",
        width,
        "",
        "",
    );
    out.push(String::new());
    out.push("FROM A NIC TO A VM ON A VIRTUAL FUNCTION".to_owned());
    let known = TRADE
        .iter()
        .filter_map(|name| registry.iter().find(|spec| spec.name == *name));
    table(
        known.map(|spec| (spec.name, spec.synopsis.trim())),
        width,
        &mut out,
    );
    out.push(String::new());
    out.push("WHERE TO GO ON".to_owned());
    table(NEXT.iter().copied(), width, &mut out);
    out
}

fn table<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>, width: usize, out: &mut Vec<String>) {
    for (name, text) in rows {
        let start = format!("    {name:<29} ");
        let rest = " ".repeat(start.len());
        out.extend(wrap::words(text, width, &start, &rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cmdlet_of_the_trade_is_there() {
        let registry = crate::all();
        let text = lines(registry, 80).join("\n");
        for name in TRADE {
            assert!(text.contains(&format!("    {name} ")), "{name} in\n{text}");
        }
        assert!(text.lines().count() < 45);
    }
}
