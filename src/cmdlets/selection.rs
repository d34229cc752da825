//! Names that users give, and what they mean: wildcards, and the nearest name for one that is not there.

use crate::migrated;
use iovsh_backend::State;
use iovsh_backend::model::{self, NetAdapter};
use iovsh_backend::policy;
use iovsh_base::names::NameExt as _;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::syntax::quote::quote_literal;
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards, unescape};

/// What is called something.
pub trait Named {
    /// The kind, as messages call it: `virtual machine`.
    const KIND: &'static str;
    /// The id of the error for one that is not there.
    const NOT_FOUND: &'static str;
    /// The name.
    fn name(&self) -> &str;
    /// Another name that it goes by.
    fn other_name(&self) -> Option<&str> {
        None
    }
    /// Whether somebody chooses it by hand, so that it is worth a suggestion: no tap of a virtual machine, for one.
    fn is_offered(&self) -> bool {
        true
    }
    /// Whether one of its names fits.
    fn is_called(&self, fits: impl Fn(&str) -> bool) -> bool {
        fits(self.name()) || self.other_name().is_some_and(fits)
    }
}

impl Named for model::Vm {
    const KIND: &'static str = "virtual machine";
    const NOT_FOUND: &'static str = "Vm.NotFound";
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for model::Switch {
    const KIND: &'static str = "virtual switch";
    const NOT_FOUND: &'static str = "Switch.NotFound";
    fn name(&self) -> &str {
        &self.name
    }
}

impl Named for NetAdapter {
    const KIND: &'static str = "network adapter";
    const NOT_FOUND: &'static str = "CmdletizationQuery_NotFound_Name";
    fn name(&self) -> &str {
        self.shown()
    }
    fn other_name(&self) -> Option<&str> {
        self.alias.as_ref().map(|_| self.name.as_str())
    }
    fn is_offered(&self) -> bool {
        self.is_listed()
    }
}

impl Named for model::PhysicalFunction {
    const KIND: &'static str = "network adapter with SR-IOV";
    const NOT_FOUND: &'static str = "CmdletizationQuery_NotFound_Name";
    fn name(&self) -> &str {
        self.interface.as_ref().map_or("", |name| name.as_str())
    }
}

/// Whether a name is what an object of Hyper-V shows as its text: an object that was bound where only names are taken, whose brackets
/// are no wildcards. Nothing is called so, and that has to be said.
fn is_text_of_object(name: &str) -> bool {
    name.contains(" [Id = '") && name.ends_with("']")
}

/// The items that have one of these names, in the order of the names; an item is there once. A name without wildcards
/// that nothing has is an error that is written, with the nearest name; a pattern that matches nothing is none.
pub fn by_name<'a, T: Named>(
    cx: &mut Context,
    items: &'a [T],
    names: &[String],
) -> Flow<Vec<&'a T>> {
    let mut found: Vec<&T> = Vec::new();
    for name in names {
        let before = found.len();
        let mut known = false;
        if has_wildcards(name) && !is_text_of_object(name) {
            let pattern = WildcardPattern::new(name);
            known = true;
            for item in items {
                if item.is_called(|called| pattern.is_match(called))
                    && !found.iter().any(|have| std::ptr::eq(*have, item))
                {
                    found.push(item);
                }
            }
        } else {
            // A name with wildcards in it is given with backticks before them.
            let name = unescape(name);
            let exact = items
                .iter()
                .filter(|item| item.is_called(|called| called == name));
            let folded = items
                .iter()
                .filter(|item| item.is_called(|called| called.is_same_name(&name)));
            let mut hits: Vec<&T> = exact.collect();
            if hits.is_empty() {
                hits = folded.collect();
            }
            for item in hits {
                known = true;
                if !found.iter().any(|have| std::ptr::eq(*have, item)) {
                    found.push(item);
                }
            }
        }
        if before == found.len() && !known {
            let offered = items.iter().filter(|item| item.is_offered());
            let mut error = not_found::<T>(name, offered.map(Named::name));
            if T::NOT_FOUND == model::Vm::NOT_FOUND
                && let Some(step) = migrated::next_step(cx, name)
            {
                error.help = Some(step);
            }
            cx.error(error)?;
        }
    }
    Ok(found)
}

/// The error for a name that nothing has.
pub fn not_found<'a, T: Named>(name: &str, known: impl Iterator<Item = &'a str>) -> ShellError {
    missing(T::NOT_FOUND, T::KIND, name, known)
}

/// The error for a name that nothing has, for kinds without a type of their own.
pub fn missing<'a>(
    id: &'static str,
    kind: &str,
    name: &str,
    known: impl Iterator<Item = &'a str>,
) -> ShellError {
    let known: Vec<&str> = known.collect();
    // Scripts look for Hyper-V's own sentence about machines and switches.
    let message = match id {
        "Vm.NotFound" | "Switch.NotFound" => {
            format!("Hyper-V was unable to find a {kind} with name \"{name}\".")
        }
        _ => format!("No {kind} with the name '{name}' was found."),
    };
    let error = ShellError::new(id, ErrorCategory::ObjectNotFound, message)
        .exception("Microsoft.HyperV.PowerShell.VirtualizationException")
        .target(name);
    if is_text_of_object(name) {
        // The text of an object begins with the name of its type.
        if id == "Vm.NotFound"
            && let Some((_, switch)) = name.split_once("VMSwitch (Name = '")
            && let Some((switch, _)) = switch.split_once("') [Id")
        {
            return error.help(format!(
                "A switch was given where a virtual machine is taken. The adapters on it: Get-VMNetworkAdapter -All | Where-Object \
                 SwitchName -eq {}",
                quote_literal(switch)
            ));
        }
        return error.help(
            "An object was given where a name is taken: one of a cmdlet with -ComputerName, or the copy of one that Invoke-Command brought \
             from another host, which is text here. Name the host and the object: COMMAND -ComputerName HOST -Name NAME; or get it \
             from there: Get-VM -ComputerName HOST | COMMAND",
        );
    }
    if name == "|" {
        return error.help(
            "A bar in quotes is a word. In bash each command is one of iovsh's: iovsh Get-VM | iovsh Format-Table; or the line is one text: \
             iovsh -Command 'Get-VM | Format-Table'",
        );
    }
    if let Some(word) = name.strip_prefix("--").filter(|word| !word.is_empty()) {
        let form = match word {
            "json" | "output" => "COMMAND | ConvertTo-Json makes JSON.",
            _ => "'Get-Help COMMAND' lists them.",
        };
        return error.help(format!(
            "Two dashes are for bash: at the prompt and in scripts a parameter has one, and this is a name. {form}"
        ));
    }
    if let Some(list) = list_of_known(name, &known) {
        return error.help(format!(
            "One name is taken here. For each of several: iovsh -Command \"{list} | COMMAND ...\""
        ));
    }
    error.help(match nearest(name, &known) {
        Some(near) => format!("Did you mean '{near}'?"),
        // They are of one virtual machine, of which nothing is said of the others.
        None if known.is_empty() && id == "Adapter.NotFound" => {
            "There is none to choose from. Add-VMNetworkAdapter adds one.".to_owned()
        }
        None if known.is_empty() && id == "Checkpoint.NotFound" => {
            "There is none to choose from. Checkpoint-VM makes one.".to_owned()
        }
        None if known.is_empty() && id == "Switch.NotFound" => {
            "There is none to choose from. New-VMSwitch makes one.".to_owned()
        }
        None if known.is_empty() && id == "Vm.NotFound" => {
            "There is none to choose from. New-VM makes one.".to_owned()
        }
        None if known.is_empty() => format!("There is no {kind} on this host."),
        None => format!("There are: {}.", listed(&known)),
    })
}

/// The error for something that was named and is not there.
pub fn absent(property: &str, value: &str, list: &str) -> ShellError {
    ShellError::new(
        format!("CmdletizationQuery_NotFound_{property}"),
        ErrorCategory::ObjectNotFound,
        format!("There is nothing whose {property} is '{value}'."),
    )
    .target(value)
    .help(format!("List what there is with {list}."))
}

/// The first of some names as a list, each once, and how many there are beside them.
fn listed(known: &[&str]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in known.iter().filter(|name| !name.is_empty()) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let shown: Vec<String> = names.iter().take(8).map(|n| format!("'{n}'")).collect();
    match names.len().saturating_sub(shown.len()) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Several names that were given as one, `web1,web2`, as the list that they would be; each of them is known.
fn list_of_known(name: &str, known: &[&str]) -> Option<String> {
    let parts: Vec<&str> = name.split(',').map(str::trim).collect();
    let is_known = |part: &&str| known.iter().any(|known| known.eq_ignore_ascii_case(part));
    let quoted = || parts.iter().map(|part| quote_literal(part));
    (parts.len() > 1 && parts.iter().all(is_known)).then(|| quoted().collect::<Vec<_>>().join(","))
}

/// The known name that is most like `name`, when one is close.
pub fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    known
        .iter()
        .map(|candidate| {
            let folded = candidate.to_lowercase();
            (strsim::damerau_levenshtein(&wanted, &folded), *candidate)
        })
        .filter(|(distance, candidate)| {
            *distance <= 1 + wanted.chars().count().max(candidate.chars().count()) / 4
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The host NICs with one of these names, or, when `by_description`, one of these product names.
pub fn nics<'a>(
    cx: &mut Context,
    state: &'a State,
    names: &[String],
    by_description: bool,
) -> Flow<Vec<&'a NetAdapter>> {
    if !by_description {
        return by_name(cx, &state.links, names);
    }
    let mut found: Vec<&NetAdapter> = Vec::new();
    for name in names {
        let pattern = WildcardPattern::new(name);
        let before = found.len();
        for link in &state.links {
            if pattern.is_match(&link.description)
                && !found.iter().any(|have| std::ptr::eq(*have, link))
            {
                found.push(link);
            }
        }
        if found.len() == before && !has_wildcards(name) {
            let offered = state.links.iter().filter(|link| link.is_offered());
            cx.error(missing(
                "CmdletizationQuery_NotFound_InterfaceDescription",
                "network adapter",
                name,
                offered.map(|link| link.description.as_str()),
            ))?;
        }
    }
    Ok(found)
}

/// The host NICs as [`nics`] finds them, for a switch or a team to be made of: of a name that nothing has only those are suggested
/// that are free for one. An error has been written when there are none.
pub fn nics_to_take<'a>(
    cx: &mut Context,
    state: &'a State,
    names: &[String],
    by_description: bool,
) -> Flow<Vec<&'a NetAdapter>> {
    let is_there = |name: &String| {
        let name = unescape(name);
        let mut links = state.links.iter();
        links.any(|link| link.is_called(|called| called.is_same_name(&name)))
    };
    let absent = names
        .iter()
        .find(|name| !by_description && !has_wildcards(name) && !is_there(name));
    let Some(absent) = absent else {
        return nics(cx, state, names, by_description);
    };
    let mut free = policy::free_nics(state)
        .map(|link| link.name.as_str())
        .peekable();
    let nothing_is_free = free.peek().is_none() && !state.links.is_empty();
    let mut error = not_found::<NetAdapter>(absent, free);
    if nothing_is_free {
        error = error.help(
            "No network adapter of this host is free for a switch; 'Get-NetAdapter' lists them, 'Get-VMSwitch' what uses them.",
        );
    }
    cx.error(error)?;
    Ok(Vec::new())
}

#[cfg(test)]
mod tests {
    use super::{list_of_known, missing, nearest};

    #[test]
    fn the_nearest_name_is_one_slip_away() {
        let known = ["web1", "web2", "legacy1"];
        assert_eq!(nearest("wbe1", &known), Some("web1"));
        assert_eq!(nearest("Legacy", &known), Some("legacy1"));
        assert_eq!(nearest("database", &known), None);
        assert_eq!(nearest("", &[]), None);
    }

    #[test]
    fn names_that_came_as_one_are_known_as_a_list() {
        let known = ["web1", "it's"];
        let list = list_of_known("web1, IT's", &known);
        assert_eq!(list.as_deref(), Some("'web1','IT''s'"));
        assert_eq!(list_of_known("web1,web9", &known), None);
        assert_eq!(list_of_known("web1", &known), None);
        let error = missing(
            "Vm.NotFound",
            "virtual machine",
            "web1,it's",
            known.into_iter(),
        );
        assert!(
            error
                .help
                .is_some_and(|help| help.contains("'web1','it''s' |"))
        );
    }
}
