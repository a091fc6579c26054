//! What random clients do, in small numbers that the driver makes commands of.

use proptest::prelude::*;
use sqs::*;

use super::QUEUES;

#[derive(Clone, Debug)]
pub enum Op {
    Create {
        queue: usize,
    },
    /// `CreateQueue` with these attributes and tags alone.
    CreateWith {
        queue: usize,
        change: Change,
        tags: Vec<(u8, u8)>,
    },
    DeleteQueue {
        queue: usize,
    },
    Purge {
        queue: usize,
    },
    Set {
        queue: usize,
        change: Change,
    },
    SetRedrive {
        queue: usize,
        target: usize,
        max_receive_count: Option<u32>,
    },
    Look {
        queue: usize,
        tags: bool,
    },
    Url {
        queue: usize,
        of_owner: bool,
    },
    List {
        prefix: usize,
        max_results: Option<i32>,
        after: Option<usize>,
    },
    Sources {
        queue: usize,
        max_results: Option<i32>,
        after: Option<usize>,
    },
    Tag {
        queue: usize,
        tags: Vec<(u8, u8)>,
    },
    Untag {
        queue: usize,
        keys: Vec<u8>,
    },
    AddPermission {
        queue: usize,
        label: u8,
        accounts: Vec<u8>,
        actions: Vec<u8>,
    },
    RemovePermission {
        queue: usize,
        label: u8,
    },
    StartMove {
        source: usize,
        destination: Option<usize>,
        per_second: Option<i32>,
    },
    ListMoves {
        source: usize,
        max_results: Option<i32>,
    },
    CancelMove {
        task: u64,
    },
    Send {
        queue: usize,
        letter: Letter,
    },
    SendBatch {
        queue: usize,
        letters: Vec<Letter>,
        ids: Ids,
    },
    Receive {
        queue: usize,
        max: i32,
        timeout_s: Option<i32>,
        wait_s: Option<i32>,
        /// One of a few attempt ids.
        attempt: Option<u8>,
    },
    /// The latest receive once more, as if its answer had been lost.
    ReceiveAgain,
    Delete {
        queue: Option<usize>,
        handle: Pick,
    },
    DeleteBatch {
        queue: usize,
        handles: Vec<Pick>,
        ids: Ids,
    },
    Change {
        handle: Pick,
        timeout_s: i32,
    },
    ChangeBatch {
        queue: usize,
        handles: Vec<(Pick, i32)>,
        ids: Ids,
    },
    Abandon {
        ticket: u64,
    },
}

#[derive(Clone, Debug)]
pub struct Step {
    pub pause_us: Time,
    /// Another account calls.
    pub by_stranger: bool,
    pub op: Op,
}

/// A message to send; each number picks from a few cases.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    pub body: u8,
    pub delay_s: Option<i32>,
    pub group: u8,
    pub deduplication: u8,
    pub attributes: u8,
}

impl Letter {
    /// The least that every queue takes.
    pub const PLAIN: Self = Self { body: 0, delay_s: None, group: 0, deduplication: 255, attributes: 0 };
}

/// A change of attributes: one of a few cases, and a number for its value.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub kind: u8,
    pub n: u32,
}

/// The `Id`s of a batch.
#[derive(Clone, Copy, Debug)]
pub enum Ids {
    Distinct,
    Repeated,
    Invalid,
}

/// A handle that was given out: the n-th from the latest, perhaps made unusable.
#[derive(Clone, Copy, Debug)]
pub struct Pick {
    pub nth: usize,
    pub forgery: Forgery,
}

#[derive(Clone, Copy, Debug)]
pub enum Forgery {
    None,
    NotAHandle,
    NeverReceived,
    LaterReceive,
}

pub fn step() -> impl Strategy<Value = Step> {
    let pause_us = prop_oneof![
        40 => Just(0),
        20 => 1..3_000_000_u64,
        20 => (1..12_u64).prop_map(|s| s * MICROS_PER_S),
        4 => (20..400_u64).prop_map(|s| s * MICROS_PER_S),
        1 => Just(8_000 * MICROS_PER_S),
    ];
    (pause_us, prop::bool::weighted(0.05), op()).prop_map(|(pause_us, by_stranger, op)| Step {
        pause_us,
        by_stranger,
        op,
    })
}

pub fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        26 => about_queues(),
        12 => about_moves(),
        50 => sends(),
        40 => receives(),
        5 => Just(Op::ReceiveAgain),
        52 => about_handles(),
        3 => (0..20_u64).prop_map(|ticket| Op::Abandon { ticket }),
    ]
}

fn queue() -> impl Strategy<Value = usize> {
    prop_oneof![4 => 0..QUEUES.len(), 3 => Just(0), 3 => Just(2)]
}

fn about_queues() -> impl Strategy<Value = Op> {
    let tags = || prop::collection::vec((0..5_u8, 0..3_u8), 0..4);
    let max_results = || prop_oneof![Just(None), Just(Some(1)), Just(Some(2)), (-1..1_002).prop_map(Some)];
    let after = || prop::option::weighted(0.3, 0..QUEUES.len());
    let some = |max: u8| prop::collection::vec(0..max, 0..4);
    prop_oneof![
        8 => queue().prop_map(|queue| Op::Create { queue }),
        3 => (queue(), change(), tags())
            .prop_map(|(queue, change, tags)| Op::CreateWith { queue, change, tags }),
        2 => queue().prop_map(|queue| Op::DeleteQueue { queue }),
        3 => queue().prop_map(|queue| Op::Purge { queue }),
        10 => (queue(), change()).prop_map(|(queue, change)| Op::Set { queue, change }),
        4 => (queue(), queue(), prop::option::of(0..4_u32)).prop_map(|(queue, target, max_receive_count)| {
            Op::SetRedrive { queue, target, max_receive_count }
        }),
        1 => (queue(), any::<bool>()).prop_map(|(queue, tags)| Op::Look { queue, tags }),
        2 => (queue(), any::<bool>()).prop_map(|(queue, of_owner)| Op::Url { queue, of_owner }),
        2 => (0..4_usize, max_results(), after())
            .prop_map(|(prefix, max_results, after)| Op::List { prefix, max_results, after }),
        2 => (queue(), max_results(), after())
            .prop_map(|(queue, max_results, after)| Op::Sources { queue, max_results, after }),
        2 => (queue(), tags()).prop_map(|(queue, tags)| Op::Tag { queue, tags }),
        1 => (queue(), some(5)).prop_map(|(queue, keys)| Op::Untag { queue, keys }),
        5 => (queue(), 0..4_u8, some(4), prop::collection::vec(0..11_u8, 0..9)).prop_map(
            |(queue, label, accounts, actions)| Op::AddPermission { queue, label, accounts, actions }
        ),
        1 => (queue(), 0..4_u8).prop_map(|(queue, label)| Op::RemovePermission { queue, label }),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    (0..16_u8, any::<u32>()).prop_map(|(kind, n)| Change { kind, n })
}

fn about_moves() -> impl Strategy<Value = Op> {
    // Mostly from a dead-letter queue.
    let source = || prop_oneof![5 => Just(1_usize), 5 => Just(3), 1 => queue()];
    let per_second = prop_oneof![2 => Just(None), 4 => Just(Some(1)), 2 => (0..503).prop_map(Some)];
    let max_results = prop_oneof![Just(None), (0..12).prop_map(Some)];
    prop_oneof![
        6 => (source(), prop::option::of(queue()), per_second)
            .prop_map(|(source, destination, per_second)| Op::StartMove { source, destination, per_second }),
        2 => (source(), max_results).prop_map(|(source, max_results)| Op::ListMoves { source, max_results }),
        3 => (0..9_u64).prop_map(|task| Op::CancelMove { task }),
    ]
}

fn letter() -> impl Strategy<Value = Letter> {
    let delay_s = prop_oneof![8 => Just(None), 2 => (0..6_i32).prop_map(Some), 1 => (-1..902).prop_map(Some)];
    let rarely = |usual: std::ops::Range<u8>, all: std::ops::Range<u8>| prop_oneof![15 => usual, 1 => all];
    (rarely(0..3, 0..9), delay_s, rarely(0..4, 0..7), any::<u8>(), rarely(0..2, 0..11)).prop_map(
        |(body, delay_s, group, deduplication, attributes)| Letter {
            body,
            delay_s,
            group,
            deduplication,
            attributes,
        },
    )
}

fn ids() -> impl Strategy<Value = Ids> {
    prop_oneof![12 => Just(Ids::Distinct), 1 => Just(Ids::Repeated), 1 => Just(Ids::Invalid)]
}

fn sends() -> impl Strategy<Value = Op> {
    prop_oneof![
        5 => (queue(), letter()).prop_map(|(queue, letter)| Op::Send { queue, letter }),
        1 => (queue(), prop::collection::vec(letter(), 0..12), ids())
            .prop_map(|(queue, letters, ids)| Op::SendBatch { queue, letters, ids }),
    ]
}

fn timeout_s() -> impl Strategy<Value = i32> {
    prop_oneof![
        4 => Just(0_i32),
        4 => Just(1),
        8 => 2..15_i32,
        4 => Just(30),
        3 => Just(43_200),
        1 => Just(43_201),
        1 => Just(-1),
    ]
}

fn receives() -> impl Strategy<Value = Op> {
    let wait_s = prop_oneof![10 => Just(None), 10 => Just(Some(0)), 10 => (1..20).prop_map(Some),
        1 => (-1..23).prop_map(Some)];
    let max = prop_oneof![20 => 1..11_i32, 1 => -1..13_i32];
    let attempt = prop_oneof![20 => Just(None), 20 => (0..2_u8).prop_map(Some), 1 => Just(Some(2))];
    (queue(), max, prop::option::of(timeout_s()), wait_s, attempt).prop_map(
        |(queue, max, timeout_s, wait_s, attempt)| Op::Receive { queue, max, timeout_s, wait_s, attempt },
    )
}

fn pick() -> impl Strategy<Value = Pick> {
    let forgery = prop_oneof![
        30 => Just(Forgery::None),
        1 => Just(Forgery::NotAHandle),
        1 => Just(Forgery::NeverReceived),
        1 => Just(Forgery::LaterReceive),
    ];
    let nth = prop_oneof![3 => 0..4_usize, 1 => 0..40_usize];
    (nth, forgery).prop_map(|(nth, forgery)| Pick { nth, forgery })
}

fn about_handles() -> impl Strategy<Value = Op> {
    prop_oneof![
        9 => (prop::option::weighted(0.1, queue()), pick())
            .prop_map(|(queue, handle)| Op::Delete { queue, handle }),
        4 => (queue(), prop::collection::vec(pick(), 0..12), ids())
            .prop_map(|(queue, handles, ids)| Op::DeleteBatch { queue, handles, ids }),
        9 => (pick(), timeout_s()).prop_map(|(handle, timeout_s)| Op::Change { handle, timeout_s }),
        2 => (queue(), prop::collection::vec((pick(), timeout_s()), 0..12), ids())
            .prop_map(|(queue, handles, ids)| Op::ChangeBatch { queue, handles, ids }),
    ]
}
