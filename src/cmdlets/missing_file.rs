//! What there is instead of a file or a folder that a host has not got.

use std::path::Path;

use crate::management::provider::own_storage::{Side, side_of};
use crate::selection::nearest;
use crate::services::Services;
use crate::vhd::IMAGES;
use iovsh_shell::error::ShellError;
use iovsh_shell::eval::Session;
use iovsh_shell::syntax::quote::quote_argument;

/// So many files are named.
const MOST: usize = 8;

/// So many files of a folder are compared with a name.
const MOST_COMPARED: usize = 1000;

/// What to do about a path of this computer that does not exist: the file beside it that has nearly its name, or where to look.
pub fn beside(path: &str) -> Option<String> {
    let path = Path::new(path).is_absolute().then(|| Path::new(path))?;
    let folder = path.ancestors().skip(1).find(|folder| folder.is_dir())?;
    let missing = path.strip_prefix(folder).ok()?.iter().next()?.to_str()?;
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names: Vec<String> = entries
        .take(MOST_COMPARED)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    let known: Vec<&str> = names.iter().map(String::as_str).collect();
    Some(match nearest(missing, &known) {
        Some(near) if near != missing => {
            let near = folder.join(near);
            format!("Did you mean {}?", quote_argument(near.to_str()?))
        }
        _ => format!(
            "See what is there: Get-ChildItem {}",
            quote_argument(folder.to_str()?)
        ),
    })
}

/// Puts into the next step of an error about a file what can be named instead.
pub fn say_what_there_is(session: &Session, error: &mut ShellError) {
    let path = crate::inspect::text(&error.target);
    let Some(services) = Services::from_any(&session.services()) else {
        return;
    };
    match &*error.id {
        "Vhd.NotFound" | "Vm.DiskNotFound" if path.to_ascii_lowercase().ends_with(".iso") => {
            let discs = discs(&services, &path);
            if !discs.is_empty() {
                error.help = Some(format!("There are: {}.", discs.join(", ")));
            }
        }
        "Vhd.FolderNotFound" => {
            let folder = Path::new(&*path).parent().unwrap_or(Path::new("/"));
            let Some(files) = services.own_files() else {
                return;
            };
            // New-Item would make a folder of this computer.
            if !matches!(side_of(&files, folder.to_owned()), Side::Nothing(_)) {
                let own = files
                    .iter()
                    .filter(|file| file.length.is_none() && !file.is_shared);
                let own: Vec<String> = own
                    .map(|file| quote_argument(&file.path).into_owned())
                    .collect();
                error.help = Some(format!(
                    "Name a folder of the simulated host, which has {}, or make one there with New-Item -ItemType Directory.",
                    own.join(", ")
                ));
            }
        }
        _ => {}
    }
}

/// Disc images in the folder of a path and in the folder that machines have their disks in, as far as it can be seen from here.
fn discs(services: &Services, path: &str) -> Vec<String> {
    let own = Path::new(path).parent().unwrap_or(Path::new("/"));
    let is_disc = |path: &str| path.to_ascii_lowercase().ends_with(".iso");
    let mut found: Vec<String> = match services.own_files() {
        Some(files) => {
            let files = files.into_iter().filter(|file| file.length.is_some());
            files
                .map(|file| file.path)
                .filter(|path| is_disc(path))
                .collect()
        }
        None if services.acts_on_this_computer() => {
            let folders = [own, Path::new(IMAGES)].into_iter();
            let entries =
                folders.flat_map(|folder| std::fs::read_dir(folder).into_iter().flatten());
            let paths = entries
                .flatten()
                .filter_map(|entry| entry.path().to_str().map(str::to_owned));
            paths.filter(|path| is_disc(path)).collect()
        }
        None => Vec::new(),
    };
    // Those beside the path come first.
    found.sort_by_key(|disc| (Path::new(disc).parent() != Some(own), disc.clone()));
    found.dedup();
    let more = found.len() > MOST;
    found.truncate(MOST);
    let mut said: Vec<String> = found
        .iter()
        .map(|disc| quote_argument(disc).into_owned())
        .collect();
    if more {
        said.push("...".to_owned());
    }
    said
}
