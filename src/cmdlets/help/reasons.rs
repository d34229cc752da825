//! The help of the reasons why an adapter is not on a virtual function, and why a NIC has none: read from the model, which
//! is where they are known.

use std::fmt::Write;

use super::topics::Entry;
use iovsh_backend::model::{HostReason, IovReason, SriovSupport};

/// A card for each reason.
pub fn entries() -> impl Iterator<Item = Entry> {
    IovReason::ALL
        .into_iter()
        .map(of_adapter)
        .chain(SriovSupport::ALL.into_iter().map(of_nic))
        .chain(HostReason::ALL.into_iter().map(of_host))
}

fn of_adapter(reason: IovReason) -> Entry {
    Entry {
        number: Some(u32::from(reason.code())),
        ..card(
            reason.name(),
            &[
                (
                    "Shown as",
                    &format!(
                        "IovReason of Get-VMNetworkAdapter; {} in the status of Get-VM",
                        reason.code()
                    ),
                ),
                ("Meaning", reason.text()),
                ("Cause", reason.causes()),
                ("Next step", reason.next_step()),
                (
                    "See also",
                    "Get-VMNetworkAdapter, Get-NetAdapterSriov, Get-NetAdapterSriovVf, Get-VMHost",
                ),
            ],
        )
    }
}

fn of_nic(support: SriovSupport) -> Entry {
    card(
        support.name(),
        &[
            (
                "Shown as",
                &format!(
                    "SriovSupport of Get-NetAdapterSriov, number {}",
                    support.code()
                ),
            ),
            ("Meaning", support.text()),
            ("Cause", support.causes()),
            ("Next step", support.next_step()),
            ("See also", "Get-NetAdapterSriov, Get-VMHost"),
        ],
    )
}

fn of_host(reason: HostReason) -> Entry {
    card(
        reason.name(),
        &[
            (
                "Shown as",
                &format!(
                    "a sentence of IovSupportReasons of Get-VMHost, number {}; Platform.{} of Test-VMHostIov",
                    reason.code(),
                    reason.name()
                ),
            ),
            ("Meaning", reason.text()),
            ("Cause", reason.causes()),
            ("Next step", reason.next_step()),
            ("See also", "Get-VMHost, Test-VMHostIov"),
        ],
    )
}

fn card(id: &str, facts: &[(&str, &str)]) -> Entry {
    let owned = |(heading, text): &(&str, &str)| ((*heading).to_owned(), (*text).to_owned());
    Entry {
        id: id.to_owned(),
        kind: "Reason",
        number: None,
        facts: facts.iter().map(owned).collect(),
    }
}

/// The page of all reasons, in Markdown: `docs/reasons.md`.
#[must_use]
pub fn page() -> String {
    let mut page = "<!-- Generated from src/backend/model/reasons.rs; do not edit. -->\n# Reasons\n\n\
        Every code that says why something is not on a virtual function, what it means, what it may come from and what to do about it. \
        `Get-Help CODE` shows one of them; a code that Hyper-V has too has its name and number.\n"
        .to_owned();
    section(
        &mut page,
        "Of an adapter",
        "`IovReason` of `Get-VMNetworkAdapter`, beside `IovReasonDescription` with the particulars and `IovNextStep` with the command to type.",
        IovReason::ALL.map(|reason| {
            let (number, text) = (u32::from(reason.code()), reason.text());
            (
                reason.name(),
                number,
                text,
                reason.causes(),
                reason.next_step(),
            )
        }),
    );
    section(
        &mut page,
        "Of a network adapter",
        "`SriovSupport` of `Get-NetAdapterSriov`. Numbers from 101 on are Linux's own.",
        SriovSupport::ALL.map(|support| {
            let (number, text) = (u32::from(support.code()), support.text());
            (
                support.name(),
                number,
                text,
                support.causes(),
                support.next_step(),
            )
        }),
    );
    section(
        &mut page,
        "Of a host",
        "`IovSupportReasons` of `Get-VMHost` has these sentences; `Test-VMHostIov` has them as `Platform.CODE`.",
        HostReason::ALL.map(|reason| {
            let (number, text) = (u32::from(reason.code()), reason.text());
            (
                reason.name(),
                number,
                text,
                reason.causes(),
                reason.next_step(),
            )
        }),
    );
    page.push_str(
        "\nThe codes of everything else that `Test-VMHostIov` finds stand in [debugging](debugging.md), those of errors in [the error ids](error-ids.md).\n",
    );
    page
}

fn section<const N: usize>(
    page: &mut String,
    title: &str,
    words: &str,
    rows: [(&str, u32, &str, &str, &str); N],
) {
    let _ = write!(page, "\n## {title}\n\n{words}\n");
    for (name, number, text, causes, next_step) in rows {
        let _ = write!(
            page,
            "\n### {name} ({number})\n\n{text}\n\n- Cause: {causes}\n- Next step: {next_step}\n"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help::topics;

    #[test]
    fn every_reason_has_one_card_with_its_meaning_and_a_next_step() {
        let names = IovReason::ALL.map(IovReason::name).into_iter();
        let names = names
            .chain(SriovSupport::ALL.map(SriovSupport::name))
            .chain(HostReason::ALL.map(HostReason::name));
        for name in names {
            let cards = topics::entries(|id| id.eq_ignore_ascii_case(name));
            let [card] = cards.as_slice() else {
                panic!("{name} has {} cards", cards.len());
            };
            let page = card.lines(80).join("\n");
            for part in [
                "REASON\n",
                name,
                "MEANING",
                "CAUSE",
                "NEXT STEP",
                "SEE ALSO",
            ] {
                assert!(page.contains(part), "{part} is missing in:\n{page}");
            }
            assert!(card.lines(80).len() < 40, "{name}");
            assert!(super::page().contains(&format!("### {name} (")), "{name}");
        }
    }

    #[test]
    fn a_reason_of_an_adapter_is_found_by_its_number_too() {
        let cards = topics::entries(|id| id == "32789");
        let names: Vec<&str> = cards.iter().map(|card| card.id.as_str()).collect();
        assert_eq!(names, ["IovNoAvailResources"]);
    }
}
