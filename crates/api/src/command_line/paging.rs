//! Listings in pages: `--max-items`, `--page-size`, `--starting-token`.
//!
//! The CLI follows the service's tokens until nothing is left or enough is shown. Its own token says where it
//! stopped: the service's token and how many items of the page that this one gives were shown.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::failure::Failure;
use super::tree::Tree;
use crate::model::Action;

/// The option names of a listing and what they are in the request.
pub(super) const STARTING_TOKEN: &str = "--starting-token";
pub(super) const PAGE_SIZE: &str = "--page-size";
pub(super) const MAX_ITEMS: &str = "--max-items";

/// The request's members that make a listing manual.
pub(super) const MANUAL: [&str; 2] = ["NextToken", "MaxResults"];

/// How a listing is taken page by page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paging {
    /// The list in the answer.
    items: &'static str,
    item_count_max: Option<i64>,
    start: Start,
}

/// Where a listing starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Start {
    /// The service's token of the first page.
    token: Option<String>,
    /// Items of the first page that were shown before.
    skipped_count: usize,
}

/// The list in the answers of an action that comes in pages.
pub(super) const fn items_of(action: Action) -> Option<&'static str> {
    match action {
        Action::ListQueues => Some("QueueUrls"),
        Action::ListDeadLetterSourceQueues => Some("queueUrls"),
        _ => None,
    }
}

/// What the answers so far come to.
struct Progress {
    items: Vec<Value>,
    /// The CLI's token, if items are left that were not asked for.
    resume: Option<String>,
    /// The service's token of the next page, if one is wanted.
    next: Option<String>,
}

impl Paging {
    pub(super) fn new(
        items: &'static str,
        item_count_max: Option<i64>,
        starting_token: Option<&str>,
    ) -> Result<Self, Failure> {
        let start = starting_token.map(Start::read).transpose()?.unwrap_or_default();
        Ok(Self { items, item_count_max, start })
    }

    /// The service's token of the first page.
    pub(super) fn first_token(&self) -> Option<&str> {
        self.start.token.as_deref()
    }

    /// The service's token of the page after these answers, if the listing goes on.
    pub(super) fn next_token(&self, answers: &[Value]) -> Option<String> {
        self.progress(answers).next
    }

    /// The answers as one, as JSON and table show them.
    pub(super) fn whole(&self, answers: &[Value]) -> Tree {
        let is_listed = answers.iter().any(|answer| answer.get(self.items).is_some_and(|it| !it.is_null()));
        let progress = self.progress(answers);
        let mut members = Vec::new();
        if is_listed {
            members.push((self.items.to_owned(), Value::Array(progress.items).into()));
        }
        if let Some(token) = progress.resume {
            members.push(("NextToken".to_owned(), Tree::String(token)));
        }
        Tree::Object(members)
    }

    /// The answers as text shows them: each page's list, null if it has none, and the CLI's token at the end.
    pub(super) fn pages(&self, answers: &[Value]) -> Vec<Tree> {
        let progress = self.progress(answers);
        let mut left = progress.items.into_iter();
        let mut pages: Vec<Tree> = Vec::new();
        for (index, answer) in answers.iter().enumerate() {
            let listed = answer.get(self.items).and_then(Value::as_array);
            let skipped = if index == 0 { self.start.skipped_count } else { 0 };
            let list = match listed {
                Some(items) => {
                    let count = items.len().saturating_sub(skipped);
                    Tree::List(left.by_ref().take(count).map(Tree::from).collect())
                }
                None => Tree::Null,
            };
            pages.push(Tree::Object(vec![(self.items.to_owned(), list)]));
        }
        if let Some(token) = progress.resume {
            let token = Tree::Object(vec![("NextToken".to_owned(), Tree::String(token))]);
            pages.push(Tree::Object(vec![("NextToken".to_owned(), token)]));
        }
        pages
    }

    fn progress(&self, answers: &[Value]) -> Progress {
        let mut progress = Progress { items: Vec::new(), resume: None, next: None };
        let mut page_token = self.start.token.clone();
        let mut skipped_count = self.start.skipped_count;
        for answer in answers {
            let listed = answer.get(self.items).and_then(Value::as_array);
            let page: Vec<&Value> = listed.into_iter().flatten().skip(skipped_count).collect();
            let room = self.item_count_max.map(|max| max - progress.items.len() as i64);
            let kept_count = room.map_or(page.len(), |room| page.len().min(keep(page.len(), room)));
            progress.items.extend(page[..kept_count].iter().copied().cloned());
            if kept_count < page.len() {
                progress.resume = Some(resume(page_token.as_deref(), Some(kept_count + skipped_count)));
                progress.next = None;
                return progress;
            }
            progress.next = answer.get("NextToken").and_then(Value::as_str).map(str::to_owned);
            if progress.next.is_some() && self.item_count_max == Some(progress.items.len() as i64) {
                progress.resume = Some(resume(progress.next.as_deref(), None));
                progress.next = None;
                return progress;
            }
            page_token.clone_from(&progress.next);
            skipped_count = 0;
        }
        progress
    }
}

/// How many of a page are kept when there is room for so many more.
fn keep(count: usize, room: i64) -> usize {
    let room = usize::try_from(room.max(0)).unwrap_or(usize::MAX);
    count.min(room)
}

/// The CLI's token.
fn resume(token: Option<&str>, shown_count: Option<usize>) -> String {
    let token = Value::from(token);
    let json = match shown_count {
        Some(count) => format!("{{\"NextToken\": {token}, \"boto_truncate_amount\": {count}}}"),
        None => format!("{{\"NextToken\": {token}}}"),
    };
    STANDARD.encode(json)
}

impl Start {
    /// The CLI's token, or one of the service's own.
    fn read(token: &str) -> Result<Self, Failure> {
        let own = STANDARD.decode(token).ok().and_then(|json| serde_json::from_slice(&json).ok());
        let Some(Value::Object(own)) = own else {
            return Ok(Self { token: Some(token.to_owned()), skipped_count: 0 });
        };
        Self::from_own(&own).ok_or_else(|| Failure::General(format!("Bad starting token: {token}")))
    }

    fn from_own(own: &Map<String, Value>) -> Option<Self> {
        let token = match own.get("NextToken") {
            None | Some(Value::Null) => None,
            Some(token) => Some(token.as_str()?.to_owned()),
        };
        let skipped_count = match own.get("boto_truncate_amount") {
            None => 0,
            Some(count) => usize::try_from(count.as_u64()?).ok()?,
        };
        Some(Self { token, skipped_count })
    }
}
