//! Classes and enumerations of scripts: their definition, their instances and their members.

use std::rc::Rc;

use super::function::block_of;
use super::interpreter::{Interpreter, runtime_error};
use super::module::Module;
use super::scope::{Scope, Variable};
use crate::bind::{self, ParameterMeta};
use crate::error::{ErrorCategory, Flow, Interrupt, ShellError};
use crate::syntax::ast::{
    AttributeBase, ClassMember, ClassMemberKind, DataSection, Expression, FunctionDefinition,
    Parameter, ScriptBlockAst, TypeBody, TypeDefinition,
};
use crate::syntax::span::SourceText;
use crate::syntax::symbol::Symbol;
use crate::types::members::{argument_error, wrong_count};
use crate::types::{self, ClassType, ExceptionValue, TypeRef, class, is_instance, type_of};
use crate::value::{MemberKind, PsObject, TypeNames, Value, convert, members};

/// The types and checks of the own properties of a class, by their places among its members.
type Declared = Vec<(usize, Rc<ParameterMeta>)>;

/// A constructor that was chosen, with its arguments. `None` for a class without one.
type Chosen = (Rc<ClassType>, Option<(Rc<FunctionDefinition>, Vec<Value>)>);

impl Interpreter<'_> {
    /// Defines all types of a text before it runs, as PowerShell does. Types may name those that follow.
    pub(super) fn define_types(&mut self, ast: &ScriptBlockAst) -> Flow {
        let mut pending: Vec<Rc<TypeDefinition>> = ast.types.clone();
        while !pending.is_empty() {
            let ready = pending.iter().position(|definition| {
                !definition.bases.iter().any(|base| {
                    pending
                        .iter()
                        .any(|other| other.name.eq_ignore_ascii_case(&base.full_name))
                })
            });
            // A circle has none that is ready: the first then says what is missing.
            let definition = pending.remove(ready.unwrap_or(0));
            self.define_type(&definition, &ast.source)?;
        }
        Ok(())
    }

    /// Defines a type whose text was not made ready as a whole.
    pub(super) fn define_type_once(&mut self, definition: &Rc<TypeDefinition>) -> Flow {
        let known = self.types_here().get(&definition.name);
        let is_enum = matches!(definition.body, TypeBody::Enum(_));
        match known {
            Some(TypeRef::Class(class)) if Rc::ptr_eq(&class.definition, definition) => Ok(()),
            Some(TypeRef::Enum(_)) if is_enum => Ok(()),
            _ => match self.source.map(Rc::clone) {
                Some(source) => self.define_type(definition, &source),
                None => Ok(()),
            },
        }
    }

    /// The table of the types of the code that runs now.
    fn types_here(&self) -> Rc<types::TypeTable> {
        match &self.s.module {
            Some(module) => Rc::clone(&module.types),
            None => Rc::clone(&self.s.types),
        }
    }

    /// Takes the types of a module over: `using module`.
    pub(super) fn use_types(&mut self, module: &Module) {
        let here = self.types_here();
        for ty in module.types.all() {
            here.add(ty);
        }
    }

    fn define_type(&mut self, definition: &Rc<TypeDefinition>, source: &Rc<SourceText>) -> Flow {
        let ty = match &definition.body {
            TypeBody::Enum(_) => self.in_source(source, |inner| inner.enumeration(definition))?,
            TypeBody::Class(_) => {
                let (base, interfaces) =
                    self.in_source(source, |inner| inner.bases_of(definition))?;
                let home = self
                    .s
                    .module
                    .clone()
                    .map(|module| -> Rc<dyn std::any::Any> { module });
                TypeRef::Class(Rc::new(ClassType {
                    name: Rc::clone(&definition.name),
                    definition: Rc::clone(definition),
                    source: Rc::clone(source),
                    base,
                    interfaces,
                    home,
                    declared: std::cell::RefCell::new(None),
                    statics: std::cell::RefCell::default(),
                    is_ready: std::cell::Cell::new(false),
                }))
            }
        };
        class::remember(&ty);
        self.types_here().add(ty);
        Ok(())
    }

    /// Runs something with spans that refer to a text.
    fn in_source<T>(
        &mut self,
        source: &Rc<SourceText>,
        f: impl FnOnce(&mut Interpreter<'_>) -> Flow<T>,
    ) -> Flow<T> {
        f(&mut Interpreter {
            s: self.s,
            out: self.out,
            traps: None,
            source: Some(source),
        })
    }

    fn bases_of(&mut self, definition: &TypeDefinition) -> Flow<(Option<TypeRef>, Vec<Rc<str>>)> {
        let mut base = None;
        let mut interfaces = Vec::new();
        for (at, name) in definition.bases.iter().enumerate() {
            let text: &str = &name.full_name;
            let last = text
                .split('[')
                .next()
                .and_then(|head| head.rsplit('.').next())
                .unwrap_or(text);
            let mut letters = last.chars();
            let like_interface =
                letters.next() == Some('I') && letters.next().is_some_and(char::is_uppercase);
            match self.type_of_name(name) {
                Ok(ty) if class::is_interface(&ty) => interfaces.push(ty.full_name()),
                Ok(ty) if at == 0 => base = Some(ty),
                Ok(ty) => interfaces.push(ty.full_name()),
                // What an interface asks for, only .NET would call.
                Err(_) if like_interface => interfaces.push(Rc::clone(&name.full_name)),
                Err(error) => return Err(error),
            }
        }
        Ok((base, interfaces))
    }

    fn enumeration(&mut self, definition: &TypeDefinition) -> Flow<TypeRef> {
        let TypeBody::Enum(members) = &definition.body else {
            return Err(runtime_error("ParserError", ErrorCategory::ParserError, "").into());
        };
        let flags = definition.attributes.iter().any(|base| {
            matches!(base, AttributeBase::Attribute(attribute)
                if attribute.type_name.full_name.to_lowercase().trim_end_matches("attribute").ends_with("flags"))
        });
        let mut numbered: Vec<(Rc<str>, i64)> = Vec::with_capacity(members.len());
        let mut next: i64 = 0;
        for member in members {
            if let Some(expression) = &member.value {
                let value = self.enum_number(expression, &definition.name, &numbered)?;
                next = value;
            }
            numbered.push((Rc::clone(&member.name), next));
            next = next.saturating_add(1);
        }
        Ok(TypeRef::Enum(class::enumeration(
            &definition.name,
            &numbered,
            flags,
        )))
    }

    /// The number of a member, which may name those before it: `Both = [Colour]::Red + [Colour]::Blue`.
    fn enum_number(
        &mut self,
        expression: &Expression,
        name: &str,
        before: &[(Rc<str>, i64)],
    ) -> Flow<i64> {
        let so_far = TypeRef::Enum(class::enumeration(name, before, true));
        let layer = Rc::new(types::TypeTable::default());
        layer.add(so_far);
        let value = class::with_layer(&layer, || self.eval(expression))?;
        let number = match value.base() {
            Value::Enum(member) => Some(member.number),
            other => match convert::cast(other, &TypeRef::Known(types::Known::Int64)) {
                Ok(Value::Long(number)) => Some(number),
                _ => None,
            },
        };
        number.ok_or_else(|| {
            self.at(
                runtime_error(
                    "EnumeratorValueMustBeConstant",
                    ErrorCategory::ParserError,
                    "Enumerator value must be a constant value.",
                )
                .into(),
                expression.span,
            )
        })
    }

    /// `data NAME { }`.
    pub(super) fn data_section(&mut self, section: &DataSection) -> Flow {
        let items = self.block_items(&section.body)?;
        match &section.name {
            Some(name) => {
                let value = super::sink::collapse(items).unwrap_or_default();
                let scope = Rc::clone(&self.s.scope);
                scope.put(Variable::new(Symbol::of(name), Rc::clone(name), value));
            }
            None => {
                for item in items {
                    self.out.write(self.s, item)?;
                }
            }
        }
        Ok(())
    }

    /// The types and checks of the own properties of a class.
    fn declared_of(&mut self, class: &Rc<ClassType>) -> Flow<Rc<Declared>> {
        let known = class.declared.borrow().clone();
        if let Some(known) = known.and_then(|known| known.downcast::<Declared>().ok()) {
            return Ok(known);
        }
        let mut declared: Declared = Vec::new();
        for (at, member) in class.members().iter().enumerate() {
            if !matches!(member.kind, ClassMemberKind::Property(_)) {
                continue;
            }
            let mut types = Vec::new();
            let mut attributes = Vec::new();
            for base in &member.attributes {
                match base {
                    AttributeBase::Type(constraint) => types.push(constraint),
                    AttributeBase::Attribute(attribute) => attributes.push(attribute),
                }
            }
            let meta = self.in_class(class, |inner| {
                bind::variable_meta(inner, &member.name, &types, &attributes)
            })?;
            declared.push((at, Rc::new(meta)));
        }
        let declared = Rc::new(declared);
        *class.declared.borrow_mut() = Some(Rc::clone(&declared) as Rc<dyn std::any::Any>);
        Ok(declared)
    }

    fn meta_at(&mut self, class: &Rc<ClassType>, at: usize) -> Flow<Option<Rc<ParameterMeta>>> {
        let declared = self.declared_of(class)?;
        let found = declared.iter().find(|(place, _)| *place == at);
        Ok(found.map(|(_, meta)| Rc::clone(meta)))
    }

    /// Runs something where the code of a class runs: in its module, with its text.
    fn in_class<T>(
        &mut self,
        class: &Rc<ClassType>,
        f: impl FnOnce(&mut Interpreter<'_>) -> Flow<T>,
    ) -> Flow<T> {
        let module = module_of(class);
        let scope = self.s.scope_of(module.as_ref());
        let outer_scope = std::mem::replace(&mut self.s.scope, scope);
        let outer_module = std::mem::replace(&mut self.s.module, module);
        let outcome = self.in_source(&class.source, f);
        self.s.scope = outer_scope;
        self.s.module = outer_module;
        outcome
    }

    /// What a property holds before anybody sets it.
    fn first_value(
        &mut self,
        class: &Rc<ClassType>,
        at: usize,
        this: Option<&Value>,
    ) -> Flow<Value> {
        let Some(member) = class.members().get(at) else {
            return Ok(Value::Null);
        };
        let ClassMemberKind::Property(initial) = &member.kind else {
            return Ok(Value::Null);
        };
        let Some(initial) = initial else {
            return match member.declared_type() {
                Some(constraint) => {
                    let ty =
                        self.in_class(class, |inner| inner.type_of_name(&constraint.type_name))?;
                    Ok(convert::collections::default_value(&ty))
                }
                None => Ok(Value::Null),
            };
        };
        let value = self.in_class(class, |inner| {
            let scope = Scope::inside(Rc::clone(&inner.s.scope));
            if let Some(this) = this {
                scope.put(Variable::new(Symbol::THIS, "this", this.clone()));
            }
            let outer = std::mem::replace(&mut inner.s.scope, Rc::new(scope));
            let value = inner.eval(initial);
            inner.s.scope = outer;
            value
        })?;
        match self.meta_at(class, at)? {
            Some(meta) => meta.convert_property(self, &value),
            None => Ok(value),
        }
    }

    /// Gives the static properties of a class and its bases their first values.
    fn make_static(&mut self, class: &Rc<ClassType>) -> Flow {
        for class in class.chain().into_iter().rev() {
            if class.is_ready.replace(true) {
                continue;
            }
            for (at, member) in class.members().iter().enumerate() {
                if matches!(member.kind, ClassMemberKind::Property(_)) && member.is_static {
                    let value = self.first_value(&class, at, None)?;
                    class
                        .statics
                        .borrow_mut()
                        .push((Rc::clone(&member.name), value));
                }
            }
            let constructor = class
                .members()
                .iter()
                .find_map(|member| match &member.kind {
                    ClassMemberKind::Constructor(function, _) if member.is_static => {
                        Some(Rc::clone(function))
                    }
                    _ => None,
                });
            if let Some(constructor) = constructor {
                self.run_method(&class, &constructor, None, &[])?;
            }
        }
        Ok(())
    }

    /// A static property of a class; `None` when there is none of this name.
    pub(super) fn class_static(
        &mut self,
        class: &Rc<ClassType>,
        name: &str,
    ) -> Flow<Option<Value>> {
        self.make_static(class)?;
        Ok(class.chain().iter().find_map(|class| {
            let statics = class.statics.borrow();
            let found = statics
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.clone())
        }))
    }

    /// Sets a static property of a class; whether there is one of this name.
    pub(super) fn set_class_static(
        &mut self,
        class: &Rc<ClassType>,
        name: &str,
        value: &Value,
    ) -> Flow<bool> {
        self.make_static(class)?;
        let Some((owner, at)) = class.property(name, true) else {
            return Ok(false);
        };
        let value = match self.meta_at(&owner, at)? {
            Some(meta) => set_checked(&meta, self, name, value)?,
            None => value.clone(),
        };
        let mut statics = owner.statics.borrow_mut();
        if let Some((_, held)) = statics
            .iter_mut()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
        {
            *held = value;
        }
        Ok(true)
    }

    /// Calls a static method of a class. The outer `None`: there is none of this name.
    pub(super) fn class_static_method(
        &mut self,
        class: &Rc<ClassType>,
        name: &str,
        args: &[Value],
    ) -> Flow<Option<Option<Value>>> {
        self.make_static(class)?;
        self.call_overload(class, name, None, args)
    }

    /// Calls a method of an instance, as the class `class` has it.
    pub(super) fn class_instance_method(
        &mut self,
        this: &Value,
        class: &Rc<ClassType>,
        name: &str,
        args: &[Value],
    ) -> Flow<Option<Option<Value>>> {
        self.call_overload(class, name, Some(this), args)
    }

    fn call_overload(
        &mut self,
        class: &Rc<ClassType>,
        name: &str,
        this: Option<&Value>,
        args: &[Value],
    ) -> Flow<Option<Option<Value>>> {
        let overloads = class.methods(name, this.is_none());
        if overloads.is_empty() {
            return Ok(None);
        }
        let (owner, function, args) = self.best(name, overloads, args)?;
        let result = self.run_method(&owner, &function, this, &args)?;
        Ok(Some(result))
    }

    /// The overload that fits the arguments best, and the arguments in its types.
    fn best(
        &mut self,
        name: &str,
        overloads: Vec<(Rc<ClassType>, Rc<FunctionDefinition>)>,
        args: &[Value],
    ) -> Flow<(Rc<ClassType>, Rc<FunctionDefinition>, Vec<Value>)> {
        let fitting: Vec<_> = overloads
            .into_iter()
            .filter(|(_, function)| function.parameters.as_ref().map_or(0, Vec::len) == args.len())
            .collect();
        let only = fitting.len() == 1;
        let mut best = None;
        for (class, function) in fitting {
            match self.fit(name, &class, &function, args) {
                Ok((distance, converted)) => {
                    let nearer = best
                        .as_ref()
                        .is_none_or(|(least, ..): &(u32, _, _, _)| distance < *least);
                    if nearer {
                        best = Some((distance, class, function, converted));
                    }
                }
                Err(error) if only => return Err(error),
                Err(Interrupt::Error(_)) => {}
                Err(other) => return Err(other),
            }
        }
        match best {
            Some((_, class, function, converted)) => Ok((class, function, converted)),
            None => Err(wrong_count(name, args.len()).into()),
        }
    }

    /// How far the arguments are from the types of a method's parameters, and the arguments in those types.
    fn fit(
        &mut self,
        name: &str,
        class: &Rc<ClassType>,
        function: &Rc<FunctionDefinition>,
        args: &[Value],
    ) -> Flow<(u32, Vec<Value>)> {
        let mut distance = 0;
        let mut converted = Vec::with_capacity(args.len());
        for (parameter, value) in function.parameters.iter().flatten().zip(args) {
            let Some(ty) = self.in_class(class, |inner| inner.parameter_type(parameter))? else {
                distance += u32::from(!value.is_null()) * 8;
                converted.push(value.clone());
                continue;
            };
            distance += match value {
                _ if type_of(value) == ty && !value.is_null() => 0,
                Value::Null if ty.is_value_type() => 20,
                Value::Null => 1,
                _ if is_instance(value, &ty) => 2,
                Value::Str(_) => 16,
                _ if matches!(ty, TypeRef::Known(types::Known::String)) => 12,
                _ => 4,
            };
            let made = convert::cast_in(value, &ty, self).map_err(|interrupt| match interrupt {
                Interrupt::Error(error) => Interrupt::from(argument_error(
                    name,
                    &parameter.name.name,
                    value,
                    &ty,
                    *error,
                )),
                other => other,
            })?;
            converted.push(made);
        }
        Ok((distance, converted))
    }

    fn parameter_type(&mut self, parameter: &Parameter) -> Flow<Option<TypeRef>> {
        for base in &parameter.attributes {
            if let AttributeBase::Type(constraint) = base {
                return self.type_of_name(&constraint.type_name).map(Some);
            }
        }
        Ok(None)
    }

    /// Runs a method or constructor. `None`: it gives nothing.
    fn run_method(
        &mut self,
        class: &Rc<ClassType>,
        function: &Rc<FunctionDefinition>,
        this: Option<&Value>,
        args: &[Value],
    ) -> Flow<Option<Value>> {
        self.s.stack.check()?;
        let module = module_of(class);
        let block = block_of(Rc::clone(&function.body), module.as_ref(), Some(function));
        let held = self.s.method_value.take();
        // What a statement of a method fails with goes to the caller; what it writes goes nowhere.
        let propagate = self.set_propagate(true);
        let flow = self
            .collect(|inner| inner.call_block_with(&block, args, None, true, None, this.cloned()));
        self.set_propagate(propagate);
        let given = std::mem::replace(&mut self.s.method_value, held);
        flow?;
        let declared = class
            .member_of(function)
            .and_then(ClassMember::declared_type);
        let Some(constraint) = declared else {
            return Ok(None);
        };
        if constraint.type_name.full_name.eq_ignore_ascii_case("void") {
            return Ok(None);
        }
        let ty = self.in_class(class, |inner| inner.type_of_name(&constraint.type_name))?;
        let value = convert::cast_in(&given.unwrap_or_default(), &ty, self)?;
        Ok(Some(value))
    }

    /// Makes an instance: `[Class]::new(...)`.
    pub(super) fn instance(&mut self, class: &Rc<ClassType>, args: &[Value]) -> Flow<Value> {
        self.s.stack.check()?;
        self.make_static(class)?;
        let (chosen, outer) = self.constructors(class, args)?;
        let base = match (class.outer_base(), outer) {
            (Some(ty), args) => self.outer_value(class, &ty, &args)?,
            (None, _) => None,
        };
        let properties = class.properties();
        let mut object = PsObject::with_room(properties.len());
        object.base = base;
        object.class = Some(Rc::clone(class));
        object.set_type_names(TypeNames::Own(Rc::new(class.type_names())));
        if object.base.is_none() {
            object.text = Some(Rc::clone(&class.name));
        }
        // Lists show the properties of the class itself before those of its bases.
        let mut shown: Vec<_> = properties.iter().collect();
        shown.sort_by_key(|(owner, _)| {
            chosen
                .iter()
                .position(|(class, _)| Rc::ptr_eq(class, owner))
        });
        for (owner, at) in shown {
            if let Some(member) = owner.members().get(*at) {
                object.set(Rc::clone(&member.name), MemberKind::Property(Value::Null));
            }
        }
        let object = Rc::new(object);
        let this = Value::Object(Rc::clone(&object));
        for (owner, at) in &properties {
            let value = self.first_value(owner, *at, Some(&this))?;
            if let Some(member) = owner.members().get(*at) {
                object.set(Rc::clone(&member.name), MemberKind::Property(value));
            }
        }
        for (owner, constructor) in chosen.into_iter().rev() {
            if let Some((function, args)) = constructor {
                self.run_method(&owner, &function, Some(&this), &args)?;
            }
        }
        Ok(this)
    }

    /// The constructors of a class and its bases that these arguments choose, most derived first, and the arguments for what
    /// is behind the last class.
    fn constructors(
        &mut self,
        class: &Rc<ClassType>,
        args: &[Value],
    ) -> Flow<(Vec<Chosen>, Vec<Value>)> {
        let mut chosen: Vec<Chosen> = Vec::new();
        let mut args = args.to_vec();
        for class in class.chain() {
            let own: Vec<_> = class
                .members()
                .iter()
                .filter_map(|member| match &member.kind {
                    ClassMemberKind::Constructor(function, _) if !member.is_static => {
                        Some((Rc::clone(&class), Rc::clone(function)))
                    }
                    _ => None,
                })
                .collect();
            if own.is_empty() {
                if !args.is_empty() {
                    return Err(wrong_count("new", args.len()).into());
                }
                chosen.push((class, None));
                continue;
            }
            let (_, function, converted) = self.best("new", own, &args)?;
            args = self.base_arguments(&class, &function, &converted)?;
            chosen.push((class, Some((function, converted))));
        }
        Ok((chosen, args))
    }

    /// The arguments behind `: base`.
    fn base_arguments(
        &mut self,
        class: &Rc<ClassType>,
        function: &Rc<FunctionDefinition>,
        args: &[Value],
    ) -> Flow<Vec<Value>> {
        let Some(ClassMemberKind::Constructor(_, Some(base))) =
            class.member_of(function).map(|member| &member.kind)
        else {
            return Ok(Vec::new());
        };
        self.in_class(class, |inner| {
            let scope = Scope::inside(Rc::clone(&inner.s.scope));
            for (parameter, value) in function.parameters.iter().flatten().zip(args) {
                let name = &parameter.name.name;
                scope.put(Variable::new(
                    Symbol::of(name),
                    Rc::clone(name),
                    value.clone(),
                ));
            }
            let outer = std::mem::replace(&mut inner.s.scope, Rc::new(scope));
            let values: Flow<Vec<Value>> =
                base.iter().map(|argument| inner.eval(argument)).collect();
            inner.s.scope = outer;
            values
        })
    }

    /// The value of the type behind a class that an instance stands around: an exception, a list.
    fn outer_value(
        &mut self,
        class: &Rc<ClassType>,
        ty: &TypeRef,
        args: &[Value],
    ) -> Flow<Option<Value>> {
        if matches!(ty, TypeRef::Known(types::Known::Object)) {
            return Ok(None);
        }
        match super::static_member::construct(self, ty, args) {
            Ok(made) => match made.downcast::<ExceptionValue>() {
                Some(exception) => {
                    let mut exception = exception.clone();
                    exception.type_name = Rc::clone(&class.name);
                    Ok(Some(Value::native(exception)))
                }
                None => Ok(Some(made)),
            },
            // A base without a constructor here has nothing that an instance could hold.
            Err(_) if args.is_empty() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A value as a property of a class wants it.
    pub(super) fn checked_property(
        &mut self,
        class: &Rc<ClassType>,
        name: &str,
        value: &Value,
    ) -> Flow<Value> {
        let Some((owner, at)) = class.property(name, false) else {
            return Ok(value.clone());
        };
        match self.meta_at(&owner, at)? {
            Some(meta) => set_checked(&meta, self, name, value),
            None => Ok(value.clone()),
        }
    }

    /// `[Class]value`.
    pub(super) fn made_of(&mut self, value: &Value, class: &Rc<ClassType>) -> Flow<Value> {
        let pairs: Option<Vec<(Rc<str>, Value)>> = match value.base() {
            Value::Hashtable(table) => Some(
                table
                    .entries()
                    .iter()
                    .map(|(key, value)| (convert::to_text(key.value()), value.clone()))
                    .collect(),
            ),
            Value::Object(object) if object.class.is_none() && object.base.is_none() => {
                let mut pairs = Vec::new();
                object.for_each_member(|name, kind| {
                    if let MemberKind::Note(value) | MemberKind::Property(value) = kind {
                        pairs.push((Rc::from(name.as_str()), value.clone()));
                    }
                });
                Some(pairs)
            }
            _ => None,
        };
        let ty = TypeRef::Class(Rc::clone(class));
        let Some(pairs) = pairs else {
            return self
                .instance(class, std::slice::from_ref(value))
                .map_err(|interrupt| match interrupt {
                    Interrupt::Error(error) if &*error.id == "MethodCountCouldNotFindBest" => {
                        match convert::cast(value, &ty) {
                            Err(error) => error.into(),
                            Ok(_) => Interrupt::Error(error),
                        }
                    }
                    other => other,
                });
        };
        let made = self.instance(class, &[])?;
        for (name, value) in pairs {
            if class.property(&name, false).is_none() {
                return Err(unknown_key(class, &name).into());
            }
            members::set_property(&made, &name, value, self)?;
        }
        Ok(made)
    }
}

/// The module whose variables the methods of a class see.
fn module_of(class: &ClassType) -> Option<Rc<Module>> {
    let home = class.home.clone()?;
    home.downcast::<Module>().ok()
}

/// Converts and checks the new value of a property; what is wrong is told as setting a property tells it.
fn set_checked(
    meta: &Rc<ParameterMeta>,
    inner: &mut Interpreter<'_>,
    name: &str,
    value: &Value,
) -> Flow<Value> {
    meta.convert_property(inner, value)
        .map_err(|interrupt| match interrupt {
            Interrupt::Error(error) => {
                let mut outer = ShellError::new(
                    "ExceptionWhenSetting",
                    ErrorCategory::NotSpecified,
                    // What the check says of the value is what setting it says.
                    format!(
                        "Exception setting \"{name}\": \"{}\"",
                        error.cause.as_ref().unwrap_or(&error.message)
                    ),
                )
                .exception("System.Management.Automation.SetValueInvocationException");
                outer.inner = Some(error);
                Interrupt::from(outer)
            }
            other => other,
        })
}

fn unknown_key(class: &Rc<ClassType>, name: &str) -> ShellError {
    let known: Vec<Rc<str>> = class
        .properties()
        .iter()
        .filter_map(|(owner, at)| owner.members().get(*at))
        .map(|member| Rc::clone(&member.name))
        .collect();
    ShellError::new(
        "ObjectCreationError",
        ErrorCategory::InvalidArgument,
        format!(
            "Cannot create object of type \"{}\". The property '{name}' cannot be found on the '{}' object. The available properties are: {}.",
            class.name,
            class.name,
            known.join(", ")
        ),
    )
    .exception("System.Management.Automation.PSInvalidCastException")
}
