//! Which cmdlets only look, and with which parameters some of them do more.

use iovsh_shell::cmdlet::CmdletSpec;

/// The verbs of cmdlets that change nothing.
const LOOKS: [&str; 6] = ["Compare-", "Get-", "Measure-", "Show-", "Test-", "Wait-"];

/// Parameters with which a cmdlet of such a verb changes something all the same, or has a guest do something. A role grants them by
/// their names alone.
const CHANGES: [(&str, &str); 3] = [
    ("Measure-VMNetworkAdapter", "EachPath"),
    ("Measure-VMNetworkAdapter", "Ping"),
    ("Test-VMHostIov", "Fix"),
];

/// What has one of these verbs only looks, whatever it asks.
pub(crate) fn only_looks(cmdlet: &CmdletSpec) -> bool {
    LOOKS.iter().any(|verb| cmdlet.name.starts_with(verb))
}

/// Whether a cmdlet that only looks does more with this parameter.
pub(crate) fn changes(cmdlet: &CmdletSpec, parameter: &str) -> bool {
    CHANGES
        .iter()
        .any(|(of, name)| *of == cmdlet.name && name.eq_ignore_ascii_case(parameter))
}

/// Whether a cmdlet that was given these parameters is about to change the host.
pub(crate) fn is_to_change(cmdlet: &CmdletSpec, is_given: impl Fn(&str) -> bool) -> bool {
    if only_looks(cmdlet) {
        let mut own = CHANGES.iter().filter(|(of, _)| *of == cmdlet.name);
        return own.any(|(_, name)| is_given(name));
    }
    cmdlet.should_process
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cmdlet that is called as one that looks and asks before it goes on has a parameter with which it changes something.
    #[test]
    fn what_looks_and_asks_says_with_which_parameter_it_changes() {
        // They ask before they begin, as Microsoft's do, and change nothing.
        let ask_only = [
            "Compare-VM",
            "Get-VMKeyProtector",
            "Test-Cluster",
            "Test-VMNetworkAdapter",
        ];
        for cmdlet in crate::all() {
            if !only_looks(cmdlet) || !cmdlet.should_process || ask_only.contains(&cmdlet.name) {
                continue;
            }
            let mut parameters = cmdlet.parameters.iter();
            assert!(
                parameters.any(|parameter| changes(cmdlet, parameter.name)),
                "{}",
                cmdlet.name
            );
        }
        for (cmdlet, parameter) in CHANGES {
            let known = crate::all().iter().find(|known| known.name == cmdlet);
            let known = known.expect("it is a cmdlet");
            assert!(
                known.parameters.iter().any(|p| p.name == parameter),
                "{cmdlet} -{parameter}"
            );
        }
    }
}
