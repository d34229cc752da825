use iovsh_derive::Cmdlet;

use super::item_properties::{no_such_property, read_all};
use super::paths::Selection;
use super::provider;
use super::targets;
use crate::inspect;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{MemberKind, PsObject};
use iovsh_shell::wildcard::{WildcardPattern, has_wildcards};

/// Gets the properties of items.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 'abc' -NoNewline
/// PS> (Get-ItemProperty a.txt -Name Length).Length
/// 3
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ItemProperty",
    module = "Microsoft.PowerShell.Management",
    alias = "gp",
    default_set = "Path"
)]
pub struct GetItemProperty {
    /// The items. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The items, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Only these properties. Wildcards are allowed.
    #[param(position = 1, alias = "PSProperty")]
    name: Vec<String>,
    /// Only items whose names match, with regard to case.
    filter: Option<String>,
    /// Only items whose names match one of these patterns.
    include: Vec<String>,
    /// No items whose names match one of these patterns.
    exclude: Vec<String>,
}

impl Cmdlet for GetItemProperty {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let selection = Selection::new(&self.include, &self.exclude, self.filter.as_deref(), true);
        for at in targets::items(cx, &self.path, &self.literal_path, &selection)? {
            let item = match provider::of(at.drive.provider).item(cx.session(), &at) {
                Ok(item) => item,
                Err(error) => {
                    cx.error(error)?;
                    continue;
                }
            };
            if self.name.is_empty() {
                cx.emit(item)?;
                continue;
            }
            let names = inspect::property_names(&item);
            let object = PsObject::custom();
            for wanted in &self.name {
                let pattern = WildcardPattern::new(wanted);
                let mut any = false;
                for name in names.iter().filter(|name| pattern.is_match(name)) {
                    let value = inspect::property(cx, &item, name)?.unwrap_or_default();
                    object.set(name.clone(), MemberKind::Note(value));
                    any = true;
                }
                if !any && !has_wildcards(wanted) {
                    cx.error(no_such_property(wanted, &at))?;
                }
            }
            let notes = read_all(
                cx,
                &item,
                &[
                    "PSPath",
                    "PSParentPath",
                    "PSChildName",
                    "PSDrive",
                    "PSProvider",
                ],
            )?;
            for (name, value) in notes {
                object.set(name, MemberKind::Note(value));
            }
            cx.emit(iovsh_shell::value::Value::object(object))?;
        }
        Ok(())
    }
}
