//! `Get-Help`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::comment_help::{self, CommentHelp};
use super::get_command::syntax_lines;
use super::help_page::{HelpPage, PageExample, PageParameter, Part};
use crate::complete;
use crate::data::transcript;
use crate::help::topics::{self, TOPICS};
use crate::help::{overview, pager};
use crate::selection::nearest;
use iovsh_shell::cli::reference;
use iovsh_shell::cmdlet::{Cmdlet, CmdletSpec};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::{CommandInfo, Context, Found};
use iovsh_shell::value::{MemberKind, PsObject, ScriptBlock, Value};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Shows what a command does and how it is called.
///
/// Without a name it says where to begin. A name is that of a command, of a topic (`about_*`), the id of an error or event, or a reason why there
/// is no virtual function (`IovReason` of an adapter, `SriovSupport` of a NIC, `IovSupportReasons` of a host), a code of `Test-VMHostIov`, or a keyword of the language (`if`); a word that is none of these is searched for in all of them, in parameters and what is said of them too, and what was found is listed; where nothing was, what is spelled nearly so. `Get-VM -?` and `iovsh Get-VM --help` show the same page as `Get-Help Get-VM`. On a
/// terminal a page that is longer than the screen is shown a screen at a time, with the pager that `$env:PAGER` names, else `less`.
///
/// The help of a function is in its comments (.SYNOPSIS, .DESCRIPTION, .PARAMETER, .EXAMPLE).
///
/// # Examples
/// What one parameter means:
/// ```iovsh
/// PS> Get-Help New-VMSwitch -Parameter EnableIov
/// -EnableIov <bool>
///     Whether the switch is in IOV mode: its VMs can have virtual functions. This
///     is chosen now and never changes. (never $null)
///
///     Required?                    false
///     Position?                    named
///     Default value                None
///     Accept pipeline input?       False
///     Accept wildcard characters?  false
/// ```
/// What the id of an error means, and what to do:
/// ```iovsh
/// PS> Get-Help Iov.VfInUse
/// ERROR ID
///     Iov.VfInUse
///
/// CATEGORY
///     ResourceBusy
///
/// WHEN
///     VMs, the host itself or a program use VFs of the NIC whose number would
///     change
///
/// NEXT STEP
///     -Force, or stop them
///
/// Get-Help about_Error_Ids has all of them.
/// ```
/// What a reason means, and what to do:
/// ```iovsh
/// PS> Get-Help NoVfBarSpace
/// REASON
///     NoVfBarSpace
///
/// SHOWN AS
///     SriovSupport of Get-NetAdapterSriov, number 6
///
/// MEANING
///     SR-IOV cannot be used on this network adapter as there are not enough PCI
///     Express BAR resources available.
///
/// CAUSE
///     The firmware left no memory window for the virtual functions, most often
///     because 'Above 4G decoding' is off.
///
/// NEXT STEP
///     Enable SR-IOV and 'Above 4G decoding' in the firmware; 'pci=realloc' is the
///     second choice.
///
/// SEE ALSO
///     Get-NetAdapterSriov, Get-VMHost
///
/// Get-Help about_Reasons has all of them.
/// ```
/// Topics of the documentation; `Get-Help about_*` lists all:
/// ```iovsh
/// PS> Get-Help about_SR-IOV* | ForEach-Object Name
/// about_SR-IOV
/// about_SR-IOV_1_Why
/// about_SR-IOV_2_Hardware
/// about_SR-IOV_3_Drivers
/// about_SR-IOV_4_Firmware
/// about_SR-IOV_5_Configuration
/// about_SR-IOV_6_Migration
/// about_SR-IOV_7_Teaming
/// about_SR-IOV_8_Debugging
/// ```
/// What has to do with virtual functions:
/// ```iovsh
/// PS> Get-Help *SriovVf* | ForEach-Object Synopsis
/// Gets the virtual functions of the host's network adapters, and who has them.
/// ```
/// A word that is spelled nearly right:
/// ```iovsh
/// PS> Get-Help about_Simulatd_Host | ForEach-Object Name
/// WARNING: Nothing is called 'about_Simulatd_Host'. This is near to it:
/// about_Simulated_Host
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "Help",
    module = "Microsoft.PowerShell.Core",
    alias("help", "man"),
    default_set = "AllUsersView"
)]
pub struct GetHelp {
    /// The command, topic or id; a word to search for. Wildcards list what fits.
    #[param(position = 0, by_property_name, complete = complete::help_names)]
    name: String,
    /// The kind of help: Cmdlet, Function, ExternalScript, HelpFile (the topics), Error or Event (the ids), Finding (the codes of Test-VMHostIov), Reason or Keyword.
    category: Vec<String>,
    /// Only help with this component.
    component: Vec<String>,
    /// Only help with this functionality.
    functionality: Vec<String>,
    /// Only help with this role.
    role: Vec<String>,
    /// Where help files are.
    path: String,
    /// Everything.
    #[param(set = "AllUsersView")]
    full: bool,
    /// With the parameters and examples.
    #[param(set = "DetailedView", mandatory)]
    detailed: bool,
    /// Only the examples.
    #[param(set = "Examples", mandatory)]
    examples: bool,
    /// Only these parameters. Wildcards are allowed.
    #[param(set = "Parameters", mandatory)]
    parameter: Vec<String>,
    /// Says where the page can be read outside of the shell.
    #[param(set = "Online", mandatory)]
    online: bool,
    /// There are no windows; the whole page is shown, with a warning.
    #[param(set = "ShowWindow", mandatory)]
    show_window: bool,
}

impl GetHelp {
    fn part(&self) -> Part {
        if self.full || self.show_window {
            Part::Full
        } else if self.detailed {
            Part::Detailed
        } else if self.examples {
            Part::Examples
        } else {
            Part::Short
        }
    }
}

fn of_spec(spec: &'static CmdletSpec) -> HelpPage {
    HelpPage {
        name: spec.name.into(),
        category: "Cmdlet",
        module: spec.module.into(),
        synopsis: spec.synopsis.trim().to_owned(),
        description: spec.description.trim().to_owned(),
        syntax: reference::parameter_sets(spec)
            .into_iter()
            .map(|set| reference::syntax(spec, set))
            .collect(),
        parameters: reference::shown_parameters(spec)
            .into_iter()
            .map(|parameter| {
                let first = parameter.sets.first().unwrap_or(&parameter.everywhere);
                PageParameter {
                    name: parameter.name.into(),
                    ty: reference::type_text(parameter.ty),
                    text: match reference::emptiness(parameter) {
                        Some(words) => format!("{} ({})", parameter.help(), words.replace('`', "")),
                        None => parameter.help().into_owned(),
                    },
                    mandatory: first.mandatory,
                    position: first.position.map(i32::from),
                    from_pipeline: first.from_pipeline,
                    by_property_name: first.by_property_name,
                    aliases: parameter
                        .aliases
                        .iter()
                        .map(|alias| (*alias).to_owned())
                        .collect(),
                    default: parameter.default.to_owned(),
                    wildcards: parameter.help.contains("ildcard"),
                    allowed: reference::allowed(parameter).join("; "),
                }
            })
            .collect(),
        examples: spec
            .examples
            .iter()
            .map(|example| PageExample {
                title: example.title.to_owned(),
                code: example.transcript.trim().to_owned(),
                remarks: String::new(),
            })
            .collect(),
        notes: String::new(),
        links: Vec::new(),
        members: Vec::new(),
    }
}

fn of_block(
    cx: &mut Context,
    name: &Rc<str>,
    block: &Rc<ScriptBlock>,
    syntax: Vec<String>,
) -> Flow<HelpPage> {
    let comment = comment_help::of_block(block);
    let written = comment.is_some();
    let members = comment.as_ref().map_or_else(Vec::new, CommentHelp::members);
    let CommentHelp {
        synopsis,
        description,
        parameters,
        examples,
        notes,
        links,
        ..
    } = comment.unwrap_or_default();
    let meta = cx.interpreter().script_declaration(block)?;
    let declared = iovsh_shell::eval::parameters(block);
    let described = |name: &str| {
        parameters
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or_else(String::new, |(_, text)| text.clone())
    };
    Ok(HelpPage {
        name: name.clone(),
        category: "Function",
        module: "".into(),
        synopsis: if written || syntax.is_empty() {
            synopsis
        } else {
            format!("\n{}\n", syntax.join("\n\n"))
        },
        description,
        syntax,
        parameters: meta
            .parameters
            .iter()
            .enumerate()
            .filter(|(_, parameter)| parameter.common.is_none())
            .map(|(at, parameter)| {
                let set = parameter.sets.first();
                // Comments count positions from 1, what is made without them from 0.
                let first = i32::from(written);
                PageParameter {
                    name: parameter.name.clone(),
                    ty: super::command_syntax::short(&parameter.kind),
                    text: described(&parameter.name),
                    mandatory: set.is_some_and(|set| set.mandatory),
                    position: set
                        .and_then(|set| set.position)
                        .map(|position| position + first),
                    from_pipeline: set.is_some_and(|set| set.from_pipeline),
                    by_property_name: set.is_some_and(|set| set.by_property_name),
                    aliases: parameter.aliases.iter().map(ToString::to_string).collect(),
                    default: comment_help::default_text(
                        declared.get(at),
                        &super::command_syntax::short(&parameter.kind),
                        &block.ast.source,
                    ),
                    wildcards: false,
                    allowed: String::new(),
                }
            })
            .collect(),
        examples: examples
            .into_iter()
            .map(|text| {
                let (code, remarks) = text.split_once("\n\n").unwrap_or((&text, ""));
                PageExample {
                    title: String::new(),
                    code: code.trim().to_owned(),
                    remarks: remarks.trim().to_owned(),
                }
            })
            .collect(),
        notes,
        links,
        members,
    })
}

impl GetHelp {
    fn page(&self, cx: &mut Context, name: &str) -> Flow<Option<HelpPage>> {
        let Found::Command(command, _) = cx.session().find_command(name) else {
            return Ok(None);
        };
        let syntax = syntax_lines(cx, &command)?;
        Ok(match &command {
            CommandInfo::Cmdlet(cmdlet) => Some(of_spec(cmdlet.spec)),
            CommandInfo::Function(function) => {
                Some(of_block(cx, &function.name, &function.block, syntax)?)
            }
            // A script is called, and asked for, by its path.
            CommandInfo::Script(script) => Some(of_block(cx, &script.path, &script.block, syntax)?),
            _ => None,
        })
    }

    /// Whether `-Category` wants help of this kind.
    fn wants(&self, kind: &str) -> bool {
        let all = |wanted: &String| {
            wanted.eq_ignore_ascii_case("All") || wanted.eq_ignore_ascii_case(kind)
        };
        self.category.is_empty() || self.category.iter().any(all)
    }

    /// Whatever has a name that fits, or a text that holds `word`: cmdlets, functions, topics, ids.
    fn search(
        &self,
        cx: &mut Context,
        fits: &dyn Fn(&str) -> bool,
        word: Option<&str>,
    ) -> Flow<Vec<Hit>> {
        let holds = |text: &str| word.is_some_and(|word| has_word(text, word));
        let mut hits = Vec::new();
        if self.wants("Cmdlet") {
            let mut specs: Vec<&'static CmdletSpec> = cx
                .session()
                .registry()
                .iter()
                .copied()
                .filter(|spec| {
                    fits(spec.name)
                        || fits(spec.module)
                        || holds(spec.synopsis)
                        || holds(spec.description)
                })
                .collect();
            specs.sort_by_key(|spec| spec.name.to_ascii_lowercase());
            hits.extend(specs.into_iter().map(|spec| Hit {
                name: spec.name.to_owned(),
                kind: "Cmdlet",
                module: spec.module.to_owned(),
                synopsis: spec.synopsis.trim().to_owned(),
            }));
            if let Some(word) = word {
                let known: Vec<String> = hits.iter().map(|hit| hit.name.clone()).collect();
                let others = cx.session_ref().registry().iter();
                let mut others: Vec<&'static CmdletSpec> = others
                    .copied()
                    .filter(|spec| !known.iter().any(|name| name == spec.name))
                    .collect();
                others.sort_by_key(|spec| spec.name.to_ascii_lowercase());
                hits.extend(
                    others
                        .into_iter()
                        .flat_map(|spec| of_parameters(spec, word)),
                );
            }
        }
        if self.wants("Function") {
            for function in cx.session().functions() {
                if fits(&function.name)
                    && let Some(page) = self.page(cx, &function.name)?
                {
                    hits.push(Hit {
                        name: function.name.to_string(),
                        kind: "Function",
                        module: String::new(),
                        synopsis: page.synopsis.trim().to_owned(),
                    });
                }
            }
        }
        if self.wants("HelpFile") {
            hits.extend(
                TOPICS
                    .iter()
                    .filter(|topic| fits(topic.name) || holds(topic.text))
                    .map(|topic| Hit {
                        name: topic.name.to_owned(),
                        kind: "HelpFile",
                        module: String::new(),
                        synopsis: topic.synopsis(),
                    }),
            );
        }
        for entry in topics::entries(fits)
            .into_iter()
            .filter(|entry| self.wants(entry.kind))
        {
            hits.push(Hit {
                synopsis: entry.synopsis(),
                name: entry.id,
                kind: entry.kind,
                module: String::new(),
            });
        }
        Ok(hits)
    }

    /// What has a name that is nearest to one with a typing error in it: as a whole, in the noun of a cmdlet, or in what follows
    /// `about_`. Nothing when no name is near.
    fn near(&self, cx: &mut Context, name: &str) -> Flow<Vec<Hit>> {
        let wanted = name.to_lowercase();
        let most = wanted.chars().count() / 4;
        let distance = |known: &str| {
            let known = known.to_lowercase();
            let word = known.split_once(['-', '_', '.']).map(|(_, word)| word);
            let names = [Some(known.as_str()), word];
            let distances = names.into_iter().flatten();
            distances
                .map(|known| strsim::damerau_levenshtein(&wanted, known))
                .min()
                .unwrap_or(usize::MAX)
        };
        let nearest = std::cell::Cell::new(usize::MAX);
        self.search(
            cx,
            &|known| {
                nearest.set(nearest.get().min(distance(known)));
                false
            },
            None,
        )?;
        let nearest = nearest.get();
        if nearest > most {
            return Ok(Vec::new());
        }
        self.search(cx, &|known| distance(known) == nearest, None)
    }

    /// The page of what has exactly this name.
    fn exact(&self, cx: &mut Context, name: &str, width: usize) -> Flow<Option<Value>> {
        if let Some(page) = self.page(cx, name)?
            && self.wants(page.category)
        {
            return Ok(Some(page.object(self.part(), width)));
        }
        if let Some(topic) = topics::topic_named(name)
            && self.wants("HelpFile")
        {
            return Ok(Some(text_page(
                topic.name,
                "HelpFile",
                &topic.synopsis(),
                &topic.lines(width),
            )));
        }
        // An id may be pasted with the command behind it: `Iov.VfInUse,Set-NetAdapterSriov`.
        let id = name.split(',').next().unwrap_or(name);
        let entry = topics::entries(|known| known.eq_ignore_ascii_case(id))
            .into_iter()
            .next();
        Ok(entry.filter(|entry| self.wants(entry.kind)).map(|entry| {
            text_page(
                &entry.id,
                entry.kind,
                &entry.synopsis(),
                &entry.lines(width),
            )
        }))
    }

    /// What the help says of a name.
    fn answer(&self, cx: &mut Context, name: &str, width: usize) -> Flow<Vec<Value>> {
        if has_wildcards(name) && name != "?" {
            let pattern = WildcardPattern::new(name);
            let hits = self.search(cx, &|known| pattern.is_match(known), None)?;
            return Ok(hits.iter().map(Hit::object).collect());
        }
        if let Some(page) = self.exact(cx, name, width)? {
            return Ok(vec![page]);
        }
        if crate::advice::sentence(name).is_none() {
            // A word that is no name lists what has a word in its name that begins so, else what has one in its text, else
            // what has it anywhere in its name.
            let mut hits = self.search(cx, &|known| has_word(known, name), None)?;
            if hits.is_empty() {
                hits = self.search(cx, &|_| false, Some(name))?;
            }
            if hits.is_empty() {
                let pattern = WildcardPattern::new(&format!("*{name}*"));
                hits = self.search(cx, &|known| pattern.is_match(known), None)?;
            }
            // What only holds the word somewhere may be long: it is named, and what it says of it.
            if let [only] = hits.as_slice()
                && has_word(&only.name, name)
                && let Some(page) = self.exact(cx, &only.name.clone(), width)?
            {
                return Ok(vec![page]);
            }
            if !hits.is_empty() {
                return Ok(hits.iter().map(Hit::object).collect());
            }
            let near = self.near(cx, name)?;
            if !near.is_empty() {
                cx.warning(format!("Nothing is called '{name}'. This is near to it:"))?;
                return Ok(near.iter().map(Hit::object).collect());
            }
            if let Some(word) = near_word(cx, name) {
                cx.warning(format!("Nothing has the word '{name}'. This has '{word}':"))?;
                let hits = self.search(cx, &|_| false, Some(&word))?;
                return Ok(hits.iter().map(Hit::object).collect());
            }
        }
        let error = not_found(cx, name);
        cx.error(error)?;
        Ok(Vec::new())
    }

    /// The parameters that `-Parameter` asks for.
    fn parameters(&self, cx: &mut Context, name: &str, width: usize) -> Flow<Vec<Value>> {
        let Some(page) = self.page(cx, name)? else {
            let error = not_found(cx, name);
            cx.error(error)?;
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for wanted in &self.parameter {
            let pattern = WildcardPattern::new(wanted);
            let fits = |parameter: &&PageParameter| {
                pattern.is_match(&parameter.name)
                    || parameter
                        .aliases
                        .iter()
                        .any(|alias| pattern.is_match(alias))
            };
            let before = found.len();
            found.extend(
                page.parameters
                    .iter()
                    .filter(fits)
                    .map(|parameter| parameter.object(width)),
            );
            if found.len() == before {
                let names: Vec<&str> = page
                    .parameters
                    .iter()
                    .map(|parameter| &*parameter.name)
                    .collect();
                cx.error(
                    ShellError::new(
                        "NoParmsFound",
                        ErrorCategory::InvalidArgument,
                        format!("No parameter matches criteria {wanted}."),
                    )
                    .exception("System.Management.Automation.PSArgumentException")
                    .help(format!("Its parameters are {}.", names.join(", "))),
                )?;
            }
        }
        Ok(found)
    }

    /// Where a page can be read outside of the shell.
    fn place(&self, cx: &mut Context, name: &str) -> Flow<Vec<Value>> {
        let file = match self.page(cx, name)? {
            Some(page) if page.category == "Cmdlet" => format!("docs/cmdlets/{}.md", page.name),
            Some(page) => {
                let link = page.links.iter().find(|link| link.starts_with("http"));
                return Ok(vec![Value::from(link.map_or_else(
                    || format!("The help of {name} is in its own comments; it names no page."),
                    Clone::clone,
                ))]);
            }
            None => match topics::topic_named(name) {
                Some(topic) => format!("docs/{}", topic.file),
                None => {
                    let error = not_found(cx, name);
                    cx.error(error)?;
                    return Ok(Vec::new());
                }
            },
        };
        Ok(vec![Value::from(format!(
            "The page of {name} is the file {file} in the source of iovsh; README.md lists the others."
        ))])
    }
}

/// The parameters of a cmdlet that have a word in their name, another name or their help, each with what it is.
fn of_parameters(spec: &'static CmdletSpec, word: &str) -> Vec<Hit> {
    reference::shown_parameters(spec)
        .into_iter()
        .filter(|parameter| {
            let mut names = std::iter::once(&parameter.name).chain(parameter.aliases);
            names.any(|name| has_word(name, word)) || has_word(&parameter.help(), word)
        })
        .map(|parameter| {
            let help = parameter.help().into_owned();
            let sentence = help.split_once(". ").map_or(&*help, |(first, _)| first);
            Hit {
                name: spec.name.to_owned(),
                kind: "Cmdlet",
                module: spec.module.to_owned(),
                synopsis: format!("-{}: {}", parameter.name, sentence.trim()),
            }
        })
        .collect()
}

/// The word of a help text that is nearest to one with a typing error in it; `None` when none is near.
fn near_word(cx: &Context, name: &str) -> Option<String> {
    let wanted = name.to_lowercase();
    let length = wanted.chars().count();
    if !wanted.chars().all(char::is_alphabetic) {
        return None;
    }
    let specs = cx.session_ref().registry().iter();
    let texts = specs
        .flat_map(|spec| [spec.synopsis, spec.description])
        .chain(TOPICS.iter().map(|topic| topic.text));
    texts
        .flat_map(|text| text.split(|c: char| !c.is_alphabetic()))
        .filter(|word| word.chars().count().abs_diff(length) <= length / 4)
        .map(str::to_lowercase)
        .map(|word| (strsim::damerau_levenshtein(&wanted, &word), word))
        .filter(|(distance, _)| *distance <= length / 4)
        .min()
        .map(|(_, word)| word)
}

/// Whether a word of `text` begins with `wanted`, without regard to case. `GetNetAdapterSriovVf` has the words Get, Net, Adapter,
/// Sriov and Vf; what is wanted may be several of them.
fn has_word(text: &str, wanted: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let wanted: Vec<char> = wanted.to_lowercase().chars().collect();
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| chars.get(at).copied());
        let here = chars.get(at).copied();
        before.is_none_or(|before| {
            !before.is_alphanumeric()
                || here.is_some_and(|here| here.is_uppercase() || !here.is_alphabetic())
        })
    };
    let is_here = |at: usize| {
        let here = chars.get(at..at.saturating_add(wanted.len()));
        here.is_some_and(|here| {
            here.iter()
                .zip(&wanted)
                .all(|(here, wanted)| here.to_lowercase().eq(wanted.to_lowercase()))
        })
    };
    !wanted.is_empty() && (0..chars.len()).any(|at| begins(at) && is_here(at))
}

/// Something that a search has found.
struct Hit {
    name: String,
    kind: &'static str,
    module: String,
    synopsis: String,
}

impl Hit {
    fn object(&self) -> Value {
        let hit = PsObject::of(&["HelpInfoShort"]);
        for (name, text) in [
            ("Name", self.name.as_str()),
            ("Category", self.kind),
            ("Module", &self.module),
            ("Synopsis", &self.synopsis),
        ] {
            hit.push(name, MemberKind::Note(Value::from(text)));
        }
        Value::object(hit)
    }
}

/// A page that is plain text, as PowerShell's topics are: a string with a name.
fn text_page(name: &str, kind: &'static str, synopsis: &str, lines: &[String]) -> Value {
    let page = PsObject::around(Value::from(lines.join("\n")));
    for (member, text) in [("Name", name), ("Category", kind), ("Synopsis", synopsis)] {
        page.push(member, MemberKind::Note(Value::from(text)));
    }
    Value::object(page)
}

/// The topics whose names hold what was typed behind `about_`, or else the one most like it.
fn near_topic(name: &str) -> Option<String> {
    let word = name
        .get(.."about_".len())
        .filter(|begin| begin.eq_ignore_ascii_case("about_"));
    let word = name.get(word?.len()..)?.to_lowercase();
    let holds = |topic: &&str| !word.is_empty() && topic.to_lowercase().contains(&word);
    let known: Vec<&str> = TOPICS.iter().map(|topic| topic.name).collect();
    let near: Vec<&str> = known.iter().copied().filter(holds).take(3).collect();
    if !near.is_empty() {
        return Some(format!("Did you mean {}?", near.join(", ")));
    }
    // Operators, functions, splatting and the rest of PowerShell's own topics.
    let language = "PowerShell's language is in about_Language; Get-Help about_* lists all topics.";
    Some(match nearest(name, &known) {
        Some(near) => format!("Did you mean {near}? {language}"),
        None => language.to_owned(),
    })
}

fn not_found(cx: &mut Context, name: &str) -> ShellError {
    let program = matches!(
        cx.session().find_command(name),
        Found::Command(CommandInfo::Application(_), _)
    );
    let help = if program {
        format!("{name} is a program: {name} --help, or man {name} outside of iovsh.")
    } else {
        near_topic(name)
            .or_else(|| crate::advice::of(cx.session_ref(), name))
            .unwrap_or_else(|| {
                "Get-Command lists all commands, Get-Help about_* the topics.".to_owned()
            })
    };
    ShellError::new(
        "HelpNotFound",
        ErrorCategory::ResourceUnavailable,
        format!("Get-Help could not find {name}."),
    )
    .exception("Microsoft.PowerShell.Commands.HelpNotFoundException")
    .target(name)
    .help(help)
}

impl Cmdlet for GetHelp {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let rows = cx.output().rows();
        // PowerShell's width for what goes to a file is 120; a page is read, so it stays narrower there.
        let width = cx
            .output()
            .width()
            .min(if rows.is_some() { usize::MAX } else { 80 });
        for (given, name) in [
            (self.component.is_empty(), "Component"),
            (self.functionality.is_empty(), "Functionality"),
            (self.role.is_empty(), "Role"),
            (self.path.is_empty(), "Path"),
        ] {
            if !given {
                cx.warning(format!(
                    "-{name} has no effect: no help here says anything of it."
                ))?;
            }
        }
        if self.show_window {
            cx.warning("There are no windows here; the whole page follows.")?;
        }
        let name = self.name.clone();
        let found = if name.is_empty() || name.eq_ignore_ascii_case("default") {
            let lines = overview::lines(cx.session_ref().registry(), width);
            vec![text_page("default", "HelpFile", "Where to begin.", &lines)]
        } else if self.online {
            self.place(cx, &name)?
        } else if self.parameter.is_empty() {
            self.answer(cx, &name, width)?
        } else {
            self.parameters(cx, &name, width)?
        };
        let paged = ["help", "man"]
            .iter()
            .any(|alias| cx.invocation_name().eq_ignore_ascii_case(alias));
        // A pager would keep the page from the record of the session.
        let typed = cx.output().is_interactive() && transcript::current(cx.session_ref()).is_none();
        if (paged || typed) && rows.is_some() && cx.is_at_screen() {
            return pager::objects(cx, &found);
        }
        cx.emit_all(found)
    }
}

#[cfg(test)]
mod tests {
    use super::has_word;

    #[test]
    fn a_word_begins_at_a_capital_or_behind_what_is_no_letter() {
        for (text, wanted) in [
            ("Get-NetAdapterSriovVf", "sriov"),
            ("Get-NetAdapterSriovVf", "AdapterSriov"),
            ("Get-NetAdapterSriovVf", "vf"),
            ("about_Error_Ids", "error"),
            ("What virtual functions are", "virt"),
            ("NumVFs", "vfs"),
        ] {
            assert!(has_word(text, wanted), "{text} {wanted}");
        }
        for (text, wanted) in [
            ("Get-NetAdapterVlan", "lan"),
            ("the difference", "if"),
            ("Get-VM", ""),
        ] {
            assert!(!has_word(text, wanted), "{text} {wanted}");
        }
    }
}
