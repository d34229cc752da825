//! What the dialogs about a machine come to.

use crossterm::event::KeyCode;
use iovsh_backend::model::VmState;

use crate::app::{App, Layer};
use crate::command::Command;
use crate::tests::{app, control, press, shown, typed, web1};

/// The lines that the dialog's cmdlets come to, as the tests' own commander has them: name and parameters.
fn lines(app: &App) -> Vec<String> {
    let Some(Layer::Form(form)) = &app.layer else {
        panic!("no dialog");
    };
    let commands = form.commands().unwrap();
    let line = |command: &Command| {
        let arguments = command.arguments.iter();
        let arguments = arguments.map(|(name, value)| format!(" -{name} {value:?}"));
        format!("{}{}", command.name, arguments.collect::<String>())
    };
    commands.iter().map(line).collect()
}

/// Empties the text that has the keys, and types another.
fn types_anew(app: &mut App, text: &str) {
    control(app, 'u');
    typed(app, text);
}

#[test]
fn the_settings_of_a_machine_come_to_what_was_changed_of_them() {
    let mut app = web1(|vm| {
        vm.vcpus = 1;
        vm.memory = 2 << 30;
        vm.hardware.memory.current = None;
    });
    press(&mut app, KeyCode::Char('S'));
    assert!(lines(&app).is_empty());
    types_anew(&mut app, "4");
    let processors = "Set-VMProcessor -VMName Names([\"web1\"]) -Count Number(4)";
    assert_eq!(lines(&app), [processors]);
    press(&mut app, KeyCode::Down);
    types_anew(&mut app, "1024");
    let startup = "Set-VMMemory -VMName Names([\"web1\"]) -StartupBytes Number(1073741824)";
    assert_eq!(lines(&app), [processors, startup]);
    // The bounds wait for the box.
    assert!(shown(&mut app).contains("Maximum memory (MB): (2048)"));
    press(&mut app, KeyCode::Down);
    press(&mut app, KeyCode::Char(' '));
    assert_eq!(
        lines(&app)[1],
        "Set-VMMemory -VMName Names([\"web1\"]) -DynamicMemoryEnabled Bool(true) -StartupBytes Number(1073741824) \
         -MinimumBytes Number(536870912) -MaximumBytes Number(2147483648)"
    );
    press(&mut app, KeyCode::Down);
    types_anew(&mut app, "1025");
    let screen = shown(&mut app);
    assert!(
        screen.contains("! The startup memory is no less than"),
        "{screen}"
    );
}

#[test]
fn what_a_machine_that_runs_keeps_is_greyed_out() {
    let mut app = web1(|vm| {
        vm.state = VmState::Running;
        vm.vcpus = 2;
        vm.hardware.processors.maximum = 2;
    });
    press(&mut app, KeyCode::Char('S'));
    let screen = shown(&mut app);
    assert!(screen.contains("processors: (2)"), "{screen}");
    assert!(
        screen.contains("! It was started with places for 2"),
        "{screen}"
    );
    assert!(screen.contains("( ) Enable dynamic memory"), "{screen}");
    // One that was started with places for more takes more.
    let mut app = web1(|vm| {
        vm.state = VmState::Running;
        vm.vcpus = 2;
        vm.hardware.processors.maximum = 4;
    });
    press(&mut app, KeyCode::Char('S'));
    assert!(shown(&mut app).contains("processors: [2_]"));
}

#[test]
fn a_disk_is_made_or_taken_as_it_is_and_goes_by_its_place() {
    let mut app = web1(|_| {});
    press(&mut app, KeyCode::Char('A'));
    let path = "/var/lib/libvirt/images/web1-2.qcow2";
    assert_eq!(
        lines(&app),
        [
            format!(
                "New-VHD -Path Text({path:?}) -SizeBytes Number({})",
                40_u64 << 30
            ),
            format!("Add-VMHardDiskDrive -VMName Names([\"web1\"]) -Path Text({path:?})"),
        ]
    );
    // One that is there has its size.
    press(&mut app, KeyCode::Right);
    assert!(shown(&mut app).contains("Its size (GB): (40)"));
    press(&mut app, KeyCode::Down);
    types_anew(&mut app, "/dev/sdb");
    let added = "Add-VMHardDiskDrive -VMName Names([\"web1\"]) -Path Text(\"/dev/sdb\")";
    assert_eq!(lines(&app), [added]);
    types_anew(&mut app, "");
    assert!(shown(&mut app).contains("! A disk needs a file"));
    press(&mut app, KeyCode::Esc);
    press(&mut app, KeyCode::Char('R'));
    assert_eq!(
        lines(&app),
        [
            "Remove-VMHardDiskDrive -VMName Names([\"web1\"]) -ControllerType Text(\"SCSI\") -ControllerNumber Number(0) \
             -ControllerLocation Number(0)"
        ]
    );
}

#[test]
fn a_machine_without_a_disk_has_none_to_remove() {
    let mut app = web1(|vm| vm.facts.drives.clear());
    press(&mut app, KeyCode::Char('R'));
    assert!(app.layer.is_none());
}

#[test]
fn a_disc_goes_into_the_drive_that_is_there_or_with_a_new_one() {
    let mut app = web1(|vm| vm.facts.drives.retain(|drive| !drive.optical));
    press(&mut app, KeyCode::Char('C'));
    typed(&mut app, "/srv/a.iso");
    assert_eq!(
        lines(&app),
        ["Add-VMDvdDrive -VMName Names([\"web1\"]) -Path Text(\"/srv/a.iso\")"]
    );
    let mut app = web1(|vm| {
        let mut drive = vm.facts.drives[0].clone();
        drive.optical = true;
        drive.bus = "sata".to_owned();
        drive.target = "sdb".to_owned();
        drive.address = None;
        drive.path = Some("/srv/a.iso".to_owned());
        vm.facts.drives.push(drive);
    });
    press(&mut app, KeyCode::Char('C'));
    assert!(lines(&app).is_empty(), "it has that disc");
    types_anew(&mut app, "");
    let line = &lines(&app)[0];
    assert!(
        line.starts_with("Set-VMDvdDrive -VMName Names([\"web1\"]) -ControllerNumber ")
            && line.ends_with(" -Path Text(\"\")"),
        "{line}"
    );
}

#[test]
fn a_new_machine_gets_the_disk_and_the_disc_that_are_asked_for() {
    let mut app = app(&["one"]);
    press(&mut app, KeyCode::Char('N'));
    typed(&mut app, "db1");
    let made = |app: &App| lines(app)[0].clone();
    assert!(!made(&app).contains("VHD"));
    (0..5).for_each(|_| press(&mut app, KeyCode::Down));
    press(&mut app, KeyCode::Right);
    assert!(
        made(&app).contains("-NewVHDPath Text(\"db1.qcow2\") -NewVHDSizeBytes "),
        "{}",
        made(&app)
    );
    press(&mut app, KeyCode::Right);
    assert!(shown(&mut app).contains("! A disk that is there needs a file"));
    press(&mut app, KeyCode::Down);
    typed(&mut app, "/srv/db1.qcow2");
    assert!(made(&app).contains("-VHDPath Text(\"/srv/db1.qcow2\")"));
    press(&mut app, KeyCode::Down);
    press(&mut app, KeyCode::Down);
    typed(&mut app, "/srv/install.iso");
    assert_eq!(
        lines(&app)[1],
        "Add-VMDvdDrive -VMName Names([\"db1\"]) -Path Text(\"/srv/install.iso\")"
    );
}

/// The usual number is offered; on a NIC that has no virtual functions yet OK makes them.
#[test]
fn virtual_functions_are_made_where_none_exist() {
    let mut app = app(&["one"]);
    press(&mut app, KeyCode::Char('4'));
    typed(&mut app, "/enp1s0f0");
    press(&mut app, KeyCode::Enter);
    press(&mut app, KeyCode::Char('v'));
    assert!(shown(&mut app).contains("0 exist, 0 are in use."));
    let line = |count: u32| {
        format!("Set-NetAdapterSriov -Name Names([\"enp1s0f0\"]) -NumVFs Number({count})")
    };
    assert_eq!(lines(&app), [line(7)]);
    types_anew(&mut app, "3");
    assert_eq!(lines(&app), [line(3)]);
    types_anew(&mut app, "8");
    assert!(shown(&mut app).contains("! enp1s0f0 has no more than 7 virtual functions."));
}
