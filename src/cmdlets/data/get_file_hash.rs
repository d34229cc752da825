use iovsh_derive::{Cmdlet, PsObject};

use super::files;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_read::Input;
use iovsh_shell::os_text;
use iovsh_shell::types::digest::{Algorithm, hexadecimal};
use iovsh_shell::types::hashing::of_stream;
use iovsh_shell::types::streams::StreamValue;
use iovsh_shell::value::Value;

/// The digest of a file.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.PowerShell.Commands.FileHashInfo")]
pub struct FileHashInfo {
    algorithm: String,
    hash: String,
    path: String,
}

/// Gets the digest of files, to compare them with what they should be.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 'abc' -NoNewline
/// PS> (Get-FileHash a.txt -Algorithm MD5).Hash
/// 900150983CD24FB0D6963F7D28E17F72
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "FileHash",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Path",
    output = FileHashInfo
)]
pub struct GetFileHash {
    /// The files. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// The bytes of a stream, from where it is.
    #[param(
        set = "StreamParameterSet",
        position = 0,
        mandatory,
        name = "InputStream"
    )]
    input_stream: Option<Value>,
    /// Which digest.
    #[param(
        validate_set("SHA1", "SHA256", "SHA384", "SHA512", "MD5"),
        value = "SHA256".to_owned(),
        default = "SHA256"
    )]
    algorithm: String,
}

impl Cmdlet for GetFileHash {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let name = self.algorithm.to_uppercase();
        let algorithm = Algorithm::named(&name).unwrap_or(Algorithm::Sha256);
        if let Some(given) = &self.input_stream {
            let Some(stream) = given.downcast::<StreamValue>() else {
                return Err(ShellError::new(
                    "CannotConvertArgumentNoMessage",
                    ErrorCategory::InvalidArgument,
                    "Cannot bind parameter 'InputStream'. It takes a stream, as [IO.File]::OpenRead gives it.",
                )
                .into());
            };
            let hash = hexadecimal(&of_stream(algorithm, stream)?);
            return cx.emit(
                FileHashInfo {
                    algorithm: name,
                    hash,
                    path: String::new(),
                }
                .into_value(),
            );
        }
        for path in files::readable(cx, &self.path, &self.literal_path)? {
            if path.is_dir() {
                continue;
            }
            let text = os_text::text_of(&path);
            match Input::open(&path).and_then(|file| algorithm.of(file)) {
                Ok(hash) => cx.emit(
                    FileHashInfo {
                        algorithm: name.clone(),
                        hash,
                        path: text,
                    }
                    .into_value(),
                )?,
                Err(error) => {
                    let id = if error.kind() == std::io::ErrorKind::NotFound {
                        "FileNotFound"
                    } else {
                        "FileReadError"
                    };
                    cx.error(
                        ShellError::new(
                            id,
                            ErrorCategory::ReadError,
                            format!("The file '{text}' cannot be read: {error}"),
                        )
                        .exception("System.IO.FileNotFoundException")
                        .target(text)
                        .cause(error.to_string()),
                    )?;
                }
            }
        }
        Ok(())
    }
}
