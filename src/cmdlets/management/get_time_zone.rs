use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::os_text;
use iovsh_shell::value::{MemberKind, PsObject, Value};
use iovsh_shell::wildcard::WildcardPattern;

/// Says in which time zone this computer is, or what is known of others.
///
/// # Examples
/// ```iovsh
/// PS> (Get-TimeZone -Id UTC).BaseUtcOffset.TotalHours
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "TimeZone",
    module = "Microsoft.PowerShell.Management",
    alias("gtz"),
    default_set = "Name",
    output = "System.TimeZoneInfo"
)]
pub struct GetTimeZone {
    /// The ids, as in `Europe/Berlin`.
    #[param(set = "Id", mandatory, from_pipeline, by_property_name)]
    id: Vec<String>,
    /// All zones.
    #[param(set = "ListAvailable", mandatory)]
    list_available: bool,
    /// The names of zones. Wildcards are allowed.
    #[param(set = "Name", position = 0, from_pipeline, by_property_name)]
    name: Vec<String>,
}

const FOLDER: &str = "/usr/share/zoneinfo";
/// Ticks of 100 ns in a second.
const SECOND: i64 = 10_000_000;

impl Cmdlet for GetTimeZone {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.list_available {
            return cx.emit_all(ids().iter().filter_map(|id| zone(id)));
        }
        for id in &self.id {
            match zone(id) {
                Some(found) => cx.emit(found)?,
                None => cx.error(not_found(id))?,
            }
        }
        for name in &self.name {
            let pattern = WildcardPattern::new(name);
            let found: Vec<Value> = ids()
                .iter()
                .filter(|id| pattern.is_match(id))
                .filter_map(|id| zone(id))
                .collect();
            if found.is_empty() {
                cx.error(not_found(name))?;
            }
            cx.emit_all(found)?;
        }
        if self.id.is_empty() && self.name.is_empty() {
            let id = own(cx.session().environment.get("TZ"));
            if let Some(found) = zone(&id) {
                cx.emit(found)?;
            }
        }
        Ok(())
    }
}

fn not_found(id: &str) -> ShellError {
    ShellError::new(
        "TimeZoneNotFound",
        ErrorCategory::ObjectNotFound,
        format!("The time zone '{id}' was not found on the local computer."),
    )
    .exception("System.TimeZoneNotFoundException")
    .target(id)
    .help("Get-TimeZone -ListAvailable lists them.")
}

/// The id of the zone of this computer.
fn own(variable: Option<&str>) -> String {
    if let Some(id) = variable.filter(|id| !id.is_empty()) {
        return id.trim_start_matches(':').to_owned();
    }
    let link = std::fs::read_link("/etc/localtime").map(os_text::text_of);
    match link {
        Ok(link) => match link.split_once("zoneinfo/") {
            Some((_, id)) => id.to_owned(),
            None => "UTC".to_owned(),
        },
        Err(_) => "UTC".to_owned(),
    }
}

/// The ids that the zone database lists.
fn ids() -> Vec<String> {
    let table = std::fs::read_to_string(format!("{FOLDER}/tzdata.zi")).unwrap_or_default();
    let mut ids: Vec<String> = table
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            match words.next()? {
                "Z" => words.next(),
                "L" => words.nth(1),
                _ => None,
            }
        })
        .map(str::to_owned)
        .collect();
    ids.push("UTC".to_owned());
    ids.sort();
    ids.dedup();
    ids
}

/// What the file of a zone says: its last line has the names and the offset that hold from now on.
fn zone(id: &str) -> Option<Value> {
    let footer = if id.eq_ignore_ascii_case("UTC") {
        "UTC0".to_owned()
    } else {
        if id.starts_with('/') || id.contains("..") {
            return None;
        }
        let bytes = std::fs::read(format!("{FOLDER}/{id}")).ok()?;
        let text = bytes.strip_suffix(b"\n")?;
        let start = text.iter().rposition(|byte| *byte == b'\n')? + 1;
        String::from_utf8(text.get(start..)?.to_vec()).ok()?
    };
    let (standard, seconds, summer) = rule(&footer)?;
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    let shown = format!("(UTC{sign}{:02}:{:02}) {id}", minutes / 60, minutes % 60);
    let object = PsObject::of(&["System.TimeZoneInfo", "System.Object"]);
    for (name, value) in [
        ("Id", Value::from(id.to_owned())),
        ("HasIanaId", Value::Bool(true)),
        ("DisplayName", Value::from(shown)),
        ("StandardName", Value::from(standard)),
        (
            "DaylightName",
            summer
                .as_ref()
                .map_or(Value::Null, |name| Value::str(name.as_str())),
        ),
        ("BaseUtcOffset", Value::TimeSpan(seconds * SECOND)),
        ("SupportsDaylightSavingTime", Value::Bool(summer.is_some())),
    ] {
        object.push(name, MemberKind::Property(value));
    }
    Some(Value::object(object))
}

/// `CET-1CEST,M3.5.0,M10.5.0/3`: the standard name, its seconds east of Greenwich, and the name in summer.
fn rule(footer: &str) -> Option<(String, i64, Option<String>)> {
    let (standard, rest) = name_of(footer)?;
    let end = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '+' | '-' | ':')))
        .unwrap_or(rest.len());
    let offset = rest.get(..end)?;
    let west = offset.strip_prefix('-').map_or(1, |_| -1);
    let mut parts = offset.trim_start_matches(['+', '-']).split(':');
    let mut seconds = 0_i64;
    for unit in [3600, 60, 1] {
        if let Some(part) = parts.next() {
            seconds += part.parse::<i64>().ok()? * unit;
        }
    }
    let summer = name_of(rest.get(end..)?).map(|(name, _)| name);
    Some((standard, -west * seconds, summer))
}

/// The name at the start of a rule: letters, or anything in angle brackets.
fn name_of(text: &str) -> Option<(String, &str)> {
    if let Some(rest) = text.strip_prefix('<') {
        let (name, rest) = rest.split_once('>')?;
        return Some((name.to_owned(), rest));
    }
    let end = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let name = text.get(..end).filter(|name| name.len() >= 3)?;
    Some((name.to_owned(), text.get(end..)?))
}

#[cfg(test)]
mod tests {
    use super::rule;

    #[test]
    fn rules_of_zones() {
        let berlin = rule("CET-1CEST,M3.5.0,M10.5.0/3");
        assert_eq!(
            berlin,
            Some(("CET".to_owned(), 3600, Some("CEST".to_owned())))
        );
        assert_eq!(rule("UTC0"), Some(("UTC".to_owned(), 0, None)));
        assert_eq!(
            rule("<+0545>-5:45"),
            Some(("+0545".to_owned(), 20700, None))
        );
        assert_eq!(
            rule("EST5EDT,M3.2.0,M11.1.0").map(|found| found.1),
            Some(-18000)
        );
        assert_eq!(rule(""), None);
    }
}
