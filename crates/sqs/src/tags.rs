//! `TagQueue`, `UntagQueue`, `ListQueueTags` (sqs-facts §1.8, §1.13).

use std::sync::Arc;

use crate::attributes::limits::{TAG_KEY_CHARS_MAX, TAG_VALUE_CHARS_MAX, TAGS_MAX};
use crate::{Engine, QueueId, Refusal, Reply, TagFault, Tags};

/// What keys may not start with, in any case: AWS's own tags do.
const RESERVED_PREFIX: &str = "aws:";

impl Engine {
    pub(crate) fn tag_queue(&mut self, id: QueueId, tags: Tags) -> Result<Reply, Refusal> {
        let tags = checked_tags(&self.existing(id)?.tags, tags)?;
        if let Some(queue) = self.queues[id.0 as usize].as_mut() {
            queue.tags = tags;
        }
        Ok(Reply::Done)
    }

    pub(crate) fn untag_queue(&mut self, id: QueueId, keys: &[Arc<str>]) -> Result<Reply, Refusal> {
        self.existing(id)?;
        if let Some(queue) = self.queues[id.0 as usize].as_mut() {
            queue.tags.retain(|(key, _)| !keys.contains(key));
        }
        Ok(Reply::Done)
    }
}

/// `current` with the tags of a call, by key; of a key that comes twice the last value counts.
pub(crate) fn checked_tags(current: &[(Arc<str>, Arc<str>)], sent: Tags) -> Result<Tags, Refusal> {
    let mut tags = current.to_vec();
    for (key, value) in sent {
        check_tag(&key, &value).map_err(Refusal::InvalidTag)?;
        match tags.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(place) => tags[place].1 = value,
            Err(_) if tags.len() >= TAGS_MAX as usize => return Err(Refusal::TooManyTags),
            Err(place) => tags.insert(place, (key, value)),
        }
    }
    Ok(tags)
}

fn check_tag(key: &str, value: &str) -> Result<(), TagFault> {
    let key_chars = key.chars().take(TAG_KEY_CHARS_MAX as usize + 1).count();
    if key_chars == 0 || key_chars > TAG_KEY_CHARS_MAX as usize {
        return Err(TagFault::KeyLength);
    }
    if !key.chars().all(is_tag_char) {
        return Err(TagFault::KeyCharacters);
    }
    if key.get(..RESERVED_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(RESERVED_PREFIX)) {
        return Err(TagFault::KeyReserved);
    }
    if value.chars().take(TAG_VALUE_CHARS_MAX as usize + 1).count() > TAG_VALUE_CHARS_MAX as usize {
        return Err(TagFault::ValueLength);
    }
    if !value.chars().all(is_tag_char) {
        return Err(TagFault::ValueCharacters);
    }
    Ok(())
}

fn is_tag_char(c: char) -> bool {
    c.is_alphabetic() || c.is_numeric() || c.is_whitespace() || "_.:/=+-@".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(key: &str, value: &str) -> Result<Tags, Refusal> {
        checked_tags(&[], vec![(key.into(), value.into())])
    }

    #[test]
    fn keys_and_values_have_their_length_and_characters() {
        let (long_key, long_value) = ("k".repeat(128), "ä".repeat(256));
        for (key, value) in [("k", ""), ("Kö ste_.:/=+-@9", "a b"), (&long_key, &long_value), ("awsx", "v")]
        {
            assert!(tag(key, value).is_ok(), "{key}={value}");
        }
        let too_long = format!("{long_key}k");
        let too_long_value = format!("{long_value}v");
        for (key, value, fault) in [
            ("", "v", TagFault::KeyLength),
            (&too_long, "v", TagFault::KeyLength),
            ("a*b", "v", TagFault::KeyCharacters),
            ("aws:own", "v", TagFault::KeyReserved),
            ("AWS:own", "v", TagFault::KeyReserved),
            ("k", &too_long_value, TagFault::ValueLength),
            ("k", "{}", TagFault::ValueCharacters),
        ] {
            assert_eq!(tag(key, value), Err(Refusal::InvalidTag(fault)), "{key}={value}");
        }
    }

    #[test]
    fn tags_are_kept_by_key_and_the_last_value_counts() {
        let tags = |pairs: &[(&str, &str)]| -> Tags {
            pairs.iter().map(|(key, value)| (Arc::from(*key), Arc::from(*value))).collect()
        };
        let current = checked_tags(&[], tags(&[("b", "1"), ("a", "2"), ("b", "3")])).unwrap();
        assert_eq!(current, tags(&[("a", "2"), ("b", "3")]));
        assert_eq!(
            checked_tags(&current, tags(&[("B", "")])).unwrap(),
            tags(&[("B", ""), ("a", "2"), ("b", "3")])
        );
    }

    #[test]
    fn fifty_tags_are_the_most() {
        let tag = |n: u32| (Arc::from(format!("{n}")), Arc::from(""));
        let fifty = checked_tags(&[], (0..50).map(tag).collect()).unwrap();
        assert_eq!(fifty.len(), 50);
        assert_eq!(checked_tags(&fifty, vec![tag(49)]), Ok(fifty.clone()));
        assert_eq!(checked_tags(&fifty, vec![tag(50)]), Err(Refusal::TooManyTags));
    }
}
