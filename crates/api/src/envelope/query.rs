//! The Query protocol's forms: flat names with dots and numbers, read by the model.

use std::collections::BTreeMap;
use std::ops::Bound;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::{QUERY_PARAMETERS_MAX, Refused};
use crate::error::{AwsError, ErrorKind};
use crate::http::Request;
use crate::model::{self, Action, Member, MetricAction, Operation, Shape};

/// Versions of SQS's API that were ever served, and CloudWatch's one.
const SQS_VERSIONS: [&str; 5] = ["2012-11-05", "2011-10-01", "2009-02-01", "2008-01-01", "2007-05-01"];
const CLOUDWATCH_VERSION: &str = "2010-08-01";

/// The parameters of address and body, by name.
pub(super) struct Form(BTreeMap<String, String>);

impl Form {
    pub(super) fn read(request: &Request<'_>) -> Result<Self, AwsError> {
        let body = std::str::from_utf8(&request.body)
            .map_err(|_| ErrorKind::MalformedInput.says("The request is not valid UTF-8"))?;
        let mut form = BTreeMap::new();
        for pair in request.query().split('&').chain(body.trim_end().split('&')) {
            if pair.is_empty() {
                continue;
            }
            if form.len() == QUERY_PARAMETERS_MAX {
                let text = format!("A request can have at most {QUERY_PARAMETERS_MAX} parameters.");
                return Err(ErrorKind::RequestEntityTooLarge.says(text));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            form.insert(plain(name)?, plain(value)?);
        }
        Ok(Self(form))
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The operation that `Action` and `Version` name.
    pub(super) fn operation(&self, path: &str) -> Result<Operation, Refused> {
        let Some(name) = self.get("Action") else { return Err(Refused::Unknown) };
        let version = self.get("Version");
        if let Some(version) = version
            && version != CLOUDWATCH_VERSION
            && !SQS_VERSIONS.contains(&version)
        {
            let text = format!("Could not find operation {name} for version {version}");
            return Err(ErrorKind::InvalidAction.says(text).into());
        }
        let queue = Action::named(name).map(Operation::Queue);
        let metric = MetricAction::named(name).map(Operation::Metric);
        let operation = match version {
            Some(CLOUDWATCH_VERSION) => metric,
            Some(_) => queue,
            None => queue.or(metric),
        };
        let not_valid =
            || ErrorKind::InvalidAction.says(format!("The action {name} is not valid for this endpoint."));
        let operation = operation.ok_or_else(not_valid)?;
        // These two name no queue, so a queue's own address does not know them (sqs-facts §1.2).
        if matches!(operation, Operation::Queue(Action::CreateQueue | Action::ListQueues)) && is_queue(path) {
            return Err(not_valid().into());
        }
        Ok(operation)
    }

    /// The members of a request.
    pub(super) fn decode(&self, members: &'static [Member]) -> Result<Map<String, Value>, AwsError> {
        self.structure("", members)
    }

    fn structure(&self, prefix: &str, members: &'static [Member]) -> Result<Map<String, Value>, AwsError> {
        let mut object = Map::new();
        for member in members {
            let name = format!("{prefix}{}", member.query_name);
            if let Some(value) = self.member(&name, member.shape)? {
                object.insert(member.name.to_owned(), value);
            }
        }
        Ok(object)
    }

    fn member(&self, name: &str, shape: Shape) -> Result<Option<Value>, AwsError> {
        match shape {
            Shape::List(list) => self.list(name, list),
            Shape::Map(map) => self.map(name, map),
            Shape::Structure(members) => {
                let prefix = format!("{name}.");
                if self.under(&prefix).next().is_none() {
                    return Ok(None);
                }
                self.structure(&prefix, members).map(|object| Some(Value::Object(object)))
            }
            Shape::String
            | Shape::Integer
            | Shape::Long
            | Shape::Double
            | Shape::Boolean
            | Shape::Blob
            | Shape::Timestamp => self.get(name).map(|text| scalar(text, shape)).transpose(),
        }
    }

    fn list(&self, name: &str, list: &'static model::List) -> Result<Option<Value>, AwsError> {
        // AWS's own examples write a list of one name without a number.
        if let Some(text) = self.get(name) {
            return Ok(Some(Value::Array(vec![scalar(text, list.item)?])));
        }
        let prefix = if list.flattened { format!("{name}.") } else { format!("{name}.member.") };
        let mut items = Vec::new();
        for index in self.indices(&prefix)? {
            items.extend(self.member(&format!("{prefix}{index}"), list.item)?);
        }
        Ok((!items.is_empty()).then_some(Value::Array(items)))
    }

    fn map(&self, name: &str, map: &'static model::Map) -> Result<Option<Value>, AwsError> {
        let mut object = Map::new();
        // AWS's own examples write a single item without a number.
        if let Some(key) = self.get(&format!("{name}.{}", map.key)) {
            let value = self.member(&format!("{name}.{}", map.value), map.item)?;
            object.insert(key.to_owned(), value.unwrap_or_default());
            return Ok(Some(Value::Object(object)));
        }
        let prefix = if map.flattened { format!("{name}.") } else { format!("{name}.entry.") };
        for index in self.indices(&prefix)? {
            let key_name = format!("{prefix}{index}.{}", map.key);
            let Some(key) = self.get(&key_name) else {
                let text = format!("The request must contain the parameter {key_name}.");
                return Err(ErrorKind::MissingParameter.says(text));
            };
            let value = self.member(&format!("{prefix}{index}.{}", map.value), map.item)?;
            object.insert(key.to_owned(), value.unwrap_or_default());
        }
        Ok((!object.is_empty()).then_some(Value::Object(object)))
    }

    /// The numbers that follow a prefix, as written, in numerical order.
    fn indices(&self, prefix: &str) -> Result<Vec<&str>, AwsError> {
        let mut indices: Vec<(u32, &str)> = Vec::new();
        for name in self.under(prefix) {
            let index = name[prefix.len()..].split('.').next().unwrap_or_default();
            if indices.last().is_some_and(|(_, last)| *last == index) {
                continue;
            }
            match index.parse() {
                Ok(number) if number > 0 && index.bytes().all(|byte| byte.is_ascii_digit()) => {
                    indices.push((number, index));
                }
                _ => return Err(ErrorKind::MalformedInput.says(format!("{index} is not a valid index"))),
            }
        }
        indices.sort_unstable();
        Ok(indices.into_iter().map(|(_, index)| index).collect())
    }

    fn under(&self, prefix: &str) -> impl Iterator<Item = &str> {
        self.0
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .map(|(name, _)| name.as_str())
            .take_while(move |name| name.starts_with(prefix))
    }
}

fn scalar(text: &str, shape: Shape) -> Result<Value, AwsError> {
    let misfit = |wanted: &str| {
        ErrorKind::MalformedInput.says(format!("STRING_VALUE can not be converted to {wanted}"))
    };
    match shape {
        Shape::Integer => text.parse::<i32>().map(Value::from).map_err(|_| misfit("an Integer")),
        Shape::Long => text.parse::<i64>().map(Value::from).map_err(|_| misfit("a Long")),
        Shape::Double => text.parse::<f64>().map(Value::from).map_err(|_| misfit("a Double")),
        Shape::Boolean if text.eq_ignore_ascii_case("true") => Ok(true.into()),
        Shape::Boolean if text.eq_ignore_ascii_case("false") => Ok(false.into()),
        Shape::Boolean => Err(misfit("a Boolean")),
        Shape::Blob if BASE64_STANDARD.decode(text).is_err() => Err(misfit("a Blob")),
        Shape::Timestamp => text
            .parse::<Timestamp>()
            .map(|instant| Value::from(instant.as_millisecond() as f64 / 1_000.0))
            .map_err(|_| misfit("a Timestamp")),
        Shape::String | Shape::Blob | Shape::List(_) | Shape::Map(_) | Shape::Structure(_) => Ok(text.into()),
    }
}

/// Undoes `+` and `%41`.
fn plain(text: &str) -> Result<String, AwsError> {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8()
        .map(|text| text.into_owned())
        .map_err(|_| ErrorKind::MalformedInput.says("The request is not valid UTF-8"))
}

/// True for `/123456789012/name`.
fn is_queue(path: &str) -> bool {
    path.trim_matches('/').contains('/')
}
