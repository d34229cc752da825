//! Rows of text with commas between the fields (RFC 4180): for `--output csv`. The CSV cmdlets have their own, which obeys
//! their parameters.

use super::Access;
use crate::value::{Name, Value};

/// The row of headings, with its line end.
pub fn heading(columns: &[Name]) -> String {
    line(columns.iter().map(|name| name.as_str().to_owned()))
}

/// The row of an object, with its line end; of a value without properties its text.
pub fn row(value: &Value, columns: &[Name], access: &mut dyn Access) -> String {
    if columns.is_empty() {
        return line(std::iter::once(access.text(value)));
    }
    let fields: Vec<String> = columns
        .iter()
        .map(|name| match access.property(value, name) {
            Ok(Some(Value::Null) | None) | Err(_) => String::new(),
            Ok(Some(found)) => super::cell_text(&found, -1, access),
        })
        .collect();
    line(fields.into_iter())
}

fn line(fields: impl Iterator<Item = String>) -> String {
    let fields: Vec<String> = fields.map(|field| quoted(&field)).collect();
    fields.join(",") + "\n"
}

/// A field in quotes where it would else be read otherwise: by a program as several, by a person as another one.
fn quoted(field: &str) -> String {
    let plain = !field.contains([',', '"', '\n', '\r', ';', '\t'])
        && !field.starts_with(' ')
        && !field.ends_with(' ');
    if plain {
        field.to_owned()
    } else {
        format!("\"{}\"", field.replace('"', "\"\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::Plain;
    use crate::value::PsObject;

    #[test]
    fn a_field_is_quoted_where_it_must_be() {
        let object = PsObject::custom()
            .with("Name", "a,b")
            .with("Notes", "say \"hi\"\nthere")
            .with("Count", 3)
            .with("Nothing", Value::Null);
        let value = Value::object(object);
        let columns: Vec<Name> = ["Name", "Notes", "Count", "Nothing"]
            .map(Name::from)
            .to_vec();
        assert_eq!(heading(&columns), "Name,Notes,Count,Nothing\n");
        assert_eq!(
            row(&value, &columns, &mut Plain),
            "\"a,b\",\"say \"\"hi\"\"\nthere\",3,\n"
        );
        assert_eq!(row(&Value::from("x, y"), &[], &mut Plain), "\"x, y\"\n");
    }
}
