//! `Set-VMVideo`.

use super::targets::{Owners, change};
use crate::invalid;
use crate::types::{ResolutionType, VmVideo, live};
use iovsh_backend::policy::vm::settings::Changes;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Nullable;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use std::sync::Arc;

/// Changes the displays of virtual machines. They must be off.
///
/// One without a display gets a graphics card and a VNC server that listens on the host's own address alone.
///
/// # Examples
/// ```iovsh
/// PS> Set-VMVideo web1 -ResolutionType Single -HorizontalResolution 1280 -VerticalResolution 1024 -Passthru | ForEach-Object Model
/// virtio
/// ```
/// Of several machines:
/// ```iovsh
/// PS> Get-VM web* | Set-VMVideo -ResolutionType Single -HorizontalResolution 1024 -VerticalResolution 768
/// PS> (Get-VMVideo web2).HorizontalResolution
/// 1024
/// ```
/// What it would do, without doing it:
/// ```iovsh
/// PS> Set-VMVideo web1 -ResolutionType Single -HorizontalResolution 1024 -VerticalResolution 768 -WhatIf
/// What if: Performing the operation "Set-VMVideo" on target "web1".
///   # Change the display of 'web1'
///     virt-xml web1 --remove-device --video all && virt-xml web1 --add-device --video virtio,resolution.x=1024,resolution.y=768 && virt-xml web1 --remove-device --graphics all && virt-xml web1 --add-device --graphics vnc,listen=127.0.0.1
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Set", noun = "VMVideo", module = "Hyper-V", default_set = "VMName", impact = Medium, output = VmVideo)]
pub struct SetVmVideo {
    #[flatten]
    owners: Owners,
    /// Objects that Get-VMVideo gave.
    #[param(set = "VMVideo", position = 0, mandatory, from_pipeline)]
    vm_video: Vec<Arc<VmVideo>>,
    /// Single: this resolution is offered. Default, Maximum: the guest chooses.
    #[param(position = 1)]
    resolution_type: Nullable<ResolutionType>,
    /// The width in pixels, 640 to 7680.
    #[param(position = 2)]
    horizontal_resolution: Nullable<u16>,
    /// The height in pixels, 480 to 4320.
    #[param(position = 3)]
    vertical_resolution: Nullable<u16>,
    /// Hands on the object that was changed.
    passthru: bool,
}

impl Cmdlet for SetVmVideo {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let width = self.horizontal_resolution;
        let width = invalid::number(width, "-HorizontalResolution", 640..=7680)?;
        let height = self.vertical_resolution;
        let height = invalid::number(height, "-VerticalResolution", 480..=4320)?;
        let size = width.zip(height);
        let is_free = |kind| matches!(kind, ResolutionType::Default | ResolutionType::Maximum);
        if self.resolution_type.is_some_and(is_free) && (width.is_some() || height.is_some()) {
            cx.warning(
                "The guest chooses the resolution: a width and a height go with -ResolutionType Single.",
            )?;
        }
        let resolution = match (*self.resolution_type, size) {
            (Some(kind), _) if is_free(kind) => None,
            (_, Some(size)) => Some(size),
            (_, None) => {
                return Err(invalid::parameter(
                    "A resolution is a width and a height.",
                    "Give both -HorizontalResolution and -VerticalResolution.",
                )
                .into());
            }
        };
        let mut changes = Changes::default();
        changes.hardware.display = Some(resolution);
        let machines = self.owners.ids(
            cx,
            self.vm_video
                .iter()
                .map(|part| live(part.vm_id, (part.vm_snapshot_id, &part.vm_snapshot_name))),
        )?;
        change(cx, machines, &changes, self.passthru, |owner| {
            VmVideo::new(owner)
                .map(Emit::into_value)
                .into_iter()
                .collect()
        })
    }
}
