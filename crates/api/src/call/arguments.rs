//! The members of a request by name. Their types are those of the model already.

use serde_json::{Map, Value};

use crate::envelope::Params;
use crate::error::{AwsError, ErrorKind};
use crate::refusal::missing;

/// Members by name.
#[derive(Clone, Copy)]
pub(super) enum Arguments<'a> {
    /// Those of a request.
    Request(&'a Params),
    /// Those of a structure in it, such as one entry of a batch.
    Inner(&'a Map<String, Value>),
    /// None: it is no structure.
    None,
}

impl<'a> Arguments<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        value.as_object().map_or(Self::None, Self::Inner)
    }

    fn get(self, name: &str) -> Option<&'a Value> {
        match self {
            Self::Request(params) => params.get(name),
            Self::Inner(object) => object.get(name),
            Self::None => None,
        }
    }

    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.get(name)?.as_str()
    }

    /// A text that must be there; an empty one is none.
    pub(super) fn required(self, name: &str) -> Result<&'a str, AwsError> {
        self.text(name).filter(|text| !text.is_empty()).ok_or_else(|| missing(name))
    }

    pub(super) fn integer(self, name: &str) -> Option<i32> {
        self.get(name)?.as_i64()?.try_into().ok()
    }

    pub(super) fn list(self, name: &str) -> &'a [Value] {
        self.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn texts(self, name: &str) -> impl Iterator<Item = &'a str> {
        self.list(name).iter().filter_map(Value::as_str)
    }

    pub(super) fn map(self, name: &str) -> Option<&'a Map<String, Value>> {
        self.get(name)?.as_object()
    }

    /// A list of texts that must not be empty.
    pub(super) fn required_texts<T: From<&'a str>>(self, name: &str) -> Result<Vec<T>, AwsError> {
        let texts: Vec<T> = self.texts(name).map(T::from).collect();
        if texts.is_empty() { Err(missing(name)) } else { Ok(texts) }
    }

    /// Tags by key; none were sent if the member is not there.
    pub(super) fn tags(self, name: &str) -> Result<Option<sqs::Tags>, AwsError> {
        let Some(map) = self.map(name) else { return Ok(None) };
        let tag =
            |(key, value): (&'a String, &'a Value)| match value.as_str() {
                Some(value) => Ok((key.as_str().into(), value.into())),
                None => Err(ErrorKind::InvalidParameterValue
                    .says(format!("The value of tag '{key}' may not be null."))),
            };
        map.iter().map(tag).collect::<Result<_, _>>().map(Some)
    }
}
