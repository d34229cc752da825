//! Members: properties, elements, methods, static members.

use super::interpreter::{Interpreter, runtime_error};
use super::psobjects;
use crate::error::{ErrorCategory, Flow};
use crate::syntax::ast::{Expression, ExpressionKind, Index, InvokeMember, Member, StatementKind};
use crate::types::{TypeRef, TypeValue};
use crate::value::{Value, members};

impl Interpreter<'_> {
    /// `target.member` and `[type]::member`.
    pub(super) fn member(&mut self, member: &Member) -> Flow<Value> {
        self.s.stack.check()?;
        if member.is_static {
            let target = self.static_target(&member.target)?;
            let name = self.member_name(&member.member)?;
            return match target {
                StaticTarget::Type(ty) => super::static_member::get(self, &ty, &name),
                StaticTarget::Value(value) => self.property_of(&value, &name),
            };
        }
        let target = self.eval(&member.target)?;
        if member.null_conditional && target.is_null() {
            return Ok(Value::Null);
        }
        if let ExpressionKind::StringConstant(name) = &member.member.kind {
            return self.property_of(&target, &name.value);
        }
        let name = self.member_name(&member.member)?;
        self.property_of(&target, &name)
    }

    /// A property of a value; strict mode decides what a missing one is.
    pub(super) fn property_of(&mut self, target: &Value, name: &str) -> Flow<Value> {
        if let Some(value) = psobjects::property(self, target, name)? {
            return Ok(value);
        }
        match members::get_property(target, name, self)? {
            Some(value) => Ok(value),
            None => {
                if self.s.strict_mode() >= 2 {
                    return Err(members::property_not_found(target, name).into());
                }
                Ok(Value::Null)
            }
        }
    }

    /// `target[index]`.
    pub(super) fn index(&mut self, index: &Index) -> Flow<Value> {
        Ok(self.index_output(index)?.unwrap_or_default())
    }

    /// `target[index]` as output: a scalar has nothing behind its first element.
    pub(super) fn index_output(&mut self, index: &Index) -> Flow<Option<Value>> {
        self.s.stack.check()?;
        let target = self.eval(&index.target)?;
        if index.null_conditional && target.is_null() {
            return Ok(Some(Value::Null));
        }
        let key = self.eval(&index.index)?;
        members::get_index_output(&target, &key, self)
    }

    fn arguments(&mut self, arguments: &[Expression]) -> Flow<Vec<Value>> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.eval(argument)?);
        }
        Ok(values)
    }

    fn static_target(&mut self, target: &Expression) -> Flow<StaticTarget> {
        if let ExpressionKind::Type(name) = &target.kind {
            return Ok(StaticTarget::Type(self.type_of_name(name)?));
        }
        let value = self.eval(target)?;
        if let Some(TypeValue(ty)) = value.downcast::<TypeValue>() {
            return Ok(StaticTarget::Type(ty.clone()));
        }
        if let Value::Str(text) = value.base()
            && let Some(ty) = crate::types::resolve(text)
        {
            return Ok(StaticTarget::Type(ty));
        }
        Ok(StaticTarget::Value(value))
    }

    /// `target.method(arguments)` and `[type]::method(arguments)`.
    pub(super) fn invoke_member(&mut self, invoke: &InvokeMember) -> Flow<Option<Value>> {
        self.s.stack.check()?;
        if invoke.is_static {
            let target = self.static_target(&invoke.target)?;
            let name = self.member_name(&invoke.member)?;
            let arguments = self.arguments(&invoke.arguments)?;
            return match target {
                StaticTarget::Type(ty) => super::static_member::call(self, &ty, &name, &arguments),
                StaticTarget::Value(value) => self.call_method(&value, &name, &arguments),
            };
        }
        let target = self.eval(&invoke.target)?;
        if invoke.null_conditional && target.is_null() {
            return Ok(Some(Value::Null));
        }
        let name = self.member_name(&invoke.member)?;
        if let Some(result) = self.base_call(invoke, &target, &name)? {
            return Ok(result);
        }
        if target.is_null() {
            return Err(runtime_error(
                "InvokeMethodOnNull",
                ErrorCategory::InvalidOperation,
                "You cannot call a method on a null-valued expression.",
            )
            .into());
        }
        let arguments = self.arguments(&invoke.arguments)?;
        self.call_method(&target, &name, &arguments)
    }

    /// `([Base]$this).Method()`: the method as the base class has it. `None`: it is no such call.
    fn base_call(
        &mut self,
        invoke: &InvokeMember,
        target: &Value,
        name: &str,
    ) -> Flow<Option<Option<Value>>> {
        let Value::Object(object) = target else {
            return Ok(None);
        };
        let (Some(_), ExpressionKind::Paren(statement)) = (&object.class, &invoke.target.kind)
        else {
            return Ok(None);
        };
        let StatementKind::Pipeline(pipeline) = &statement.kind else {
            return Ok(None);
        };
        let Some(Expression {
            kind: ExpressionKind::Convert(convert),
            ..
        }) = pipeline.pure_expression()
        else {
            return Ok(None);
        };
        let TypeRef::Class(base) = self.type_of_name(&convert.constraint.type_name)? else {
            return Ok(None);
        };
        if base.methods(name, false).is_empty() {
            return Ok(None);
        }
        let arguments = self.arguments(&invoke.arguments)?;
        self.class_instance_method(target, &base, name, &arguments)
    }

    /// Calls a method of a value.
    pub fn call_method(
        &mut self,
        target: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Flow<Option<Value>> {
        if let Some(value) = psobjects::call(self, target, name, arguments)? {
            return Ok(value);
        }
        members::call_method(target, name, arguments, self)
            .map_err(|interrupt| self.with_command(interrupt, target, name))
    }

    /// `[type]::member = value`.
    pub(super) fn set_static(&mut self, member: &Member, value: Value) -> Flow {
        let target = self.static_target(&member.target)?;
        let name = self.member_name(&member.member)?;
        match target {
            StaticTarget::Type(ty) => super::static_member::set(self, &ty, &name, value),
            StaticTarget::Value(target) => members::set_property(&target, &name, value, self),
        }
    }
}

enum StaticTarget {
    Type(TypeRef),
    Value(Value),
}
