//! The names of an enum's variants, as its deserialisation knows them: a variant that is added is in the list by itself.

use iovsh::backend::plan::{
    AutostartChange, BondChange, BridgeChange, Change, DesiredChange, DeviceChange, DiskChange,
    DomainChange, FdbChange, FileChange, FilterChange, HardwareChange, ImageChange, IpChange,
    LinkChange, NatChange, NetworkChange, NicChange, PciChange, SnapshotChange, StoredChange,
    VethChange, VfChange,
};
use serde::de::{Deserialize, Deserializer, Error, Visitor, value};
use serde::forward_to_deserialize_any;

struct Asked<'a>(&'a mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = value::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _visitor: V) -> Result<V::Value, value::Error> {
        Err(value::Error::custom("it is no enum"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        variants: &'static [&'static str],
        _visitor: V,
    ) -> Result<V::Value, value::Error> {
        *self.0 = variants;
        Err(value::Error::custom("the names are all that is wanted"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// The variants of `T`.
pub fn of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    let _ = T::deserialize(Asked(&mut names));
    names
}

/// The names of the changes of the subject that a change belongs to.
fn beside(change: &Change) -> &'static [&'static str] {
    match change {
        Change::Vf(_) => of::<VfChange>(),
        Change::Pci(_) => of::<PciChange>(),
        Change::Link(_) => of::<LinkChange>(),
        Change::Nic(_) => of::<NicChange>(),
        Change::Bridge(_) => of::<BridgeChange>(),
        Change::Veth(_) => of::<VethChange>(),
        Change::Bond(_) => of::<BondChange>(),
        Change::Fdb(_) => of::<FdbChange>(),
        Change::Filter(_) => of::<FilterChange>(),
        Change::Ip(_) => of::<IpChange>(),
        Change::Nat(_) => of::<NatChange>(),
        Change::Network(_) => of::<NetworkChange>(),
        Change::Domain(_) => of::<DomainChange>(),
        Change::Autostart(_) => of::<AutostartChange>(),
        Change::Hardware(_) => of::<HardwareChange>(),
        Change::Snapshot(_) => of::<SnapshotChange>(),
        Change::Device(_) => of::<DeviceChange>(),
        Change::Disk(_) => of::<DiskChange>(),
        Change::Image(_) => of::<ImageChange>(),
        Change::File(_) => of::<FileChange>(),
        Change::Stored(_) => of::<StoredChange>(),
        Change::Desired(_) => of::<DesiredChange>(),
    }
}

/// The names of all changes. Whoever adds a subject is told by [`beside`] to add it here too.
pub fn all() -> Vec<&'static str> {
    let lists = [
        of::<VfChange>(),
        of::<PciChange>(),
        of::<LinkChange>(),
        of::<BridgeChange>(),
        of::<VethChange>(),
        of::<BondChange>(),
        of::<FdbChange>(),
        of::<IpChange>(),
        of::<NatChange>(),
        of::<FilterChange>(),
        of::<NetworkChange>(),
        of::<DomainChange>(),
        of::<AutostartChange>(),
        of::<HardwareChange>(),
        of::<SnapshotChange>(),
        of::<DeviceChange>(),
        of::<DiskChange>(),
        of::<ImageChange>(),
        of::<FileChange>(),
        of::<StoredChange>(),
        of::<DesiredChange>(),
    ];
    lists.concat()
}

/// The name of a change is the one that its subject knows it by, and is listed.
pub fn check_name(change: &Change) {
    let name = change.name();
    assert!(
        beside(change).contains(&name),
        "{name} is not of its subject"
    );
    assert!(all().contains(&name), "{name} is not listed");
}
