//! The disks of exports. What an export or a definition calls raw is not looked into: its bytes are a guest's.

use std::borrow::Cow;

use crate::HostError;
use crate::model::{Image, ImageFormat, State};
use crate::plan::{ImageChange, NewImage, PlanBuilder};
use crate::policy::storage::{image, look};

/// Why an image is not whole by itself: what it holds is in a file that is not in the export, and may be anybody's.
pub(super) fn lacking(image: &Image) -> Option<String> {
    if let Some(why) = &image.damaged {
        return Some(format!("cannot be used: {why}"));
    }
    let backing = image.backing.as_ref()?;
    Some(format!(
        "builds on '{}', which is not in the export",
        backing.path
    ))
}

/// A copy of an image: of the same format, and with all that it builds on.
pub(super) struct Copied {
    pub from: String,
    pub to: String,
    pub format: ImageFormat,
    size: u64,
    takes: u64,
}

/// The image at a path, which is declared to be of this format.
pub(super) fn image_of<'s>(
    state: &'s State,
    path: &str,
    format: ImageFormat,
) -> Result<Cow<'s, Image>, HostError> {
    let place = state.images.get(path);
    let found = place.and_then(|place| place.image.as_ref());
    match found.map(|image| image.believed(Some(format))) {
        Some(image) if image.damaged.is_none() => Ok(image),
        _ => look::image(state, path),
    }
}

impl Copied {
    /// A copy of the image at `from`.
    pub fn of(state: &State, from: &str, to: &str, format: ImageFormat) -> Result<Self, HostError> {
        let found = image_of(state, from, format)?;
        let takes = match format {
            ImageFormat::Raw => found.allocated,
            _ => image::content(state, from),
        };
        let size = found.size;
        Ok(Self {
            from: from.to_owned(),
            to: to.to_owned(),
            format,
            size,
            takes: takes.min(size),
        })
    }

    /// Refuses it where something is, or where there is no room for it and for what was counted before.
    pub fn has_room(&self, plan: &mut PlanBuilder) -> Result<(), HostError> {
        look::free_place(plan, &self.to, self.takes, self.takes)
    }

    /// The step that makes it; `live`: its machine stands still meanwhile.
    pub fn step(self, plan: &mut PlanBuilder, live: bool) {
        plan.step(
            format!("Copy '{}' to '{}'", self.from, self.to),
            ImageChange::Copy {
                from: self.from,
                format: self.format,
                to: self.to,
                image: NewImage {
                    format: self.format,
                    size: self.size,
                    fixed: false,
                    backing: None,
                    block_size: None,
                },
                live,
            },
        );
    }
}
