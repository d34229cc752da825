//! Classes, enumerations and data sections.

use std::rc::Rc;

use super::{
    AttributeBase, Expression, FunctionDefinition, Span, StatementBlock, TypeConstraint, TypeName,
};

/// `class NAME : BASE { }` or `enum NAME { }`.
#[derive(Debug)]
pub struct TypeDefinition {
    /// The whole definition.
    pub span: Span,
    /// The name.
    pub name: Rc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// `[Flags()]` and the like.
    pub attributes: Vec<AttributeBase>,
    /// The class and the interfaces behind the colon; the type of the numbers of an enumeration.
    pub bases: Vec<TypeName>,
    /// What it consists of.
    pub body: TypeBody,
}

/// What a definition of a type consists of.
#[derive(Debug)]
pub enum TypeBody {
    /// Of a class.
    Class(Vec<ClassMember>),
    /// Of an enumeration.
    Enum(Vec<EnumMember>),
}

/// A member of a class.
#[derive(Debug)]
pub struct ClassMember {
    /// The whole member.
    pub span: Span,
    /// The name.
    pub name: Rc<str>,
    /// Types and attributes before it, in order.
    pub attributes: Vec<AttributeBase>,
    /// `static`.
    pub is_static: bool,
    /// `hidden`.
    pub is_hidden: bool,
    /// What it is.
    pub kind: ClassMemberKind,
}

impl ClassMember {
    /// The type that stands before the name.
    #[must_use]
    pub fn declared_type(&self) -> Option<&TypeConstraint> {
        self.attributes.iter().find_map(|base| match base {
            AttributeBase::Type(constraint) => Some(constraint),
            AttributeBase::Attribute(_) => None,
        })
    }
}

/// What a member of a class is.
#[derive(Debug)]
pub enum ClassMemberKind {
    /// A property with its first value.
    Property(Option<Expression>),
    /// A method.
    Method(Rc<FunctionDefinition>),
    /// A constructor, with the arguments behind `: base`.
    Constructor(Rc<FunctionDefinition>, Option<Vec<Expression>>),
}

/// A member of an enumeration.
#[derive(Debug)]
pub struct EnumMember {
    /// Name and number.
    pub span: Span,
    /// The name.
    pub name: Rc<str>,
    /// The number behind `=`.
    pub value: Option<Expression>,
}

/// `data NAME { }`.
#[derive(Debug)]
pub struct DataSection {
    /// The variable that gets what the block writes; without one it is output.
    pub name: Option<Rc<str>>,
    /// What it consists of.
    pub body: StatementBlock,
}
