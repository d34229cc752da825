//! The completion scripts of bash and zsh, generated from the declarations of the cmdlets.
//!
//! Names, parameters and fixed values stand in the scripts, so Tab costs no process; what only the host knows (the names
//! of VMs, switches, adapters) is asked from `iovsh --complete`.

use std::fmt::Write;

use crate::shell::cmdlet::{CmdletSpec, ParameterSpec, ParameterType, Validation};

/// What Tab offers for the value of a parameter.
enum Values {
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
fn offered(spec: &'static CmdletSpec) -> Vec<(&'static str, String, Values)> {
    let mut found: Vec<(&'static str, String, Values)> = spec
        .parameters
        .iter()
        .filter(|parameter| !parameter.hidden)
        .map(|parameter| {
            (
                parameter.name,
                first_line(parameter.help),
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

fn first_line(text: &str) -> String {
    text.lines()
        .next()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned()
}

/// `completions/iovsh.bash`.
pub fn bash(cmdlets: &[&'static CmdletSpec]) -> String {
    let mut tables = String::new();
    for spec in cmdlets {
        let name = spec.name.to_lowercase();
        let offered = offered(spec);
        let names: Vec<&str> = offered.iter().map(|(parameter, _, _)| *parameter).collect();
        let _ = writeln!(tables, "_iovsh_parameters[{name}]='{}'", names.join(" "));
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
    let names: Vec<&str> = cmdlets.iter().map(|spec| spec.name).collect();
    BASH.replace("@CMDLETS@", &names.join("\n"))
        .replace("@TABLES@\n", &tables)
}

/// `completions/_iovsh`.
pub fn zsh(cmdlets: &[&'static CmdletSpec]) -> String {
    let mut names = String::new();
    let mut cases = String::new();
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
        .replace("@CASES@\n", &cases)
}

/// `'name:what it is'`, as zsh's `_describe` reads it.
fn described(name: &str, help: &str) -> String {
    let help = help.replace('\'', "'\\''").replace('`', "");
    format!("'{name}:{help}'")
}

const BASH: &str = r#"# bash completion for iovsh. Generated from the declarations of the cmdlets; do not edit.
# Install: copy to /usr/share/bash-completion/completions/iovsh, or source it.

declare -gA _iovsh_parameters=() _iovsh_positions=() _iovsh_values=()
@TABLES@

_iovsh_cmdlets='@CMDLETS@'

# The candidates of list $1 (split at white space) that begin with $2, without regard to case.
_iovsh_match() {
    local item
    COMPREPLY=()
    for item in $1; do
        [[ ${item,,} == "${2,,}"* ]] && COMPREPLY+=("$item")
    done
}

_iovsh() {
    local current=${COMP_WORDS[COMP_CWORD]} index word command='' host=() parameter='' position=0 waiting=''
    COMPREPLY=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ -z $command ]]; then
            case $word in
                --host) host=(--host "${COMP_WORDS[index + 1]}"); ((index++)) ;;
                -c | --command | -Command) return ;;
                -*) ;;
                *) command=${word,,} ;;
            esac
        elif [[ -n $waiting ]]; then
            waiting=''
        elif [[ $word == -[A-Za-z]* ]]; then
            parameter=${word#-}
            parameter=${parameter,,}
            [[ ${_iovsh_values[$command.$parameter]-} == '-' ]] || waiting=$parameter
        else
            ((position++))
        fi
    done
    if [[ -z $command ]]; then
        case ${COMP_WORDS[COMP_CWORD - 1]} in
            --host) _iovsh_match 'local sim sim:default sim:no-iommu sim:no-sriov sim:large' "$current"; return ;;
        esac
        if [[ $current == -* ]]; then
            _iovsh_match '--host --json --command --file --non-interactive --help --version' "$current"
            return
        fi
        _iovsh_match "$_iovsh_cmdlets" "$current"
        local files
        mapfile -t files < <(compgen -f -X '!*.ps1' -- "$current")
        COMPREPLY+=("${files[@]}")
        return
    fi
    if [[ -z $waiting && $current == --* ]]; then
        _iovsh_match '--host --json' "$current"
        return
    fi
    if [[ -z $waiting && $current == -* ]]; then
        _iovsh_match "${_iovsh_parameters[$command]-}" "${current#-}"
        COMPREPLY=("${COMPREPLY[@]/#/-}")
        return
    fi
    if [[ -z $waiting ]]; then
        local positions=(${_iovsh_positions[$command]-})
        waiting=${positions[position]-}
        waiting=${waiting,,}
    fi
    case ${_iovsh_values[$command.$waiting]-} in
        '' | '-') ;;
        '@')
            local line
            while IFS= read -r line; do
                line=${line%%$'\t'*}
                COMPREPLY+=("$(printf '%q' "$line")")
            done < <("${COMP_WORDS[0]}" "${host[@]}" --complete "$command" "-$waiting" "$current" 2>/dev/null)
            ;;
        *) _iovsh_match "${_iovsh_values[$command.$waiting]}" "$current" ;;
    esac
}

complete -o default -F _iovsh iovsh
"#;

const ZSH: &str = r#"#compdef iovsh
# zsh completion for iovsh. Generated from the declarations of the cmdlets; do not edit.
# Install: copy to a folder of $fpath.

_iovsh() {
  setopt localoptions extendedglob nocasematch
  local -a cmdlets parameters positions host live
  local -A values
  local command='' waiting='' word parameter line
  integer index position=1
  cmdlets=(
@CMDLETS@
  )
  for ((index = 2; index < CURRENT; index++)); do
    word=$words[index]
    if [[ -z $command ]]; then
      case $word in
        --host) host=(--host $words[index+1]); ((index++)) ;;
        -c|--command|-Command) return 1 ;;
        -*) ;;
        *) command=${(L)word}; _iovsh_tables ;;
      esac
    elif [[ -n $waiting ]]; then
      waiting=''
    elif [[ $word == -[A-Za-z]* ]]; then
      parameter=${(L)${word#-}}
      [[ $values[$parameter] == '-' ]] || waiting=$parameter
    else
      ((position++))
    fi
  done
  if [[ -z $command ]]; then
    if [[ $words[CURRENT-1] == --host ]]; then
      compadd local sim sim:default sim:no-iommu sim:no-sriov sim:large
      return
    fi
    if [[ $words[CURRENT] == -* ]]; then
      compadd -- --host --json --command --file --non-interactive --help --version
      return
    fi
    _describe -t cmdlets cmdlet cmdlets -M 'm:{a-zA-Z}={A-Za-z}'
    _files -g '*.ps1'
    return
  fi
  if [[ -z $waiting && $words[CURRENT] == --* ]]; then
    compadd -- --host --json
    return
  fi
  if [[ -z $waiting && $words[CURRENT] == -* ]]; then
    _describe -t parameters parameter parameters -M 'm:{a-zA-Z}={A-Za-z}'
    return
  fi
  [[ -n $waiting ]] || waiting=${(L)positions[position]}
  case $values[$waiting] in
    ''|'-') _files ;;
    '@')
      for line in ${(f)"$($words[1] $host --complete $command -$waiting "$words[CURRENT]" 2>/dev/null)"}; do
        live+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
      done
      _describe -t names name live
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
