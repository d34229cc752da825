//! `Get-Verb`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{MemberKind, PsObject, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// The approved verbs: name, prefix for aliases, group.
const VERBS: &[(&str, &str, &str)] = &[
    ("Add", "a", "Common"),
    ("Clear", "cl", "Common"),
    ("Close", "cs", "Common"),
    ("Copy", "cp", "Common"),
    ("Enter", "et", "Common"),
    ("Exit", "ex", "Common"),
    ("Find", "fd", "Common"),
    ("Format", "f", "Common"),
    ("Get", "g", "Common"),
    ("Hide", "h", "Common"),
    ("Join", "j", "Common"),
    ("Lock", "lk", "Common"),
    ("Move", "m", "Common"),
    ("New", "n", "Common"),
    ("Open", "op", "Common"),
    ("Optimize", "om", "Common"),
    ("Pop", "pop", "Common"),
    ("Push", "pu", "Common"),
    ("Redo", "re", "Common"),
    ("Remove", "r", "Common"),
    ("Rename", "rn", "Common"),
    ("Reset", "rs", "Common"),
    ("Resize", "rz", "Common"),
    ("Search", "sr", "Common"),
    ("Select", "sc", "Common"),
    ("Set", "s", "Common"),
    ("Show", "sh", "Common"),
    ("Skip", "sk", "Common"),
    ("Split", "sl", "Common"),
    ("Step", "st", "Common"),
    ("Switch", "sw", "Common"),
    ("Undo", "un", "Common"),
    ("Unlock", "uk", "Common"),
    ("Watch", "wc", "Common"),
    ("Connect", "cc", "Communications"),
    ("Disconnect", "dc", "Communications"),
    ("Read", "rd", "Communications"),
    ("Receive", "rc", "Communications"),
    ("Send", "sd", "Communications"),
    ("Write", "wr", "Communications"),
    ("Backup", "ba", "Data"),
    ("Checkpoint", "ch", "Data"),
    ("Compare", "cr", "Data"),
    ("Compress", "cm", "Data"),
    ("Convert", "cv", "Data"),
    ("ConvertFrom", "cf", "Data"),
    ("ConvertTo", "ct", "Data"),
    ("Dismount", "dm", "Data"),
    ("Edit", "ed", "Data"),
    ("Expand", "en", "Data"),
    ("Export", "ep", "Data"),
    ("Group", "gp", "Data"),
    ("Import", "ip", "Data"),
    ("Initialize", "in", "Data"),
    ("Limit", "l", "Data"),
    ("Merge", "mg", "Data"),
    ("Mount", "mt", "Data"),
    ("Out", "o", "Data"),
    ("Publish", "pb", "Data"),
    ("Restore", "rr", "Data"),
    ("Save", "sv", "Data"),
    ("Sync", "sy", "Data"),
    ("Unpublish", "ub", "Data"),
    ("Update", "ud", "Data"),
    ("Debug", "db", "Diagnostic"),
    ("Measure", "ms", "Diagnostic"),
    ("Ping", "pi", "Diagnostic"),
    ("Repair", "rp", "Diagnostic"),
    ("Resolve", "rv", "Diagnostic"),
    ("Test", "t", "Diagnostic"),
    ("Trace", "tr", "Diagnostic"),
    ("Approve", "ap", "Lifecycle"),
    ("Assert", "as", "Lifecycle"),
    ("Build", "bd", "Lifecycle"),
    ("Complete", "cmp", "Lifecycle"),
    ("Confirm", "cn", "Lifecycle"),
    ("Deny", "dn", "Lifecycle"),
    ("Deploy", "dp", "Lifecycle"),
    ("Disable", "d", "Lifecycle"),
    ("Enable", "e", "Lifecycle"),
    ("Install", "is", "Lifecycle"),
    ("Invoke", "i", "Lifecycle"),
    ("Register", "rg", "Lifecycle"),
    ("Request", "rq", "Lifecycle"),
    ("Restart", "rt", "Lifecycle"),
    ("Resume", "ru", "Lifecycle"),
    ("Start", "sa", "Lifecycle"),
    ("Stop", "sp", "Lifecycle"),
    ("Submit", "sb", "Lifecycle"),
    ("Suspend", "ss", "Lifecycle"),
    ("Uninstall", "us", "Lifecycle"),
    ("Unregister", "ur", "Lifecycle"),
    ("Wait", "w", "Lifecycle"),
    ("Block", "bl", "Security"),
    ("Grant", "gr", "Security"),
    ("Protect", "pt", "Security"),
    ("Revoke", "rk", "Security"),
    ("Unblock", "ul", "Security"),
    ("Unprotect", "up", "Security"),
    ("Use", "u", "Other"),
];

/// Whether a verb is an approved one.
pub fn is_approved(verb: &str) -> bool {
    VERBS
        .iter()
        .any(|(known, _, _)| known.eq_ignore_ascii_case(verb))
}

/// Lists the verbs that names of commands begin with.
///
/// # Examples
/// ```iovsh
/// PS> Get-Verb New | ForEach-Object Group
/// Common
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "Verb", module = "Microsoft.PowerShell.Utility")]
pub struct GetVerb {
    /// The verbs. Wildcards are allowed.
    #[param(position = 0, from_pipeline, by_property_name, complete = crate::complete::verbs)]
    verb: Vec<String>,
    /// The groups.
    #[param(
        position = 1,
        by_property_name,
        validate_set(
            "Common",
            "Communications",
            "Data",
            "Diagnostic",
            "Lifecycle",
            "Other",
            "Security"
        )
    )]
    group: Vec<String>,
}

impl Cmdlet for GetVerb {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let patterns: Vec<WildcardPattern> = self
            .verb
            .iter()
            .map(|verb| WildcardPattern::new(verb))
            .collect();
        for (verb, prefix, group) in VERBS {
            let wanted = (patterns.is_empty()
                || patterns.iter().any(|pattern| pattern.is_match(verb)))
                && (self.group.is_empty()
                    || self
                        .group
                        .iter()
                        .any(|name| name.eq_ignore_ascii_case(group)));
            if !wanted {
                continue;
            }
            let info = PsObject::of(&["System.Management.Automation.VerbInfo", "System.Object"]);
            for (name, value) in [("Verb", *verb), ("AliasPrefix", *prefix), ("Group", *group)] {
                info.push(name, MemberKind::Property(Value::from(value)));
            }
            cx.emit(Value::object(info))?;
        }
        Ok(())
    }
}
