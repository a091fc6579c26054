//! An option's words to a parameter: text, numbers, lists, JSON or shorthand, as the parameter's shape asks.

use serde_json::Number;

use super::failure::Failure;
use super::json_error;
use super::shorthand;
use super::tree::Tree;
use crate::model::Shape;

/// What was given for one option.
pub(super) struct Given<'a> {
    /// The option with its dashes.
    pub option: &'a str,
    /// One word, or as many as there were if the shape is a list.
    pub words: &'a [String],
}

impl Given<'_> {
    /// The parameter of this shape.
    pub(super) fn read(&self, shape: Shape) -> Result<Tree, Failure> {
        if let [word] = self.words
            && shorthand::is_file(word)
        {
            return Err(self.wrong(&no_file(word)));
        }
        match shape {
            Shape::List(_) if self.looks_like_json() => self.read_list(shape),
            Shape::List(list) if is_complex(list.item) => {
                let items: Result<Vec<Tree>, Failure> =
                    self.words.iter().map(|word| self.shorthand(word)).collect();
                fitted(Tree::List(items?), Shape::List(list))
            }
            Shape::List(_) => self.read_list(shape),
            Shape::Map(_) | Shape::Structure(_) if !self.looks_like_json() => {
                fitted(self.shorthand(self.first())?, shape)
            }
            _ => self.read_word(self.first(), shape),
        }
    }

    fn first(&self) -> &str {
        self.words.first().map(String::as_str).unwrap_or_default()
    }

    fn looks_like_json(&self) -> bool {
        self.first().trim().starts_with(['[', '{'])
    }

    fn read_list(&self, shape: Shape) -> Result<Tree, Failure> {
        if let [word] = self.words
            && word.trim().starts_with('[')
        {
            return self.json(word);
        }
        let Shape::List(list) = shape else { return self.read_word(self.first(), shape) };
        self.words
            .iter()
            .map(|word| self.read_word(word, list.item))
            .collect::<Result<_, _>>()
            .map(Tree::List)
    }

    fn read_word(&self, word: &str, shape: Shape) -> Result<Tree, Failure> {
        match shape {
            Shape::Map(_) | Shape::Structure(_) if word.trim_start().starts_with('{') => self.json(word),
            Shape::List(_) if word.trim_start().starts_with('[') => self.json(word),
            Shape::Map(_) | Shape::Structure(_) | Shape::List(_) => {
                Err(self.wrong(&format!("Invalid JSON:\n{word}")))
            }
            Shape::Integer | Shape::Long => integer(word).map(Tree::Number),
            Shape::Boolean => Ok(Tree::Bool(!word.is_empty() && !word.eq_ignore_ascii_case("false"))),
            Shape::Double | Shape::String | Shape::Blob | Shape::Timestamp => Ok(Tree::string(word)),
        }
    }

    fn json(&self, word: &str) -> Result<Tree, Failure> {
        Tree::read(word).map_err(|_| {
            let problem = json_error::explain(word);
            self.wrong(&format!("Invalid JSON: {problem}\nJSON received: {word}"))
        })
    }

    fn shorthand(&self, word: &str) -> Result<Tree, Failure> {
        shorthand::parse(word).map_err(|problem| self.wrong(&problem))
    }

    fn wrong(&self, problem: &str) -> Failure {
        Failure::Parameter(format!("Error parsing parameter '{}': {problem}", self.option))
    }
}

/// What is said of the name of a file.
pub(super) fn no_file(name: &str) -> String {
    format!(
        "Unable to load paramfile {name}: there are no files behind this line. \
         Write what the file holds between single quotes."
    )
}

fn is_complex(shape: Shape) -> bool {
    matches!(shape, Shape::Structure(_) | Shape::Map(_) | Shape::List(_))
}

fn fitted(mut tree: Tree, shape: Shape) -> Result<Tree, Failure> {
    fit(&mut tree, shape)?;
    Ok(tree)
}

/// Shorthand knows text, lists and objects; the shape says which texts are numbers and which lists have one item.
fn fit(tree: &mut Tree, shape: Shape) -> Result<(), Failure> {
    match shape {
        Shape::Structure(members) => {
            let Tree::Object(values) = tree else { return Ok(()) };
            for (name, value) in values {
                if let Some(member) = members.iter().find(|member| member.name == name.as_str()) {
                    fit(value, member.shape)?;
                }
            }
        }
        Shape::Map(map) => {
            let Tree::Object(values) = tree else { return Ok(()) };
            for (_, value) in values {
                fit(value, map.item)?;
            }
        }
        Shape::List(list) => match tree {
            Tree::List(items) => {
                for item in items {
                    fit(item, list.item)?;
                }
            }
            single => *single = Tree::List(vec![single.clone()]),
        },
        Shape::Integer | Shape::Long => match tree {
            Tree::String(text) => *tree = Tree::Number(integer(text)?),
            other => {
                return Err(Failure::General(format!(
                    "int() argument must be a string, a bytes-like object or a real number, not '{}'",
                    other.python_type()
                )));
            }
        },
        Shape::Boolean => match tree {
            Tree::String(text) if text.eq_ignore_ascii_case("true") => *tree = Tree::Bool(true),
            Tree::String(text) if text.eq_ignore_ascii_case("false") => *tree = Tree::Bool(false),
            _ => {}
        },
        Shape::Double | Shape::String | Shape::Blob | Shape::Timestamp => {}
    }
    Ok(())
}

/// A whole number as Python reads one: blanks around it, a sign, `_` between digits.
pub(super) fn integer(text: &str) -> Result<Number, Failure> {
    let wrong = || {
        let text = Tree::string(text).to_python();
        Failure::General(format!("invalid literal for int() with base 10: {text}"))
    };
    let trimmed = text.trim();
    let (is_negative, digits) = match trimmed.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let groups_hold =
        digits.split('_').all(|group| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit()));
    if !groups_hold {
        return Err(wrong());
    }
    let digits = format!("{}{}", if is_negative { "-" } else { "" }, digits.replace('_', ""));
    // Python's numbers have no end. No parameter takes what does not fit 64 bits, as a double it is refused.
    digits
        .parse::<i64>()
        .map(Number::from)
        .or_else(|_| digits.parse::<u64>().map(Number::from))
        .ok()
        .or_else(|| digits.parse().ok().and_then(Number::from_f64))
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_read_as_python_reads_them() {
        for (text, number) in [("5", "5"), (" -07 ", "-7"), ("+1_000", "1000"), ("-0", "0")] {
            assert_eq!(integer(text).unwrap().to_string(), number);
        }
        for text in ["", "a", "1__0", "_1", "1.0", "--1", "0x1"] {
            assert!(integer(text).is_err(), "{text}");
        }
        assert!(integer("99999999999999999999").unwrap().is_f64());
        assert!(integer(&"9".repeat(400)).is_err());
    }
}
