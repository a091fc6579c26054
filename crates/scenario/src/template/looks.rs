//! Is a text a template, rather than a scenario, a link or a slug?

use saphyr_parser::{Event, Parser};

use super::read;

/// Events that are looked at before a text is judged by what stands in it.
const EVENTS_MAX: usize = 20_000;

/// The keys of a template's outermost map, one of which it has.
const TEMPLATE_KEYS: [&str; 4] = ["AWSTemplateFormatVersion", "Resources", "Transform", "Globals"];

/// Kinds of resources that tell a template that cannot be read as far as such a key.
const RESOURCE_KINDS: [&str; 2] = ["AWS::SQS::", "AWS::Serverless"];

/// False for a text of which [`looks_like_template`] is not worth asking: none of a template's words is in it.
pub fn may_be_template(text: &str) -> bool {
    TEMPLATE_KEYS.iter().chain(&RESOURCE_KINDS).any(|word| text.contains(word))
}

/// Told by the text itself, whatever its file is called: a template has `Resources`, a scenario `format`.
pub fn looks_like_template(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let is_json = text.trim_start().starts_with('{');
    if !is_json && !has_keys(text.trim()) {
        return false;
    }
    let keys = if read::beyond_parts_max(text).is_none() { top_level_keys(text) } else { Vec::new() };
    for key in keys {
        match key.as_str() {
            key if TEMPLATE_KEYS.contains(&key) => return true,
            "format" | "queues" => return false,
            _ => {}
        }
    }
    // What is broken before such a key, or has none.
    text.contains(TEMPLATE_KEYS[0]) || RESOURCE_KINDS.iter().any(|kind| text.contains(kind))
}

/// Could it be a map of YAML, rather than a slug or a link?
fn has_keys(text: &str) -> bool {
    text.contains('\n') || text.contains(": ") || text.ends_with(':')
}

/// The keys of the outermost map, up to the first that cannot be read.
fn top_level_keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut depth = 0_u32;
    let mut is_key = true;
    for event in Parser::new_from_str(text).take(EVENTS_MAX) {
        let Ok((event, _)) = event else { break };
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                is_key |= depth == 1;
            }
            Event::Scalar(text, ..) if depth == 1 => {
                if is_key {
                    keys.push(text.into_owned());
                }
                is_key = !is_key;
            }
            Event::Alias(_) if depth == 1 => is_key = !is_key,
            Event::DocumentEnd => break,
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::Alias(_)
            | Event::Scalar(..) => {}
        }
    }
    keys
}
