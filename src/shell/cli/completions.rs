//! The completion scripts of bash and zsh, generated from the declarations of the cmdlets.
//!
//! Names, parameters and fixed values stand in the scripts, so Tab costs no process; what only the host knows (the names
//! of VMs, switches, adapters) is asked from `iovsh --complete`.

use std::fmt::Write;

use super::reference;
use crate::cmdlet::{Candidate, CmdletSpec, ParameterSpec, ParameterType, Validation};
use crate::syntax::gnu::gnu_name;
use crate::syntax::quote::is_invisible;
use crate::wildcard;

/// What Tab offers for the value of a parameter.
pub(super) enum Values {
    /// A switch: no value follows.
    Switch,
    /// Only the host knows.
    Live,
    /// These.
    Fixed(Vec<&'static str>),
    /// A file name, or anything.
    Free,
}

fn values(parameter: &ParameterSpec) -> Values {
    if parameter.complete.is_some() {
        return Values::Live;
    }
    let listed = parameter.validate.iter().find_map(|check| match check {
        Validation::Set(values) => Some(values.to_vec()),
        _ => None,
    });
    if let Some(listed) = listed {
        return Values::Fixed(listed);
    }
    match parameter.ty.element() {
        ParameterType::Switch => Values::Switch,
        ParameterType::Enum(ty) => {
            Values::Fixed(ty.members.iter().map(|(name, _)| *name).collect())
        }
        ParameterType::Named("bool") => Values::Fixed(vec!["true", "false"]),
        _ => Values::Free,
    }
}

/// The parameters of a cmdlet that the scripts offer, with those of `-WhatIf` and its like.
pub(super) fn offered(spec: &'static CmdletSpec) -> Vec<(&'static str, String, Values)> {
    let mut found: Vec<(&'static str, String, Values)> = reference::shown_parameters(spec)
        .into_iter()
        .map(|parameter| {
            (
                parameter.name,
                first_line(&parameter.help()),
                values(parameter),
            )
        })
        .collect();
    if spec.should_process {
        found.push((
            "WhatIf",
            "Show what would happen; change nothing".to_owned(),
            Values::Switch,
        ));
        found.push((
            "Confirm",
            "Ask before each change".to_owned(),
            Values::Switch,
        ));
    }
    found.push((
        "Verbose",
        "Say what is being done".to_owned(),
        Values::Switch,
    ));
    found.push((
        "ErrorAction",
        "What to do with an error".to_owned(),
        Values::Fixed(vec!["Continue", "Ignore", "SilentlyContinue", "Stop"]),
    ));
    found
}

/// The parameters that take the first, second ... argument without a name, the default set first.
fn positional(spec: &CmdletSpec) -> Vec<&'static str> {
    let mut found: Vec<(u8, bool, &'static str)> = Vec::new();
    for parameter in spec.parameters {
        for membership in parameter
            .sets
            .iter()
            .chain(std::iter::once(&parameter.everywhere))
        {
            if let Some(position) = membership.position {
                found.push((position, membership.set != spec.default_set, parameter.name));
            }
        }
    }
    found.sort();
    found.dedup_by_key(|(position, _, _)| *position);
    found.into_iter().map(|(_, _, name)| name).collect()
}

pub(super) fn first_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned()
}

/// A candidate on a line of `--complete`: a backslash, and whatever is invisible, is written as `\\0` and three octal digits for
/// each byte, as `printf %b` reads them. So a name is always one line, and nothing that a terminal obeys.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\\' || is_invisible(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "\\0{byte:03o}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The candidates for a word of a command line as words: `word` may be a list of which the last value is being typed.
pub fn words_for(
    parameter: &ParameterSpec,
    word: &str,
    ask: impl FnOnce(&str) -> Vec<Candidate>,
) -> Vec<Candidate> {
    let list = matches!(parameter.ty, ParameterType::Array(_));
    let start = if list { last_item(word) } else { 0 };
    let (before, last) = word.split_at(start);
    let mut typed = last.to_owned();
    if list {
        typed = typed.replace("`,", ",");
    }
    if parameter.takes_wildcards() {
        typed = wildcard::unescape(&typed);
    }
    let as_word = |name: &str| {
        let mut text = name.to_owned();
        if parameter.takes_wildcards() {
            text = wildcard::quote(&text);
        }
        if list {
            text = text.replace(',', "`,");
        }
        format!("{before}{text}")
    };
    let listed: Vec<String> = match list {
        true => before.split(',').map(str::to_lowercase).collect(),
        false => Vec::new(),
    };
    ask(&typed)
        .into_iter()
        .filter(|candidate| !listed.contains(&candidate.text.to_lowercase()))
        .map(|candidate| Candidate {
            text: as_word(&candidate.text),
            ..candidate
        })
        .collect()
}

/// Where the last value of a list begins: behind the last comma without a backtick.
fn last_item(word: &str) -> usize {
    let mut start = 0;
    let mut chars = word.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '`' => {
                chars.next();
            }
            ',' => start = at + 1,
            _ => {}
        }
    }
    start
}

/// The options of iovsh itself, as words.
pub(super) fn options() -> String {
    let command = super::command();
    let shown = command
        .get_arguments()
        .filter(|option| !option.is_hide_set());
    let mut words: Vec<String> = shown
        .filter_map(|option| Some(format!("--{}", option.get_long()?)))
        .collect();
    words.extend(["--help", "--version", "-Command", "-File"].map(str::to_owned));
    words.join(" ")
}

/// The cmdlets whose name in the manner of GNU is another word, with their own name in small letters.
fn other_spellings(cmdlets: &[&'static CmdletSpec]) -> Vec<(String, String)> {
    let spellings = cmdlets
        .iter()
        .map(|spec| (gnu_name(spec.name), spec.name.to_lowercase()));
    spellings.filter(|(gnu, name)| gnu != name).collect()
}

/// `completions/iovsh.bash`.
pub fn bash(cmdlets: &[&'static CmdletSpec]) -> String {
    let mut tables = String::new();
    for spec in cmdlets {
        let name = spec.name.to_lowercase();
        let offered = offered(spec);
        let names: Vec<&str> = offered.iter().map(|(parameter, _, _)| *parameter).collect();
        let _ = writeln!(tables, "_iovsh_parameters[{name}]='{}'", names.join(" "));
        let options: Vec<String> = names.iter().map(|name| gnu_name(name)).collect();
        let _ = writeln!(tables, "_iovsh_options[{name}]='{}'", options.join(" "));
        let positions = positional(spec);
        if !positions.is_empty() {
            let _ = writeln!(tables, "_iovsh_positions[{name}]='{}'", positions.join(" "));
        }
        for (parameter, _, values) in &offered {
            let text = match values {
                Values::Switch => "-".to_owned(),
                Values::Live => "@".to_owned(),
                Values::Fixed(values) => values.join(" "),
                Values::Free => continue,
            };
            let _ = writeln!(
                tables,
                "_iovsh_values[{name}.{}]='{text}'",
                parameter.to_lowercase()
            );
        }
    }
    for (gnu, name) in other_spellings(cmdlets) {
        let _ = writeln!(tables, "_iovsh_gnu[{gnu}]='{name}'");
    }
    let names: Vec<&str> = cmdlets.iter().map(|spec| spec.name).collect();
    BASH.replace("@CMDLETS@", &names.join("\n"))
        .replace("@OPTIONS@", &options())
        .replace("@FORMATS@", &super::formats(" "))
        .replace("@TABLES@\n", &tables)
}

/// `completions/_iovsh`.
pub fn zsh(cmdlets: &[&'static CmdletSpec]) -> String {
    let mut names = String::new();
    let mut cases = String::new();
    let gnu: Vec<String> = other_spellings(cmdlets)
        .into_iter()
        .map(|(gnu, name)| format!("  {gnu} {name}\n"))
        .collect();
    for spec in cmdlets {
        let _ = writeln!(
            names,
            "  {}",
            described(spec.name, &first_line(spec.synopsis))
        );
        let _ = writeln!(cases, "    {})", spec.name.to_lowercase());
        let _ = writeln!(cases, "      positions=({})", positional(spec).join(" "));
        let _ = writeln!(cases, "      parameters=(");
        let offered = offered(spec);
        for (parameter, help, _) in &offered {
            let _ = writeln!(
                cases,
                "        {}",
                described(&format!("-{parameter}"), help)
            );
        }
        let _ = writeln!(cases, "      )");
        let options: Vec<String> = offered
            .iter()
            .map(|(parameter, _, _)| format!("--{}", gnu_name(parameter)))
            .collect();
        let _ = writeln!(cases, "      options=({})", options.join(" "));
        let _ = writeln!(cases, "      values=(");
        for (parameter, _, values) in &offered {
            let text = match values {
                Values::Switch => "-".to_owned(),
                Values::Live => "@".to_owned(),
                Values::Fixed(values) => values.join(" "),
                Values::Free => continue,
            };
            let _ = writeln!(cases, "        {} '{text}'", parameter.to_lowercase());
        }
        let _ = writeln!(cases, "      )\n      ;;");
    }
    ZSH.replace("@CMDLETS@\n", &names)
        .replace("@GNU@\n", &gnu.concat())
        .replace("@OPTIONS@", &options())
        .replace("@FORMATS@", &super::formats(" "))
        .replace("@CASES@\n", &cases)
}

/// `'name:what it is'`, as zsh's `_describe` reads it.
fn described(name: &str, help: &str) -> String {
    let help = help.replace('\'', "'\\''").replace('`', "");
    format!("'{name}:{help}'")
}

const BASH: &str = r#"# bash completion for iovsh. Generated from the declarations of the cmdlets; do not edit.
# Install: copy to /usr/share/bash-completion/completions/iovsh, or source it.
#
# Names of VMs, files and devices are data: nothing here is evaluated, and what is inserted is quoted for the place where it goes.

declare -gA _iovsh_parameters=() _iovsh_options=() _iovsh_positions=() _iovsh_values=() _iovsh_gnu=()
@TABLES@

_iovsh_cmdlets='@CMDLETS@'

# The candidates of list $1 (split at white space) that begin with $2, without regard to case.
_iovsh_match() {
    local item
    for item in $1; do
        [[ ${item,,} == "${2,,}"* ]] && COMPREPLY+=("$item")
    done
}

# Reads word $1 as the shell would, without evaluating anything: its text to $_iovsh_text, the quote that is still open to
# $_iovsh_quote, the text before that quote to $_iovsh_outside. Fails for a word whose text is not known before it is run.
_iovsh_read() {
    local raw=$1 char at
    _iovsh_text='' _iovsh_quote='' _iovsh_outside=''
    for ((at = 0; at < ${#raw}; at++)); do
        char=${raw:at:1}
        # A dot stands for no quote.
        case ${_iovsh_quote:-.}$char in
            "''" | '""') _iovsh_quote='' ;;
            "'"*) _iovsh_text+=$char ;;
            .\" | .\') _iovsh_quote=$char _iovsh_outside=$_iovsh_text ;;
            '"\') case ${raw:at+1:1} in
                '$' | '`' | '"' | '\') ((at++)); _iovsh_text+=${raw:at:1} ;;
                *) _iovsh_text+=$char ;;
            esac ;;
            '.\') ((at++)); _iovsh_text+=${raw:at:1} ;;
            '.$' | '"$' | '.`' | '"`') return 1 ;;
            *) _iovsh_text+=$char ;;
        esac
    done
}

# The words up to the cursor to $_iovsh_words. Readline takes them apart at colons and equal signs; here they are whole again.
# What it will replace of the last one goes to $_iovsh_replaced.
_iovsh_split() {
    local line=${COMP_LINE:0:${COMP_POINT:-0}} index word blank
    _iovsh_words=() _iovsh_replaced=''
    for ((index = 0; index <= COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        blank=yes
        if [[ -n $line ]]; then
            [[ $line == [[:space:]]* || $index == 0 ]] || blank=''
            line=${line#"${line%%[![:space:]]*}"}
            # The cursor may stand inside the last word.
            [[ $line == "$word"* ]] || word=$line
            line=${line#"$word"}
        elif [[ -n ${COMP_LINE-} && $index == "$COMP_CWORD" && ${COMP_LINE:COMP_POINT-1:1} != [[:space:]] ]]; then
            blank=''
            word=''
        elif [[ -n ${COMP_LINE-} && $index == "$COMP_CWORD" ]]; then
            word=''
        fi
        _iovsh_replaced=$word
        [[ $word == [:=@] ]] && _iovsh_replaced=''
        if [[ -n $blank ]]; then
            _iovsh_words+=("$word")
        else
            _iovsh_words[-1]+=$word
        fi
    done
}

# Adds a live name to the candidates, quoted for where it goes. $1: the name as `iovsh --complete` writes it; $2: what stands before
# it in its word. Where a quote is open, readline wants the whole of what is in quotes, with both of them.
_iovsh_add() {
    local quote=$_iovsh_quote name form plain
    printf -v name %b "$1"
    plain=${1//\\0134/}
    name=$2$name
    if [[ -n $quote ]]; then
        [[ $name == "$_iovsh_outside"* ]] || return
        name=${name#"$_iovsh_outside"}
    fi
    if [[ $plain == *\\0* ]]; then
        # Something invisible: written as an escape.
        [[ -z $quote || -z $_iovsh_outside ]] || return
        form=${1//\\0/\\}
        form=${form//\'/\\\'}
        # The empty quotes at both ends are those that readline looks for.
        form="$quote$quote$2\$'$form'"
        [[ $quote != \" ]] || form+='""'
    elif [[ $quote == \' ]]; then
        form="'${name//\'/\'\\\'\'}'"
    elif [[ $quote == \" ]]; then
        form=${name//\\/\\\\}
        form=${form//\$/\\\$}
        form=${form//\`/\\\`}
        form=${form//\"/\\\"}
        # The history is looked for in double quotes too.
        form="\"${form//\!/\"\'!\'\"}\""
    else
        printf -v form %q "${name#"$2"}"
        # A comma alone means nothing to the shell, and what was typed has none that is escaped.
        form=$2${form//\\,/,}
    fi
    COMPREPLY+=("$form")
}

# Takes away from the candidates what readline leaves standing: $1 is the last word as it was typed.
_iovsh_trim() {
    local kept=${1%"$_iovsh_replaced"} index entry
    kept=${kept//[!:=@]/}
    [[ -n $kept ]] || return
    for index in "${!COMPREPLY[@]}"; do
        entry=${COMPREPLY[index]}
        for ((count = ${#kept}; count > 0; count--)); do
            entry=${entry#*[:=@]}
        done
        COMPREPLY[index]=$entry
    done
}

# Scripts and folders that begin with $1. Readline quotes them.
_iovsh_files() {
    local had=yes file
    local -a files
    shopt -q nullglob || had=''
    shopt -s nullglob
    files=("$1"*.ps1)
    for file in "$1"*/; do
        files+=("${file%/}")
    done
    [[ -n $had ]] || shopt -u nullglob
    ((${#files[@]})) || return
    compopt -o filenames 2>/dev/null
    COMPREPLY+=("${files[@]}")
}

_iovsh() {
    local _iovsh_text _iovsh_quote _iovsh_outside _iovsh_replaced index count word name command='' waiting='' literal='' position=0
    local prefix='' current program computer=''
    local -a _iovsh_words host=()
    COMPREPLY=()
    _iovsh_split
    current=${_iovsh_words[-1]}
    _iovsh_read "${_iovsh_words[0]}" || return
    program=$_iovsh_text
    for ((index = 1; index < ${#_iovsh_words[@]} - 1; index++)); do
        _iovsh_read "${_iovsh_words[index]}" || _iovsh_text='?'
        word=$_iovsh_text
        if [[ -z $command ]]; then
            case $word in
                --host=*) host=(--host "${word#*=}") ;;
                --host)
                    ((++index < ${#_iovsh_words[@]} - 1)) || { waiting='--host'; break; }
                    _iovsh_read "${_iovsh_words[index]}" || return
                    host=(--host "$_iovsh_text")
                    ;;
                --output)
                    ((++index < ${#_iovsh_words[@]} - 1)) || { waiting='--output'; break; }
                    ;;
                -c | --command | -[Cc]ommand) return ;;
                -f | --file | -[Ff]ile) waiting='--file' && break ;;
                -*) ;;
                *)
                    command=${word,,}
                    [[ $command != [a-z]* ]] || command=${_iovsh_gnu[$command]-$command}
                    ;;
            esac
        elif [[ -n $waiting ]]; then
            [[ $waiting != computername ]] || computer=$word
            waiting=''
        elif [[ -z $literal && $word == -- ]]; then
            literal=yes
        elif [[ -z $literal && $word =~ ^-[A-Za-z][A-Za-z0-9-]*$ || $word =~ ^--[A-Za-z][A-Za-z0-9-]*$ ]]; then
            name=${word//-/}
            name=${name,,}
            [[ ${_iovsh_values[$command.$name]-} == '-' ]] || waiting=$name
        elif [[ -z $literal && $word =~ ^(--computer-name=|-[Cc]omputer[Nn]ame:)(.*)$ ]]; then
            computer=${BASH_REMATCH[2]}
        elif [[ -n $literal || ! $word =~ ^--?[A-Za-z] ]]; then
            ((position++))
        fi
    done
    [[ $command =~ ^[a-z0-9-]*$ ]] || return
    _iovsh_read "$current" || return
    word=$_iovsh_text
    if [[ $waiting == --host || -z $command && $word == --host=* ]]; then
        [[ $word == --host=* ]] && prefix='--host='
        _iovsh_match 'local sim sim:default sim:no-iommu sim:no-sriov sim:large sim:fleet' "${word#"$prefix"}"
        COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
        _iovsh_trim "$current"
        return
    fi
    if [[ $waiting == --output || -z $literal && $waiting == output || $word == --output=* ]]; then
        [[ $word == --output=* ]] && prefix='--output='
        _iovsh_match '@FORMATS@' "${word#"$prefix"}"
        COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
        _iovsh_trim "$current"
        return
    fi
    if [[ $waiting == --file ]]; then
        _iovsh_files "$word"
        return
    fi
    if [[ -z $command ]]; then
        if [[ $word == -* ]]; then
            _iovsh_match '@OPTIONS@' "$word"
            return
        fi
        _iovsh_match "$_iovsh_cmdlets manager" "$word"
        # The other spelling is for those who have begun it.
        ((${#COMPREPLY[@]})) || _iovsh_match "${!_iovsh_gnu[*]}" "$word"
        _iovsh_files "$word"
        return
    fi
    if [[ -z $waiting && -z $literal ]]; then
        # A value that is glued to its parameter.
        if [[ $word =~ ^(--[A-Za-z][A-Za-z0-9-]*=)(.*)$ || $word =~ ^(-[A-Za-z][A-Za-z0-9-]*:)(.*)$ ]]; then
            prefix=${BASH_REMATCH[1]}
            word=${BASH_REMATCH[2]}
            waiting=${prefix//[-:=]/}
            waiting=${waiting,,}
        elif [[ $word == --* ]]; then
            _iovsh_match "host output json ${_iovsh_options[$command]-}" "${word#--}"
            COMPREPLY=("${COMPREPLY[@]/#/--}")
            return
        elif [[ $word == -* ]]; then
            _iovsh_match "${_iovsh_parameters[$command]-}" "${word#-}"
            COMPREPLY=("${COMPREPLY[@]/#/-}")
            return
        fi
    fi
    if [[ -z $waiting ]]; then
        local positions=(${_iovsh_positions[$command]-})
        waiting=${positions[position]-}
        waiting=${waiting,,}
    fi
    case ${_iovsh_values[$command.$waiting]-} in
        '' | '-') return ;;
        '@')
            local line
            while IFS= read -r line; do
                _iovsh_add "${line%%$'\t'*}" "$prefix"
            done < <("$program" "${host[@]}" --complete "$command" "-$waiting" "$word" "$computer" 2>/dev/null)
            # Where a name is wanted and there is none, no file is meant.
            ((${#COMPREPLY[@]})) || compopt +o default 2>/dev/null
            ;;
        *)
            # Of a list the last value is being typed; none of these words has a comma.
            [[ $word != *,* ]] || prefix+=${word%,*},
            _iovsh_match "${_iovsh_values[$command.$waiting]}" "${word##*,}"
            COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
            ;;
    esac
    [[ -n $_iovsh_quote ]] || _iovsh_trim "$current"
}

complete -o default -F _iovsh iovsh
"#;

const ZSH: &str = r#"#compdef iovsh
# zsh completion for iovsh. Generated from the declarations of the cmdlets; do not edit.
# Install: copy to a folder of $fpath.
#
# Names of VMs, files and devices are data: nothing here is evaluated, and compadd quotes what is inserted.

_iovsh() {
  setopt localoptions extendedglob nocasematch
  local -a cmdlets parameters options positions host names shown
  local -A values gnu
  local command='' waiting='' literal='' computer='' word parameter line name program
  integer index position=1
  cmdlets=(
@CMDLETS@
  )
  # The other spelling of a name, where it is another.
  gnu=(
@GNU@
  )
  # Quotes are taken away; what is computed stays as it was typed, and is asked for by that name.
  program=${(Q)words[1]}
  for ((index = 2; index < CURRENT; index++)); do
    word=${(Q)words[index]}
    if [[ -z $command ]]; then
      case $word in
        --host=*) host=(--host "${word#*=}") ;;
        --host)
          if ((++index == CURRENT)); then
            waiting=--host
            break
          fi
          host=(--host "${(Q)words[index]}")
          ;;
        --output)
          if ((++index == CURRENT)); then
            waiting=--output
            break
          fi
          ;;
        -c|--command|-Command) return 1 ;;
        -f|--file|-File) _files -g '*.ps1'; return ;;
        -*) ;;
        *)
          command=${(L)word}
          command=${gnu[$command]:-$command}
          [[ $command == [a-z0-9-]## ]] && _iovsh_tables
          ;;
      esac
    elif [[ -n $waiting ]]; then
      [[ $waiting != computername ]] || computer=$word
      waiting=''
    elif [[ -z $literal && $word == -- ]]; then
      literal=yes
    elif [[ -z $literal && $word == (-|--)[A-Za-z][A-Za-z0-9-]# ]]; then
      parameter=${(L)word//-/}
      [[ $values[$parameter] == '-' ]] || waiting=$parameter
    elif [[ -z $literal && $word == (#b)(--computer-name=|-ComputerName:)(*) ]]; then
      computer=$match[2]
    elif [[ -n $literal || $word != (-|--)[A-Za-z]* ]]; then
      ((position++))
    fi
  done
  if [[ $waiting == --host ]]; then
    compadd local sim sim:default sim:no-iommu sim:no-sriov sim:large sim:fleet
    return
  fi
  if [[ $waiting == (--|)output ]]; then
    compadd @FORMATS@
    return
  fi
  if [[ -z $literal && $PREFIX == --output=* ]]; then
    compset -P '--output='
    compadd @FORMATS@
    return
  fi
  if [[ -z $command ]]; then
    if [[ $PREFIX == --host=* ]]; then
      compset -P '--host='
      compadd local sim sim:default sim:no-iommu sim:no-sriov sim:large sim:fleet
      return
    fi
    if [[ $PREFIX == -* ]]; then
      compadd -- @OPTIONS@
      return
    fi
    compadd -- manager
    _describe -t cmdlets cmdlet cmdlets -M 'm:{a-zA-Z}={A-Za-z}' || compadd -M 'm:{a-zA-Z}={A-Za-z}' -- ${(k)gnu}
    _files -g '*.ps1'
    return
  fi
  if [[ -z $waiting && -z $literal ]]; then
    if [[ $PREFIX == (#b)(--[A-Za-z][A-Za-z0-9-]#=|-[A-Za-z][A-Za-z0-9-]#:)* ]]; then
      # A value that is glued to its parameter.
      waiting=${(L)match[1]//[-:=]/}
      compset -P '-(#c1,2)[A-Za-z0-9-]##[:=]'
    elif [[ $PREFIX == --* ]]; then
      compadd -M 'm:{a-zA-Z}={A-Za-z}' -- --host --output --json $options
      return
    elif [[ $PREFIX == -* ]]; then
      _describe -t parameters parameter parameters -M 'm:{a-zA-Z}={A-Za-z}'
      return
    fi
  fi
  [[ -n $waiting ]] || waiting=${(L)positions[position]}
  case $values[$waiting] in
    ''|'-') _files ;;
    '@')
      for line in ${(f)"$("$program" $host --complete $command -$waiting "${(Q)PREFIX}" "$computer" 2>/dev/null)"}; do
        name=${line%%$'\t'*}
        # What is shown has its escapes; what is inserted is the name.
        shown+=("${name//\\0134/\\}  ${line#*$'\t'}")
        printf -v name %b "$name"
        names+=("$name")
      done
      compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d shown -a -- names
      ;;
    *) compadd -M 'm:{a-zA-Z}={A-Za-z}' -- ${=values[$waiting]} ;;
  esac
}

_iovsh_tables() {
  case $command in
@CASES@
  esac
}

_iovsh "$@"
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_without_control_characters() {
        assert_eq!(encoded("v b$(x)'é"), "v b$(x)'é");
        assert_eq!(
            encoded("a\\b\n\u{1b}\u{202e}"),
            r"a\0134b\0012\0033\0342\0200\0256"
        );
    }

    #[test]
    fn the_last_value_of_a_list_is_completed() {
        assert_eq!(last_item("a,b"), 2);
        assert_eq!(last_item("a`,b"), 0);
        assert_eq!(last_item("a,b``,"), 6);
    }
}
