use iovsh_derive::{Cmdlet, PsObject};

use super::digest::Algorithm;
use super::files;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_read::Input;
use iovsh_shell::os_text;

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
        let algorithm = match name.as_str() {
            "MD5" => Algorithm::Md5,
            "SHA1" => Algorithm::Sha1,
            "SHA384" => Algorithm::Sha384,
            "SHA512" => Algorithm::Sha512,
            _ => Algorithm::Sha256,
        };
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
