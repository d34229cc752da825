//! The help of the reasons why an adapter is not on a virtual function, and why a NIC has none: read from the model, which
//! is where they are known.

use super::topics::Entry;
use iovsh_backend::model::{IovReason, SriovSupport};

/// A card for each reason.
pub fn entries() -> impl Iterator<Item = Entry> {
    IovReason::ALL
        .into_iter()
        .map(of_adapter)
        .chain(SriovSupport::ALL.into_iter().map(of_nic))
}

fn of_adapter(reason: IovReason) -> Entry {
    card(
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
            ("Next step", support.next_step()),
            ("See also", "Get-NetAdapterSriov, Get-VMHost"),
        ],
    )
}

fn card(id: &str, facts: &[(&str, &str)]) -> Entry {
    let owned = |(heading, text): &(&str, &str)| ((*heading).to_owned(), (*text).to_owned());
    Entry {
        id: id.to_owned(),
        kind: "Reason",
        facts: facts.iter().map(owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help::topics;

    #[test]
    fn every_reason_has_one_card_with_its_meaning_and_a_next_step() {
        let names = IovReason::ALL.map(IovReason::name).into_iter();
        for name in names.chain(SriovSupport::ALL.map(SriovSupport::name)) {
            let cards = topics::entries(|id| id.eq_ignore_ascii_case(name));
            let [card] = cards.as_slice() else {
                panic!("{name} has {} cards", cards.len());
            };
            let page = card.lines(80).join("\n");
            for part in ["REASON\n", name, "MEANING", "NEXT STEP", "SEE ALSO"] {
                assert!(page.contains(part), "{part} is missing in:\n{page}");
            }
            assert!(card.lines(80).len() < 40, "{name}");
        }
    }
}
