//! `Conditions`, with the default parameters.

use super::evaluate::Evaluator;
use super::node::{Content, Field, Node, Place};
use super::properties::nearest;
use crate::problem::suggest;

impl Evaluator<'_, '_> {
    /// Is a condition true? None if it depends on what only AWS knows.
    pub(super) fn condition(&mut self, at: Place, name: &str) -> Option<bool> {
        if let Some(known) = self.conditions.get(name) {
            return *known;
        }
        let sections = self.sections;
        let Some(node) = sections.conditions.get(name) else {
            let message = format!(
                "Template format error: Unresolved condition dependency {name} in the {} block of the template",
                self.block()
            );
            let known = sections.conditions.keys().copied();
            let path = self.path.clone();
            return match nearest(name, known.clone()) {
                Some(near) => {
                    self.report.correct(at, &path, message, format!("Write `{near}`."));
                    self.condition(at, near)
                }
                None => {
                    self.report.refuse(at, &path, message, suggest(name, known));
                    None
                }
            };
        };
        self.conditions.insert(name.to_owned(), None);
        let path = std::mem::replace(&mut self.path, format!("Conditions.{name}"));
        let value = self.is_true(node);
        self.path = path;
        self.conditions.insert(name.to_owned(), value);
        value
    }

    fn is_true(&mut self, node: &Node) -> Option<bool> {
        self.deeper(|it| it.is_true_inside(node))
    }

    fn is_true_inside(&mut self, node: &Node) -> Option<bool> {
        if let Some(value) = node.as_bool() {
            return Some(value);
        }
        let Some([Field { key, value, .. }]) = node.as_map() else {
            return self.no_condition(node);
        };
        match (&**key, value.as_list()) {
            ("Condition", _) => self.condition(value.at, value.as_text()?),
            ("Fn::Equals", Some([one, other])) => {
                let (one, other) = (self.value(one), self.value(other));
                let is_unknown = |node: &Option<Node>| {
                    node.as_ref().is_some_and(|node| matches!(node.content, Content::Unknown(_)))
                };
                if is_unknown(&one) || is_unknown(&other) {
                    return None;
                }
                Some(text_of(one.as_ref()) == text_of(other.as_ref()))
            }
            ("Fn::Not", Some([inner])) => self.is_true(inner).map(|value| !value),
            ("Fn::And", Some(list)) if !list.is_empty() => list
                .iter()
                .map(|inner| self.is_true(inner))
                .collect::<Option<Vec<_>>>()
                .map(|all| all.iter().all(|it| *it)),
            ("Fn::Or", Some(list)) if !list.is_empty() => list
                .iter()
                .map(|inner| self.is_true(inner))
                .collect::<Option<Vec<_>>>()
                .map(|all| all.iter().any(|it| *it)),
            _ => self.no_condition(node),
        }
    }

    fn no_condition(&mut self, node: &Node) -> Option<bool> {
        let message = format!("Template error: {} is no condition.", node.described());
        let path = self.path.clone();
        let hint = "Use Fn::Equals, Fn::Not, Fn::And, Fn::Or or Condition.";
        self.report.refuse(node.at, &path, message, hint);
        None
    }
}

fn text_of(node: Option<&Node>) -> &str {
    node.and_then(Node::as_text).unwrap_or_default()
}
