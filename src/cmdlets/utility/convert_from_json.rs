//! `ConvertFrom-Json`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::format::json_reader::{JsonReaderOptions, from_json};
use iovsh_shell::value::Value;

/// Makes objects of JSON.
///
/// # Examples
/// ```iovsh
/// PS> ('{ "Name": "lan", "Vfs": [1, 2] }' | ConvertFrom-Json).Vfs
/// 1
/// 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "ConvertFrom",
    noun = "Json",
    module = "Microsoft.PowerShell.Utility"
)]
pub struct ConvertFromJson {
    /// The JSON text. Lines that come down the pipeline are put together.
    #[param(position = 0, mandatory, from_pipeline, allow_empty_string)]
    input_object: String,
    /// Makes hashtables instead of objects.
    as_hashtable: bool,
    /// The deepest nesting that is read.
    #[param(range = 1..=1024, value = 1024)]
    depth: i32,
    /// An array stays one object.
    no_enumerate: bool,
    #[state]
    texts: Vec<String>,
}

impl ConvertFromJson {
    fn convert(&self, cx: &mut Context, text: &str) -> Flow {
        let options = JsonReaderOptions {
            as_hashtable: self.as_hashtable,
            depth: usize::try_from(self.depth).unwrap_or(1024).min(400),
        };
        self.write(cx, from_json(text, options)?)
    }

    fn write(&self, cx: &mut Context, value: Value) -> Flow {
        if self.no_enumerate {
            return cx.emit(value);
        }
        cx.emit_enumerated(&value)
    }
}

impl Cmdlet for ConvertFromJson {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        self.texts.push(std::mem::take(&mut self.input_object));
        Ok(())
    }

    fn end(&mut self, cx: &mut Context) -> Flow {
        let texts = std::mem::take(&mut self.texts);
        let Some((first, rest)) = texts.split_first() else {
            return Ok(());
        };
        if rest.is_empty() {
            return self.convert(cx, first);
        }
        let options = JsonReaderOptions {
            as_hashtable: self.as_hashtable,
            depth: 400,
        };
        // Lines that are not JSON by themselves are one text together.
        match from_json(first, options) {
            Ok(value) => {
                self.write(cx, value)?;
                rest.iter().try_for_each(|text| self.convert(cx, text))
            }
            Err(_) => self.convert(cx, &texts.join("\n")),
        }
    }
}
