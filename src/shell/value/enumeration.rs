//! Enumerations: a name and a number, and both compare.

/// An enumeration type with its members.
#[derive(Debug)]
pub struct EnumType {
    /// The full .NET name: `Microsoft.HyperV.PowerShell.VMState`.
    pub name: &'static str,
    /// The members, with their numbers, in the order of the documentation.
    pub members: &'static [(&'static str, i64)],
    /// Whether values can be joined (`[Flags]`).
    pub flags: bool,
}

impl EnumType {
    /// The number of the member `name`, compared without case.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.members
            .iter()
            .find(|(member, _)| member.eq_ignore_ascii_case(name))
            .map(|(_, number)| *number)
    }

    /// The first member with this number.
    pub fn member(&self, number: i64) -> Option<&'static str> {
        self.members
            .iter()
            .find(|(_, value)| *value == number)
            .map(|(member, _)| *member)
    }
}

/// A value of an enumeration.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// Its type.
    pub ty: &'static EnumType,
    /// Its number. It need not have a name.
    pub number: i64,
}

impl EnumValue {
    /// The member's name, joined names of a flags type, or the number as text.
    pub fn text(&self) -> String {
        if let Some(name) = self.ty.member(self.number) {
            return name.to_owned();
        }
        if self.ty.flags {
            let mut rest = self.number;
            let mut names = Vec::new();
            // The widest that fits is taken first, whatever the order of the definition.
            let mut members: Vec<&(&str, i64)> = self.ty.members.iter().collect();
            members.sort_by_key(|(_, bit)| *bit);
            for (name, bit) in members.into_iter().rev() {
                if *bit != 0 && rest & bit == *bit {
                    names.push(*name);
                    rest &= !bit;
                }
            }
            if rest == 0 && !names.is_empty() {
                names.reverse();
                return names.join(", ");
            }
        }
        self.number.to_string()
    }
}
