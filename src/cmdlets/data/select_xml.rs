//! `Select-Xml`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::files;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::file_read;
use iovsh_shell::os_text;
use iovsh_shell::types::xml::{
    NamespaceManagerValue, Node, XmlNodeValue, parse_document, select, wrap,
};
use iovsh_shell::value::{Hashtable, MemberKind, Native, PsObject, Value, convert};

/// Finds what an XPath expression selects in XML texts and files.
///
/// # Examples
/// ```iovsh
/// PS> Select-Xml -Content '<vm><nic mac="1"/><nic mac="2"/></vm>' -XPath '//nic' | ForEach-Object { $_.Node.mac }
/// 1
/// 2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Select",
    noun = "Xml",
    module = "Microsoft.PowerShell.Utility",
    default_set = "Xml",
    output = "Microsoft.PowerShell.Commands.SelectXmlInfo"
)]
pub struct SelectXml {
    /// The files. Wildcards are allowed.
    #[param(set = "Path", position = 1, mandatory, by_property_name)]
    path: Vec<String>,
    /// The files, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// XML documents and nodes.
    #[param(
        set = "Xml",
        position = 1,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "Node"
    )]
    xml: Vec<Value>,
    /// Texts that are XML.
    #[param(set = "Content", mandatory, from_pipeline)]
    content: Vec<String>,
    /// The expression.
    #[param(position = 0, mandatory)]
    x_path: String,
    /// What the prefixes of the expression stand for.
    namespace: Option<Rc<Hashtable>>,
}

impl Cmdlet for SelectXml {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let prefixes = match &self.namespace {
            None => None,
            Some(table) => {
                let manager = NamespaceManagerValue::default();
                for (key, value) in table.entries().iter() {
                    let pair = [key.value().clone(), value.clone()];
                    if let Some(added) = manager.call("AddNamespace", &pair) {
                        added?;
                    }
                }
                Some(manager)
            }
        };
        let mut texts: Vec<(String, Result<Rc<Node>, ShellError>)> = Vec::new();
        let parsed = |text: &str, from: &str| match parse_document(text) {
            Ok(document) => match document.downcast::<XmlNodeValue>() {
                Some(node) => Ok(Rc::clone(&node.0)),
                None => Err(unreadable(from, "it is no document")),
            },
            Err(reason) => Err(unreadable(from, &reason)),
        };
        for path in files::readable(cx, &self.path, &self.literal_path)? {
            let name = os_text::text_of(&path);
            let node = file_read::text(&path)
                .map_err(|error| unreadable(&name, &error.to_string()))
                .and_then(|text| parsed(&text, &name));
            texts.push((name, node));
        }
        for content in &self.content {
            texts.push(("InputStream".to_owned(), parsed(content, "InputStream")));
        }
        for value in &self.xml {
            let node = match value.downcast::<XmlNodeValue>() {
                Some(node) => Ok(Rc::clone(&node.0)),
                None => parsed(&convert::to_text(value), "InputStream"),
            };
            texts.push(("InputStream".to_owned(), node));
        }
        for (path, node) in texts {
            let node = match node {
                Ok(node) => node,
                Err(error) => {
                    cx.error(error)?;
                    continue;
                }
            };
            match select(&node, &self.x_path, prefixes.as_ref()) {
                Ok(found) => {
                    for node in found {
                        cx.emit(info(node, &path, &self.x_path))?;
                    }
                }
                Err(reason) => {
                    return Err(
                        ShellError::new("XPath", ErrorCategory::InvalidArgument, reason)
                            .exception("System.Xml.XPath.XPathException")
                            .target(self.x_path.as_str())
                            .into(),
                    );
                }
            }
        }
        Ok(())
    }
}

fn unreadable(from: &str, reason: &str) -> ShellError {
    ShellError::new(
        "ProcessingFile",
        ErrorCategory::InvalidArgument,
        format!("'{from}' cannot be read as XML."),
    )
    .exception("System.ArgumentException")
    .target(from)
    .cause(reason)
}

fn info(node: Rc<Node>, path: &str, pattern: &str) -> Value {
    let object = PsObject::of(&[
        "Microsoft.PowerShell.Commands.SelectXmlInfo",
        "System.Object",
    ]);
    object.push("Node", MemberKind::Property(wrap(node)));
    object.push("Path", MemberKind::Property(Value::from(path)));
    object.push("Pattern", MemberKind::Property(Value::from(pattern)));
    Value::object(object)
}
