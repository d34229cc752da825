//! The completion script of fish, generated from the declarations of the cmdlets: names, parameters, fixed values, and what only the host knows.

use std::fmt::Write;

use super::completions::{Values, first_line, offered, options};
use crate::cmdlet::CmdletSpec;

/// `completions/iovsh.fish`.
pub fn fish(cmdlets: &[&'static CmdletSpec]) -> String {
    let (mut names, mut parameters, mut values) = (String::new(), String::new(), String::new());
    for spec in cmdlets {
        let synopsis = first_line(spec.synopsis);
        let _ = writeln!(
            names,
            "    printf '%s\\t%s\\n' {} {}",
            spec.name,
            word(&synopsis)
        );
        let lower = spec.name.to_lowercase();
        let _ = writeln!(
            parameters,
            "        case {lower}\n            printf '%s\\n' \\"
        );
        let offered = offered(spec);
        for (at, (parameter, help, of)) in offered.iter().enumerate() {
            let text = format!("-{parameter}\t{help}");
            let end = if at + 1 < offered.len() { " \\" } else { "" };
            let _ = writeln!(parameters, "                {}{end}", word(&text));
            let lists = match of {
                Values::Switch | Values::Free => continue,
                Values::Live => "@".to_owned(),
                Values::Fixed(values) => values.join(" "),
            };
            let _ = writeln!(
                values,
                "        case {lower}.{}\n            printf '%s\\n' {lists}",
                parameter.to_lowercase()
            );
        }
    }
    FISH.replace("@NAMES@\n", &names)
        .replace("@OPTIONS@", &options())
        .replace("@PARAMETERS@\n", &parameters)
        .replace("@VALUES@\n", &values)
}

/// Text as one word of fish: between single quotes only a quote and a backslash mean something.
fn word(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

const FISH: &str = r"# fish completion for iovsh. Generated from the declarations of the cmdlets; do not edit.
# Install: copy to /usr/share/fish/vendor_completions.d/iovsh.fish, or ~/.config/fish/completions/.
#
# Names of VMs, files and devices are data: nothing here is evaluated, and fish quotes what it inserts.

function __iovsh_names
@NAMES@
end

function __iovsh_parameters
    switch $argv[1]
@PARAMETERS@
    end
end

function __iovsh_values
    switch $argv[1]
@VALUES@
    end
end

# What only the host knows: $argv[1] the cmdlet, $argv[2] the parameter. A name with a line break cannot be a candidate.
function __iovsh_live
    set -l token (commandline -ct)
    for line in (iovsh --complete $argv[1] -$argv[2] $token 2>/dev/null)
        string match -q '*\\\\0012*' -- $line; and continue
        set -l parts (string split -m 1 \t -- $line)
        printf '%b\t%b\n' $parts[1] $parts[2]
    end
end

function __iovsh_complete
    set -l words (commandline -opc)
    set -l cmdlet ''
    for word in $words[2..-1]
        if string match -qr '^[A-Za-z]+-[A-Za-z]' -- $word
            set cmdlet (string lower -- $word)
            break
        end
    end
    if test -z $cmdlet
        __iovsh_names
        printf '%s\n' @OPTIONS@
        return
    end
    set -l last $words[-1]
    if string match -q -- '-*' $last
        set -l parameter (string replace -r '^-+' '' -- $last)
        set -l values (__iovsh_values $cmdlet.(string lower -- $parameter))
        if test (count $values) = 1; and test $values[1] = '@'
            __iovsh_live $cmdlet $parameter
            return
        else if test (count $values) -gt 0
            printf '%s\n' $values
            return
        end
    end
    __iovsh_parameters $cmdlet
end

complete -c iovsh -a '(__iovsh_complete)'
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_one_word_whatever_is_in_it() {
        assert_eq!(word("it's a \\ (x) $y"), r"'it\'s a \\ (x) $y'");
    }
}
