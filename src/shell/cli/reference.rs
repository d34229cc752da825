//! The reference: one page a cmdlet for `docs/cmdlets/`, and the man page. Both are read from the declarations.

use std::fmt::Write;

use crate::cmdlet::{CmdletSpec, ParameterSpec, ParameterType, SetMembership, Validation};
use crate::format::wrap;

/// The width of what stands in blocks of code on the pages.
const PAGE_WIDTH: usize = 100;

/// The parameter sets of a cmdlet, the default one first. A cmdlet without sets has one without a name.
pub fn parameter_sets(spec: &CmdletSpec) -> Vec<&'static str> {
    let mut sets: Vec<&'static str> = Vec::new();
    if !spec.default_set.is_empty() {
        sets.push(spec.default_set);
    }
    for membership in spec.parameters.iter().flat_map(|parameter| parameter.sets) {
        if !sets.contains(&membership.set) {
            sets.push(membership.set);
        }
    }
    if sets.is_empty() {
        sets.push("");
    }
    sets
}

/// How `parameter` takes part in `set`; `None` when it does not.
pub fn membership(parameter: &ParameterSpec, set: &str) -> Option<SetMembership> {
    if parameter.sets.is_empty() {
        return Some(parameter.everywhere);
    }
    parameter
        .sets
        .iter()
        .find(|membership| membership.set == set)
        .copied()
}

/// The parameters that help and completion show: in the order of declaration, but those that choose another host last.
pub fn shown_parameters(spec: &'static CmdletSpec) -> Vec<&'static ParameterSpec> {
    let remote = |parameter: &ParameterSpec| {
        matches!(parameter.name, "CimSession" | "ComputerName" | "Credential")
    };
    let has_session = spec
        .parameters
        .iter()
        .any(|parameter| parameter.name == "CimSession");
    let mut shown: Vec<&'static ParameterSpec> = spec
        .parameters
        .iter()
        .filter(|parameter| !parameter.hidden)
        .collect();
    shown.sort_by_key(|parameter| has_session && remote(parameter));
    shown
}

/// The same as they are offered while a line is typed: those that have an effect on this host first.
pub fn offered_parameters(spec: &'static CmdletSpec) -> Vec<&'static ParameterSpec> {
    let mut offered = shown_parameters(spec);
    let has_effect = |parameter: &&ParameterSpec| parameter.answer.is_none();
    // Those that choose another host stay last.
    let local = offered
        .iter()
        .take_while(|parameter| parameter.name != "CimSession")
        .count();
    if let Some(local) = offered.get_mut(..local) {
        local.sort_by_key(|parameter| !has_effect(parameter));
    }
    offered
}

/// The values that a parameter allows, in words: what its type alone does not say.
pub fn allowed(parameter: &ParameterSpec) -> Vec<String> {
    let mut facts = Vec::new();
    for check in parameter.validate {
        match check {
            Validation::Range(low, high) => facts.push(format!("{low} to {high}")),
            Validation::Set(values) => facts.push(format!("one of {}", values.join(", "))),
            Validation::Length(low, high) => facts.push(format!("{low} to {high} characters")),
            Validation::Count(low, high) => facts.push(format!("{low} to {high} values")),
            _ => {}
        }
    }
    if let ParameterType::Enum(ty) = parameter.ty.element() {
        let names: Vec<&str> = ty.members.iter().map(|(name, _)| *name).collect();
        facts.push(format!("one of {}", names.join(", ")));
    }
    facts
}

/// The type as `Get-Command -Syntax` writes it: `string[]`, `VMState`, `Nullable[bool]`.
pub fn type_text(ty: ParameterType) -> String {
    match ty {
        ParameterType::Object => "Object".to_owned(),
        ParameterType::Switch => "switch".to_owned(),
        ParameterType::Named(name) => name.to_owned(),
        ParameterType::Enum(ty) => ty.name.rsplit('.').next().unwrap_or(ty.name).to_owned(),
        ParameterType::Of(name) | ParameterType::Opaque(name) => {
            name.rsplit(['.', '/']).next().unwrap_or(name).to_owned()
        }
        ParameterType::Array(inner) => format!("{}[]", type_text(*inner)),
        ParameterType::Nullable(inner) => format!("Nullable[{}]", type_text(*inner)),
    }
}

/// The syntax line of one parameter set: `Get-X [-Name] <string[]> [-Force] [<CommonParameters>]`.
pub fn syntax(spec: &CmdletSpec, set: &str) -> String {
    let mut parameters: Vec<(&ParameterSpec, SetMembership)> = spec
        .parameters
        .iter()
        .filter(|parameter| !parameter.hidden)
        .filter_map(|parameter| Some((parameter, membership(parameter, set)?)))
        .collect();
    // As in PowerShell: by position, then what must be given, then the rest, each in the order of declaration.
    parameters.sort_by_key(|(_, member)| {
        (
            member.position.map_or(u16::MAX, u16::from),
            !member.mandatory,
        )
    });
    let mut line = spec.name.to_owned();
    for (parameter, member) in parameters {
        let name = match member.position {
            Some(_) => format!("[-{}]", parameter.name),
            None => format!("-{}", parameter.name),
        };
        let text = match parameter.ty {
            ParameterType::Switch => format!("-{}", parameter.name),
            ty => format!("{name} <{}>", type_text(ty)),
        };
        let _ = if member.mandatory {
            write!(line, " {text}")
        } else {
            write!(line, " [{text}]")
        };
    }
    if spec.should_process {
        line.push_str(" [-WhatIf] [-Confirm]");
    }
    line.push_str(" [<CommonParameters>]");
    line
}

/// The page of a cmdlet, in Markdown.
pub fn page(spec: &'static CmdletSpec) -> String {
    let mut page = format!(
        "<!-- Generated from the declaration of the cmdlet; do not edit. -->\n# {}\n\n{}\n\n",
        spec.name,
        spec.synopsis.trim()
    );
    let _ = write!(page, "Module: {}", spec.module);
    if !spec.aliases.is_empty() {
        let _ = write!(page, " · Aliases: {}", spec.aliases.join(", "));
    }
    page.push_str("\n\n## Syntax\n\n```\n");
    for set in parameter_sets(spec) {
        for line in wrap::syntax(&syntax(spec, set), PAGE_WIDTH, "") {
            page.push_str(&line);
            page.push('\n');
        }
    }
    page.push_str("```\n");
    if !spec.description.trim().is_empty() {
        let _ = write!(page, "\n## Description\n\n{}\n", spec.description.trim());
    }
    if !spec.examples.is_empty() {
        page.push_str("\n## Examples\n\nEach begins with the simulated host as Reset-SimulatedHost leaves it.\n");
        for example in spec.examples {
            if !example.title.trim().is_empty() {
                let _ = write!(page, "\n{}\n", example.title.trim());
            }
            let _ = write!(page, "\n```\n{}\n```\n", example.transcript.trim_end());
        }
    }
    let shown = shown_parameters(spec);
    if !shown.is_empty() {
        page.push_str("\n## Parameters\n");
        for parameter in shown {
            parameter_section(&mut page, spec, parameter);
        }
    }
    if !spec.outputs.is_empty() {
        let outputs: Vec<String> = spec
            .outputs
            .iter()
            .map(|output| format!("`{output}`"))
            .collect();
        let _ = write!(page, "\n## Output\n\n{}\n", outputs.join(", "));
    }
    page
}

fn parameter_section(page: &mut String, spec: &CmdletSpec, parameter: &ParameterSpec) {
    let _ = write!(
        page,
        "\n### -{} `<{}>`\n\n{}\n\n",
        parameter.name,
        type_text(parameter.ty),
        parameter.help()
    );
    let mut facts = Vec::new();
    if !parameter.aliases.is_empty() {
        facts.push(format!("aliases: {}", parameter.aliases.join(", ")));
    }
    let members: Vec<SetMembership> = parameter_sets(spec)
        .iter()
        .filter_map(|set| membership(parameter, set))
        .collect();
    if members.iter().any(|member| member.mandatory) {
        let everywhere = members.iter().all(|member| member.mandatory);
        facts.push(if everywhere {
            "required".to_owned()
        } else {
            "required in some sets".to_owned()
        });
    }
    if let Some(position) = members.iter().find_map(|member| member.position) {
        facts.push(format!("position: {position}"));
    }
    if members.iter().any(|member| member.from_pipeline) {
        facts.push("from the pipeline".to_owned());
    }
    if members.iter().any(|member| member.by_property_name) {
        facts.push("from the pipeline by property name".to_owned());
    }
    facts.extend(allowed(parameter));
    facts.extend(emptiness(parameter).map(str::to_owned));
    if !parameter.default.is_empty() {
        facts.push(format!("default: {}", parameter.default));
    }
    if !facts.is_empty() {
        let _ = writeln!(page, "- {}", facts.join("\n- "));
    }
}

/// What the parameter does not take, in a few words: an empty argument never means "all".
pub fn emptiness(parameter: &ParameterSpec) -> Option<&'static str> {
    parameter.validate.iter().find_map(|check| match check {
        Validation::NotNull => Some("never `$null`"),
        Validation::NotNullOrEmpty => Some("never `$null` and never empty"),
        _ => None,
    })
}

/// The index of the pages, by module.
pub fn index(cmdlets: &[&'static CmdletSpec]) -> String {
    let mut modules: Vec<&str> = cmdlets.iter().map(|spec| spec.module).collect();
    modules.sort_unstable();
    modules.dedup();
    let mut page =
        "<!-- Generated from the declarations of the cmdlets; do not edit. -->\n# Cmdlets\n"
            .to_owned();
    for module in modules {
        let _ = write!(
            page,
            "\n## {module}\n\n| cmdlet | what it does |\n| --- | --- |\n"
        );
        let mut of_module: Vec<&&CmdletSpec> = cmdlets
            .iter()
            .filter(|spec| spec.module == module)
            .collect();
        of_module.sort_by_key(|spec| spec.name);
        for spec in of_module {
            let _ = writeln!(
                page,
                "| [{0}]({0}.md) | {1} |",
                spec.name,
                spec.synopsis.trim().replace('|', "\\|")
            );
        }
    }
    page
}

/// The man page `iovsh.1`.
pub fn man(cmdlets: &[&'static CmdletSpec]) -> String {
    let mut page = MAN_OPENING.to_owned();
    for (spellings, text) in super::options() {
        let _ = write!(
            page,
            ".TP\n.B {}\n{}.\n",
            roff(&spellings.join(", ")),
            roff(&text)
        );
    }
    page.push_str(MAN_MIDDLE);
    let mut sorted: Vec<&&CmdletSpec> = cmdlets.iter().collect();
    sorted.sort_by_key(|spec| spec.name);
    for spec in sorted {
        let _ = write!(
            page,
            ".TP\n.B {}\n{}\n",
            roff(spec.name),
            roff(spec.synopsis.trim())
        );
    }
    page
}

fn roff(text: &str) -> String {
    text.replace('\\', "\\e")
        .replace('-', "\\-")
        .replace('\n', " ")
}

const MAN_OPENING: &str = r#".\" Generated from the declarations of the options and cmdlets; do not edit.
.TH IOVSH 1
.SH NAME
iovsh \- administration shell for SR\-IOV networking on Linux KVM/VFIO hosts
.SH SYNOPSIS
.nf
\fBiovsh\fR [\fIOPTIONS\fR]
\fBiovsh\fR [\fIOPTIONS\fR] \fIFILE.ps1\fR [\fIARGUMENTS\fR]
\fBiovsh\fR [\fIOPTIONS\fR] \fB\-Command\fR \fITEXT\fR
\fBiovsh\fR [\fIOPTIONS\fR] \fIVERB\-NOUN\fR [\fIPARAMETERS\fR]
\fBiovsh\fR [\fIOPTIONS\fR] \fBmanager\fR
\fBiovsh \-\-tour\fR
.fi
.SH DESCRIPTION
Hyper\-V's way of running SR\-IOV on Linux KVM hosts, in the language of PowerShell. A virtual function is a wish: a virtual machine that asks for
one always starts, and says why where it has none.
.PP
Without arguments a prompt; with a script, a line of script, or one cmdlet, that is run. A lone \fB\-\fR reads a script from standard input. \fBmanager\fR is a full\-screen
manager. Objects go to standard output, errors, warnings and progress to standard error.
.PP
Nothing of this computer is needed or touched with \fB\-\-host sim\fR, a simulated host, nor by \fB\-\-tour\fR, which shows the whole story in ten minutes.
.SH OPTIONS
"#;

const MAN_MIDDLE: &str = r#".SH HOSTS
.TP
.B local
This computer: sysfs, rtnetlink, VFIO and libvirt. To change it, root is needed.
.TP
.BR sim ", " sim:NAME ", " sim:fleet ", " sim:FILE
Simulated hosts: the usual one, \fBno\-iommu\fR, \fBno\-sriov\fR or \fBlarge\fR, four at once, or one that a file describes. They keep their state between commands.
.TP
.B ssh://USER@NAME
Another computer that has iovsh, by ssh.
.SH ENVIRONMENT
.TP
.B IOVSH_HOST
The host when \fB\-\-host\fR is not given.
.TP
.B IOVSH_STATE_DIR
Where desired state and the state of simulated hosts are kept.
.TP
.B PAGER
What shows a screen at a time.
.TP
.B NO_COLOR
No colours.
.SH FILES
.TP
.IR ~/.config/iovsh/config.toml ", " /etc/iovsh/config.toml
Options of a user and of the computer; \fBGet\-IovshOption\fR shows what holds.
.TP
.I ~/.config/iovsh/profile.ps1
What the prompt runs before its first line.
.TP
.I /var/lib/iovsh
What was asked for of this host, and the journal of what was done.
.TP
.I /usr/share/doc/iovsh/docs
All pages: of cmdlets below \fIcmdlets\fR, of the services in \fIagent.md\fR.
.SH EXIT STATUS
0 success, 1 an error happened, 2 the command line was not understood, 70 a fault of iovsh itself, 130 ended by Ctrl+C, 141 the reader of
standard output has gone; a script's \fBexit N\fR gives N.
.SH EXAMPLES
.nf
iovsh \-\-tour
iovsh \-\-host sim Get\-NetAdapterSriov
iovsh Get\-VMNetworkAdapter \-VMName web1 \-\-json
iovsh provision.ps1 \-Count 4
iovsh Start\-VM web1 \-WhatIf
.fi
.SH SEE ALSO
\fBiovsh help\fR, \fBiovsh Get\-Help \(aqabout_*\(aq\fR, \fBiovsh Start\-VM \-?\fR;
.BR ip\-link (8),
.BR virsh (1)
.SH CMDLETS
.nh
"#;
