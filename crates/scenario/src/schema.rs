//! The JSON Schema of the authors' format, made from the same records that read it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::v1;

/// Where the page publishes the schema, below its root.
const ID: &str = "schema/scenario-1.json";

/// Version 1, with a line end.
pub(crate) fn version_1() -> String {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<v1::File>();
    schema.insert("$id".to_owned(), ID.into());
    schema.insert("title".to_owned(), "sqscope scenario, version 1".into());
    let mut value = schema.to_value();
    let extension = serde_json::json!({ "^x-": {} });
    allow_extensions(&mut value, &extension);
    let text = serde_json::to_string_pretty(&sorted(value));
    // A value made of maps with text keys can always be written.
    text.unwrap_or_default() + "\n"
}

/// Fields in alphabetical order, whatever order serde_json has been built to keep.
fn sorted(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(fields) => {
            let fields: BTreeMap<String, serde_json::Value> =
                fields.into_iter().map(|(key, inner)| (key, sorted(inner))).collect();
            serde_json::Value::Object(fields.into_iter().collect())
        }
        serde_json::Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

/// `x-…` keys are allowed wherever unknown keys are refused.
fn allow_extensions(value: &mut serde_json::Value, extension: &serde_json::Value) {
    match value {
        serde_json::Value::Object(fields) => {
            for inner in fields.values_mut() {
                allow_extensions(inner, extension);
            }
            if fields.get("additionalProperties") == Some(&serde_json::Value::Bool(false)) {
                fields.insert("patternProperties".to_owned(), extension.clone());
            }
        }
        serde_json::Value::Array(items) => {
            items.iter_mut().for_each(|item| allow_extensions(item, extension));
        }
        _ => {}
    }
}

macro_rules! notation {
    ($($type:ty, $name:literal: $schema:tt;)*) => {
        $(impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        })*
    };
}

notation! {
    v1::Id, "Id": { "type": "string", "pattern": "^[a-z0-9-]{1,32}$" };
    v1::Text, "Text": {
        "description": "A text by language; English is needed.",
        "type": "object",
        "required": ["en"],
        "properties": { "en": { "type": "string", "minLength": 1 } },
        "additionalProperties": { "type": "string" }
    };
    v1::Span, "Duration": {
        "description": "For example 30s, 1m30s, 4d.",
        "type": "string",
        "pattern": "^([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+$"
    };
    v1::Share, "Share": { "type": "number", "minimum": 0, "maximum": 1 };
    v1::Change, "Change": { "type": "integer", "minimum": -500, "maximum": 500 };
    v1::Adjustment, "Adjustment": {
        "description": "How far from the alarm's threshold, and how many instances more or fewer.",
        "type": "array",
        "minItems": 2,
        "maxItems": 2,
        "prefixItems": [{ "type": "number" }, { "type": "integer" }]
    };
    v1::Milli, "Milli": { "type": "number", "minimum": 0 };
    v1::Rate, "Rate": {
        "description": "Messages a second, or steps of it.",
        "oneOf": [
            { "type": "number", "minimum": 0, "maximum": 10000 },
            {
                "type": "object",
                "required": ["steps"],
                "properties": { "steps": { "type": "array", "minItems": 1, "maxItems": 64, "items": {
                    "type": "array",
                    "minItems": 2,
                    "maxItems": 2,
                    "prefixItems": [
                        { "type": "string" },
                        { "type": "number", "minimum": 0, "maximum": 10000 }
                    ]
                } } },
                "additionalProperties": false
            },
            {
                "description": "In straight lines between points, and level after the last.",
                "type": "object",
                "required": ["ramp"],
                "properties": { "ramp": { "type": "array", "minItems": 1, "maxItems": 64, "items": {
                    "type": "array",
                    "minItems": 2,
                    "maxItems": 2,
                    "prefixItems": [
                        { "type": "string" },
                        { "type": "number", "minimum": 0, "maximum": 10000 }
                    ]
                } } },
                "additionalProperties": false
            },
            {
                "description": "Around a mean, highest at peakAt and every period after it.",
                "type": "object",
                "required": ["sine"],
                "properties": { "sine": {
                    "type": "object",
                    "required": ["mean"],
                    "properties": {
                        "mean": { "type": "number", "minimum": 0, "maximum": 10000 },
                        "swing": { "type": "number", "minimum": 0, "maximum": 10000 },
                        "period": { "type": "string" },
                        "peakAt": { "type": "string" }
                    },
                    "additionalProperties": false
                } },
                "additionalProperties": false
            },
            {
                "description": "Many at once, now and then.",
                "type": "object",
                "required": ["bursts"],
                "properties": { "bursts": {
                    "type": "object",
                    "required": ["size", "every"],
                    "properties": {
                        "size": { "type": "integer", "minimum": 1, "maximum": 10000 },
                        "every": { "type": "string" },
                        "first": { "type": "string" }
                    },
                    "additionalProperties": false
                } },
                "additionalProperties": false
            },
            {
                "description": "At these instants, in order.",
                "type": "object",
                "required": ["times"],
                "properties": {
                    "times": { "type": "array", "maxItems": 1000, "items": { "type": "string" } }
                },
                "additionalProperties": false
            }
        ]
    };
    v1::GroupCount, "Groups": {
        "description": "How many, or how many and the shares of the first.",
        "oneOf": [
            { "type": "integer", "minimum": 0, "maximum": 10000 },
            {
                "type": "object",
                "required": ["count"],
                "properties": {
                    "count": { "type": "integer", "minimum": 0, "maximum": 10000 },
                    "shares": {
                        "type": "array",
                        "maxItems": 64,
                        "items": { "type": "number", "minimum": 0, "maximum": 1 }
                    }
                },
                "additionalProperties": false
            }
        ]
    };
    v1::Size, "Size": {
        "oneOf": [
            { "type": "integer", "minimum": 1, "maximum": 1048576 },
            { "type": "string", "pattern": "^[0-9]+(B|KiB|MiB)$" }
        ]
    };
    v1::Work, "Work": {
        "description": "A duration, or a distribution of it.",
        "oneOf": [
            { "type": "string" },
            {
                "type": "object",
                "minProperties": 1,
                "properties": {
                    "fixed": { "type": "string" },
                    "uniform": {
                        "type": "array",
                        "minItems": 2,
                        "maxItems": 2,
                        "items": { "type": "string" }
                    },
                    "exponential": { "type": "string" },
                    "lognormal": {
                        "type": "array",
                        "minItems": 2,
                        "maxItems": 2,
                        "prefixItems": [
                            { "type": "string" },
                            { "type": "number", "minimum": 0, "maximum": 3 }
                        ]
                    }
                },
                "additionalProperties": false
            }
        ]
    };
    v1::Attributes, "Attributes": {
        "description": "Texts and numbers by name.",
        "type": "object",
        "maxProperties": 10,
        "additionalProperties": { "type": ["string", "number"] }
    };
    v1::Stretch, "Stretch": {
        "description": "From and to, for example [\"10m\", \"70m\"].",
        "type": "array",
        "minItems": 2,
        "maxItems": 2,
        "items": { "type": "string" }
    };
    v1::RedriveAllow, "RedriveAllow": {
        "oneOf": [
            { "enum": ["allowAll", "denyAll"] },
            { "type": "array", "minItems": 1, "maxItems": 10, "items": { "type": "string" } }
        ]
    };
    v1::Factor, "Factor": { "type": "number", "minimum": 0.001, "maximum": 1000 };
    v1::Settings, "Settings": {
        "description": "Values by dotted path.",
        "type": "object",
        "additionalProperties": { "type": ["string", "number", "boolean"] }
    };
    v1::Scalar, "Scalar": { "type": ["string", "number", "boolean"] };
}

impl<T: JsonSchema> JsonSchema for v1::OneOrMany<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}OrMany", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "oneOf": [one, { "type": "array", "items": one }] })
    }
}
