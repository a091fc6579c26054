//! `--query`: JMESPath over an answer.
//!
//! The library sorts the members of objects. The CLI prints those of the answer in the model's order and those
//! of `{b: x, a: y}` as they were typed, so the order is put back afterwards. (`*` over an object's values and
//! `keys(@)` still go by name.)

use std::collections::BTreeMap;
use std::rc::Rc;

use jmespath::{DEFAULT_RUNTIME, Expression, Rcvar, Variable, ast::Ast};
use serde_json::{Number, Value};

use super::tree::{Members, Tree};

/// The longest expression, in bytes, ours.
const EXPRESSION_BYTES_MAX: usize = 4_096;

/// The most signs that can make an expression nest, ours: a parser that calls itself must not run out of stack.
const SIGNS_MAX: usize = 200;

const NESTING_SIGNS: [char; 14] = ['!', '(', '[', '{', '&', '|', '.', '*', '?', ':', ',', '=', '<', '>'];

/// The largest index or slice bound, ours: with larger ones the library's sums overflow.
const INDEX_MAX: i32 = 1_000_000;

/// How many times the size of the answer a result may have, ours: `[@, @] | [@, @] | …` doubles at each step.
const GROWTH_MAX: u64 = 10_000;

/// What is wrong with an expression, if anything.
pub(super) fn check(expression: &str) -> Result<(), String> {
    compile(expression).map(|_| ())
}

/// An expression's result on an answer.
pub(super) fn search(expression: &str, answer: &Tree) -> Result<Tree, String> {
    let compiled = compile(expression)?;
    let mut typed = Vec::new();
    note_typed_orders(compiled.as_ast(), &mut typed);
    // The answer itself comes back beside the result, as the library's objects are known by their addresses.
    let both =
        Ast::MultiList { offset: 0, elements: vec![Ast::Identity { offset: 0 }, compiled.as_ast().clone()] };
    let both = Expression::new(expression, both, &DEFAULT_RUNTIME);
    let found = both.search(Value::from(answer.clone())).map_err(|error| error.reason.to_string())?;
    let Some([root, result]) = found.as_array().map(Vec::as_slice) else {
        return Ok(Tree::Null);
    };
    let mut originals = BTreeMap::new();
    note_originals(root, answer, &mut originals);
    Ok(Order { originals, typed }.restored(result))
}

fn compile(expression: &str) -> Result<Expression<'static>, String> {
    if expression.len() > EXPRESSION_BYTES_MAX {
        return Err(format!("longer than {EXPRESSION_BYTES_MAX} bytes"));
    }
    if expression.matches(NESTING_SIGNS).count() > SIGNS_MAX {
        return Err(format!("more than {SIGNS_MAX} signs"));
    }
    let compiled = jmespath::compile(&quoted_literals(expression)).map_err(|error| {
        format!("{} at line {}, column {}", error.reason, error.line + 1, error.column + 1)
    })?;
    if growth(compiled.as_ast())? > GROWTH_MAX {
        return Err("the result could get too large".to_owned());
    }
    Ok(compiled)
}

/// The CLI takes a word between backticks for text even without its quotes: `?Name==`foo``.
fn quoted_literals(expression: &str) -> String {
    let mut text = String::new();
    let mut rest = expression;
    while let Some(start) = rest.find(['`', '\'', '"']) {
        let quote = &rest[start..=start];
        let Some(end) = end_of_quoted(rest, start, quote) else { break };
        let inner = &rest[start + 1..end];
        text.push_str(&rest[..start]);
        if quote == "`" && Tree::read(&inner.replace("\\`", "`")).is_err() {
            text.push_str(&format!("`\"{}\"`", inner.trim_start()));
        } else {
            text.push_str(&rest[start..=end]);
        }
        rest = &rest[end + 1..];
    }
    text + rest
}

fn end_of_quoted(text: &str, start: usize, quote: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (offset, c) in text[start + 1..].char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            _ if quote.starts_with(c) => return Some(start + 1 + offset),
            _ => {}
        }
    }
    None
}

/// A bound of how many times a result is as large as what it is made of.
fn growth(ast: &Ast) -> Result<u64, String> {
    let bounds: Vec<i32> = match ast {
        Ast::Index { idx, .. } => vec![*idx],
        Ast::Slice { start, stop, step, .. } => [*start, *stop, Some(*step)].into_iter().flatten().collect(),
        _ => Vec::new(),
    };
    if bounds.iter().any(|it| it.unsigned_abs() > INDEX_MAX.unsigned_abs()) {
        return Err(format!("an index beyond {INDEX_MAX}"));
    }
    let parts = parts(ast);
    let own = match ast {
        // One more, as `join` can put its glue between the items.
        Ast::MultiList { .. } | Ast::MultiHash { .. } => parts.len() as u64 + 1,
        _ => 1,
    };
    parts.into_iter().try_fold(own, |product, part| Ok(product.saturating_mul(growth(part)?)))
}

fn parts(ast: &Ast) -> Vec<&Ast> {
    match ast {
        Ast::Identity { .. }
        | Ast::Field { .. }
        | Ast::Index { .. }
        | Ast::Literal { .. }
        | Ast::Slice { .. } => Vec::new(),
        Ast::Expref { ast: node, .. }
        | Ast::Flatten { node, .. }
        | Ast::Not { node, .. }
        | Ast::ObjectValues { node, .. } => vec![node],
        Ast::Comparison { lhs, rhs, .. }
        | Ast::Projection { lhs, rhs, .. }
        | Ast::And { lhs, rhs, .. }
        | Ast::Or { lhs, rhs, .. }
        | Ast::Subexpr { lhs, rhs, .. } => vec![lhs, rhs],
        Ast::Condition { predicate, then, .. } => vec![predicate, then],
        Ast::Function { args, .. } => args.iter().collect(),
        Ast::MultiList { elements, .. } => elements.iter().collect(),
        Ast::MultiHash { elements, .. } => elements.iter().map(|pair| &pair.value).collect(),
    }
}

/// The answer's objects by their addresses in the library's form.
type Originals<'a> = BTreeMap<*const Variable, &'a Tree>;

fn note_originals<'a>(variable: &Rcvar, tree: &'a Tree, originals: &mut Originals<'a>) {
    match (variable.as_ref(), tree) {
        (Variable::Array(variables), Tree::List(items)) => {
            for (variable, item) in variables.iter().zip(items) {
                note_originals(variable, item, originals);
            }
        }
        (Variable::Object(variables), Tree::Object(members)) => {
            originals.insert(Rc::as_ptr(variable), tree);
            for (name, value) in members {
                if let Some(variable) = variables.get(name) {
                    note_originals(variable, value, originals);
                }
            }
        }
        _ => {}
    }
}

/// The names of each `{…}` in the order in which they were typed.
type TypedOrders<'a> = Vec<Vec<&'a str>>;

fn note_typed_orders<'a>(ast: &'a Ast, typed: &mut TypedOrders<'a>) {
    if let Ast::MultiHash { elements, .. } = ast {
        typed.push(elements.iter().map(|pair| pair.key.as_str()).collect());
    }
    for part in parts(ast) {
        note_typed_orders(part, typed);
    }
}

struct Order<'a> {
    originals: Originals<'a>,
    typed: TypedOrders<'a>,
}

impl Order<'_> {
    fn restored(&self, result: &Rcvar) -> Tree {
        match result.as_ref() {
            Variable::Null | Variable::Expref(_) => Tree::Null,
            Variable::Bool(it) => Tree::Bool(*it),
            Variable::Number(it) => Tree::Number(whole(it)),
            Variable::String(it) => Tree::string(it),
            Variable::Array(items) => Tree::List(items.iter().map(|item| self.restored(item)).collect()),
            Variable::Object(members) => match self.originals.get(&Rc::as_ptr(result)) {
                Some(original) => (*original).clone(),
                None => self.made(members),
            },
        }
    }

    fn made(&self, members: &BTreeMap<String, Rcvar>) -> Tree {
        let is_own = |names: &&Vec<&str>| {
            members.keys().all(|name| names.contains(&name.as_str()))
                && names.iter().all(|name| members.contains_key(*name))
        };
        let order = match self.typed.iter().find(is_own) {
            Some(names) => names.clone(),
            None => members.keys().map(String::as_str).collect(),
        };
        let mut made = Members::default();
        for name in order {
            if let Some(value) = members.get(name) {
                made.set(name.to_owned(), self.restored(value));
            }
        }
        Tree::Object(made.into_members())
    }
}

/// The library computes with doubles; the CLI keeps whole numbers whole.
fn whole(number: &Number) -> Number {
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(it) if number.is_f64() && it.trunc() == it && it.abs() <= EXACT_MAX => Number::from(it as i64),
        _ => number.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn result(expression: &str) -> String {
        let answer =
            r#"{"Messages":[{"MessageId":"1","Body":"b","A":{"y":1,"x":2}},{"MessageId":"2","Body":"a"}]}"#;
        match search(expression, &Tree::read(answer).unwrap()) {
            Ok(tree) => tree.to_python(),
            Err(error) => error,
        }
    }

    #[test]
    fn parts_of_an_answer() {
        assert_eq!(result("Messages[0].Body"), "'b'");
        assert_eq!(result("Messages[*].Body"), "['b', 'a']");
        assert_eq!(result("Messages[?Body=='a'].MessageId | [0]"), "'2'");
        assert_eq!(result("length(Messages)"), "2");
        assert_eq!(result("Messages[?Body==`a`].MessageId"), "['2']");
        assert_eq!(result("Messages[?Body==` a` || Body=='`b`'].MessageId"), "['2']");
        assert_eq!(result("sort_by(Messages, &Body)[].MessageId"), "['2', '1']");
        assert_eq!(result("Nothing"), "None");
        assert_eq!(result("sum([`1`, `2`])"), "3");
    }

    #[test]
    fn members_keep_the_answers_or_the_typed_order() {
        assert_eq!(result("Messages[1]"), "{'MessageId': '2', 'Body': 'a'}");
        assert_eq!(result("Messages[0].A"), "{'y': 1, 'x': 2}");
        assert_eq!(
            result("Messages[].{Z: MessageId, B: Body}"),
            "[{'Z': '1', 'B': 'b'}, {'Z': '2', 'B': 'a'}]"
        );
        assert_eq!(result("{n: Messages[1]}"), "{'n': {'MessageId': '2', 'Body': 'a'}}");
    }

    #[test]
    fn wrong_expressions_are_refused() {
        assert!(result("Messages[").starts_with("Parse error: "));
        assert!(result("nosuch(@)").starts_with("Runtime error: "));
        assert_eq!(result(&"[@,@]|".repeat(60)[..359]), "the result could get too large");
        assert_eq!(result("Messages[:-2147483647]"), "an index beyond 1000000");
        assert_eq!(result(&" ".repeat(4_097)), "longer than 4096 bytes");
    }

    #[test]
    fn the_deepest_expressions_fit_the_stack() {
        for deep in ["!", "(", "[", "a.", "a|", "@[", "{a:", "&", "*.", "a[?"] {
            let signs = deep.matches(NESTING_SIGNS).count();
            let _ = result(&format!("{}a", deep.repeat(SIGNS_MAX / signs)));
            assert_eq!(result(&deep.repeat(SIGNS_MAX + 1)), "more than 200 signs");
        }
    }
}
