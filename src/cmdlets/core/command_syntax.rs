//! The syntax lines of functions and scripts, as `Get-Command -Syntax` writes them.

use std::rc::Rc;

use iovsh_shell::bind::{CommandMeta, Kind, ParameterMeta};

/// One line for each parameter set, the default one first.
pub fn lines(name: &str, meta: &CommandMeta) -> Vec<String> {
    let mut masks: Vec<u32> = (0..meta.set_names.len())
        .filter_map(|at| 1_u32.checked_shl(u32::try_from(at).ok()?))
        .collect();
    masks.sort_by_key(|mask| meta.default_set & mask == 0);
    if masks.is_empty() {
        masks.push(u32::MAX);
    }
    masks
        .into_iter()
        .map(|mask| line(name, meta, mask))
        .collect()
}

fn line(name: &str, meta: &CommandMeta, mask: u32) -> String {
    let mut shown: Vec<(Option<i32>, bool, &Rc<ParameterMeta>)> = Vec::new();
    for parameter in &meta.parameters {
        if parameter.common.is_some() || parameter.mask & mask == 0 {
            continue;
        }
        let set = parameter.sets.iter().find(|set| set.mask & mask != 0);
        shown.push((
            set.and_then(|set| set.position),
            set.is_some_and(|set| set.mandatory),
            parameter,
        ));
    }
    shown.sort_by_key(|(position, mandatory, _)| (position.unwrap_or(i32::MAX), !mandatory));
    let mut out = name.to_owned();
    for (position, mandatory, parameter) in shown {
        let dashed = match position {
            Some(_) => format!("[-{}]", parameter.name),
            None => format!("-{}", parameter.name),
        };
        let text = match &parameter.kind {
            Kind::Switch => format!("-{}", parameter.name),
            kind => format!("{dashed} <{}>", short(kind)),
        };
        out.push(' ');
        out.push_str(&if mandatory { text } else { format!("[{text}]") });
    }
    if meta.should_process {
        out.push_str(" [-WhatIf] [-Confirm]");
    }
    if meta.pages() {
        out.push_str(" [-IncludeTotalCount] [-Skip <ulong>] [-First <ulong>]");
    }
    if meta.advanced {
        out.push_str(" [<CommonParameters>]");
    }
    out
}

/// The short name of a type.
pub fn short(kind: &Kind) -> String {
    match kind {
        Kind::Any => "Object".to_owned(),
        Kind::Switch => "switch".to_owned(),
        Kind::Type(ty) => ty.display_name().to_string(),
        Kind::Of(name) | Kind::Opaque(name) => name.rsplit('.').next().unwrap_or(name).to_owned(),
        Kind::Array(inner) => format!("{}[]", short(inner)),
        Kind::Nullable(inner) => format!("Nullable[{}]", short(inner)),
    }
}
