//! `Test-Json`.

use iovsh_derive::Cmdlet;
use serde_json::Value as Json;

use super::json_schema;
use crate::management::paths::Selection;
use crate::management::targets::content_items;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Says whether a text is JSON, and whether it is as a schema wants it.
///
/// Of schemas (drafts 4 to 2020-12) all is read but references to other files and the formats of texts.
///
/// # Examples
/// ```iovsh
/// PS> '{ "Name": "lan", "NumVFs": 4 }' | Test-Json
/// True
/// PS> Test-Json '{ "NumVFs": "many" }' -Schema '{ "properties": { "NumVFs": { "type": "integer" } } }' -ErrorAction SilentlyContinue
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Test",
    noun = "Json",
    module = "Microsoft.PowerShell.Utility",
    default_set = "JsonString",
    output = "System.Boolean"
)]
pub struct TestJson {
    /// The text.
    #[param(
        set("JsonString", "JsonStringWithSchemaString", "JsonStringWithSchemaFile"),
        position = 0,
        mandatory,
        from_pipeline
    )]
    json: Option<String>,
    /// A file that has the text. Wildcards are allowed.
    #[param(
        set("JsonPath", "JsonPathWithSchemaString", "JsonPathWithSchemaFile"),
        mandatory,
        by_property_name
    )]
    path: Option<String>,
    /// A file that has the text, by a name that is taken as it is.
    #[param(
        set(
            "JsonLiteralPath",
            "JsonLiteralPathWithSchemaString",
            "JsonLiteralPathWithSchemaFile"
        ),
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Option<String>,
    /// The schema.
    #[param(
        set(
            "JsonStringWithSchemaString",
            "JsonPathWithSchemaString",
            "JsonLiteralPathWithSchemaString"
        ),
        position = 1,
        mandatory,
        not_null_or_empty
    )]
    schema: Option<String>,
    /// A file that has the schema.
    #[param(
        set(
            "JsonStringWithSchemaFile",
            "JsonPathWithSchemaFile",
            "JsonLiteralPathWithSchemaFile"
        ),
        position = 1,
        mandatory,
        not_null_or_empty
    )]
    schema_file: Option<String>,
    /// What is let pass though JSON has no such thing.
    #[param(validate_set("IgnoreComments", "AllowTrailingCommas"))]
    option: Vec<String>,
}

fn invalid(id: &'static str, message: String) -> ShellError {
    ShellError::new(id, ErrorCategory::InvalidData, message).exception("System.Exception")
}

impl TestJson {
    fn file(cx: &mut Context, name: &str) -> Flow<String> {
        let path = cx.session().locations.native(name);
        Ok(iovsh_shell::file_read::text(&path).map_err(|error| {
            ShellError::new(
                "PathNotFound",
                ErrorCategory::ObjectNotFound,
                format!(
                    "Cannot find path '{}' because it does not exist.",
                    path.display()
                ),
            )
            .exception("System.Management.Automation.ItemNotFoundException")
            .target(name)
            .cause(error.to_string())
        })?)
    }

    fn wanted(&self, cx: &mut Context) -> Flow<Option<Json>> {
        let text = match (&self.schema, &self.schema_file) {
            (Some(text), _) => text.clone(),
            (None, Some(file)) => Self::file(cx, file)?,
            (None, None) => return Ok(None),
        };
        match serde_json::from_str(&text) {
            Ok(schema) => Ok(Some(schema)),
            Err(error) => Err(invalid(
                "InvalidJsonSchema",
                "Cannot parse the JSON schema.".to_owned(),
            )
            .cause(error.to_string())
            .into()),
        }
    }
}

impl Cmdlet for TestJson {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let schema = self.wanted(cx)?;
        let texts = match &self.json {
            Some(text) => vec![text.clone()],
            None => self.texts(cx)?,
        };
        for text in texts {
            self.test(cx, schema.as_ref(), &text)?;
        }
        Ok(())
    }
}

impl TestJson {
    /// What stands in the files that are named.
    fn texts(&self, cx: &mut Context) -> Flow<Vec<String>> {
        let given = |name: &Option<String>| name.iter().cloned().collect::<Vec<_>>();
        let (path, literal) = (given(&self.path), given(&self.literal_path));
        let files = content_items(cx, &path, &literal, &Selection::all(true), false)?;
        let files = files.into_iter().map(|at| Self::file(cx, &at.text()));
        files.collect()
    }

    fn test(&self, cx: &mut Context, schema: Option<&Json>, text: &str) -> Flow {
        let allows = |what: &str| self.option.iter().any(|one| one.eq_ignore_ascii_case(what));
        let text = json_schema::lenient(
            text,
            allows("IgnoreComments"),
            allows("AllowTrailingCommas"),
        );
        let value: Json = match serde_json::from_str(&text) {
            Ok(value) => value,
            Err(error) => {
                cx.error(
                    invalid("InvalidJson", "Cannot parse the JSON.".to_owned())
                        .target(text)
                        .cause(error.to_string()),
                )?;
                return cx.emit(false);
            }
        };
        let faults = match schema {
            Some(schema) => json_schema::faults(schema, &value),
            None => Vec::new(),
        };
        for fault in &faults {
            cx.error(invalid(
                "InvalidJsonAgainstSchemaDetailed",
                format!("The JSON is not valid with the schema: {fault}"),
            ))?;
        }
        cx.emit(faults.is_empty())
    }
}
