//! Six questions, and whether the answer is a standard queue, a FIFO queue, or no queue (sqs-facts §12.1). The words
//! are in [`crate::text`].

#[path = "../library/proofs.rs"]
mod proofs;

/// What is asked, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Must messages that belong together be handled in the order in which they were sent?
    Order,
    /// Would a second delivery of a message do harm that the consumer cannot make harmless?
    Duplicates,
    /// How many messages a second, at most?
    Rate,
    /// Who gets each message?
    Readers,
    /// How long before a message is to be handled?
    Wait,
    /// Does the sender need the answer at once?
    Answer,
}

/// All questions, in order.
pub const ASKED: [Asked; 6] =
    [Asked::Order, Asked::Duplicates, Asked::Rate, Asked::Readers, Asked::Wait, Asked::Answer];

/// An answer to choose: its question and its place among that question's choices, from 0.
pub type Choice = u8;

/// Places of the choices of each question that has names in the rules below.
mod choices {
    pub const NO: u8 = 0;
    pub const ORDER_ALL: u8 = 2;
    pub const RATE_UP_TO_300: u8 = 0;
    pub const RATE_UP_TO_3000: u8 = 1;
    pub const RATE_UP_TO_70000: u8 = 2;
    pub const READERS_EACH: u8 = 1;
    pub const READERS_AGAIN: u8 = 2;
    pub const WAIT_QUARTER: u8 = 1;
    pub const WAIT_DAYS: u8 = 2;
}

impl Asked {
    /// How many choices it has.
    pub fn choices(self) -> Choice {
        match self {
            Self::Duplicates | Self::Answer => 2,
            Self::Order | Self::Readers | Self::Wait => 3,
            Self::Rate => 4,
        }
    }
}

/// One choice for each question, in the order of [`ASKED`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers(pub [Choice; 6]);

impl Answers {
    /// The choice for a question.
    pub fn to(self, asked: Asked) -> Choice {
        self.0[asked as usize]
    }

    /// The same with another choice, clamped to those that there are.
    #[must_use]
    pub fn with(mut self, asked: Asked, choice: Choice) -> Self {
        self.0[asked as usize] = choice.min(asked.choices() - 1);
        self
    }
}

/// What to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A standard queue.
    Standard,
    /// A FIFO queue.
    Fifo,
    /// Neither.
    Neither,
}

/// Why, and what else follows from the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Neither: the sender waits for the answer, which a queue does not give.
    AnswerAtOnce,
    /// Neither: a stream keeps messages that were read, a queue does not.
    ReadAgain,
    /// Neither: order at a rate that no FIFO queue takes.
    OrderBeyondFifo,
    /// FIFO: order by message group.
    OrderByGroup,
    /// FIFO: one group for all, so one message at a time.
    OrderOfAll,
    /// FIFO: duplicate sends within five minutes are dropped; work must be safe to repeat all the same.
    NoDuplicates,
    /// Standard: a duplicate does no harm, and order does not matter.
    DuplicatesHarmless,
    /// FIFO: batches of ten for more than 300 calls a second.
    Batches,
    /// FIFO: high throughput mode.
    HighThroughput,
    /// Standard: any rate.
    AnyRate,
    /// An SNS topic in front, a queue for each reader.
    FanOut,
    /// Each message goes to one consumer.
    OneConsumerEach,
    /// `DelaySeconds`, up to 15 minutes; on FIFO only for the whole queue.
    Delay,
    /// A scheduler sends it when its time has come.
    Scheduler,
}

/// The advice that follows from six answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// What to take.
    pub verdict: Verdict,
    /// Why, the decisive reason first.
    pub reasons: Vec<Reason>,
}

/// What to take, and why.
pub fn advise(answers: Answers) -> Advice {
    let order = answers.to(Asked::Order);
    let rate = answers.to(Asked::Rate);
    let readers = answers.to(Asked::Readers);
    if answers.to(Asked::Answer) != choices::NO {
        return Advice { verdict: Verdict::Neither, reasons: vec![Reason::AnswerAtOnce] };
    }
    if readers == choices::READERS_AGAIN {
        return Advice { verdict: Verdict::Neither, reasons: vec![Reason::ReadAgain] };
    }
    let needs_order = order != choices::NO;
    let needs_fifo = needs_order || answers.to(Asked::Duplicates) != choices::NO;
    // One group is one partition, which high throughput does not widen.
    let beyond_fifo =
        rate > choices::RATE_UP_TO_70000 || order == choices::ORDER_ALL && rate > choices::RATE_UP_TO_3000;
    if needs_order && beyond_fifo {
        return Advice { verdict: Verdict::Neither, reasons: vec![Reason::OrderBeyondFifo] };
    }
    let is_fifo = needs_fifo && !beyond_fifo;
    let mut reasons = Vec::new();
    if !is_fifo {
        reasons.push(Reason::DuplicatesHarmless);
        if rate > choices::RATE_UP_TO_300 {
            reasons.push(Reason::AnyRate);
        }
    } else {
        match order {
            choices::NO => reasons.push(Reason::NoDuplicates),
            choices::ORDER_ALL => reasons.push(Reason::OrderOfAll),
            _ => reasons.push(Reason::OrderByGroup),
        }
        if needs_order && answers.to(Asked::Duplicates) != choices::NO {
            reasons.push(Reason::NoDuplicates);
        }
        match rate {
            choices::RATE_UP_TO_300 => {}
            choices::RATE_UP_TO_3000 => reasons.push(Reason::Batches),
            _ => reasons.push(Reason::HighThroughput),
        }
    }
    reasons.push(if readers == choices::READERS_EACH { Reason::FanOut } else { Reason::OneConsumerEach });
    match answers.to(Asked::Wait) {
        choices::WAIT_QUARTER => reasons.push(Reason::Delay),
        choices::WAIT_DAYS => reasons.push(Reason::Scheduler),
        _ => {}
    }
    Advice { verdict: if is_fifo { Verdict::Fifo } else { Verdict::Standard }, reasons }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(changes: &[(Asked, Choice)]) -> Advice {
        advise(
            changes.iter().fold(Answers::default(), |answers, (asked, choice)| answers.with(*asked, *choice)),
        )
    }

    #[test]
    fn every_answer_leads_somewhere_and_says_why() {
        let mut seen = Vec::new();
        let mut answers = vec![Answers::default()];
        for asked in ASKED {
            answers = answers
                .iter()
                .flat_map(|answers| (0..asked.choices()).map(|choice| answers.with(asked, choice)))
                .collect();
        }
        assert_eq!(answers.len(), 3 * 2 * 4 * 3 * 3 * 2);
        for answers in answers {
            let Advice { verdict, reasons } = advise(answers);
            assert!(!reasons.is_empty(), "{answers:?}");
            let distinct = reasons.iter().enumerate().all(|(at, reason)| !reasons[..at].contains(reason));
            assert!(distinct, "{answers:?}: {reasons:?}");
            if answers.to(Asked::Order) != choices::NO {
                assert_ne!(verdict, Verdict::Standard, "a standard queue keeps no order: {answers:?}");
            }
            if !seen.contains(&verdict) {
                seen.push(verdict);
            }
        }
        assert_eq!(seen.len(), 3);
    }

    #[test]
    fn what_courses_ask() {
        let plain = advice(&[]);
        assert_eq!(plain.verdict, Verdict::Standard);
        assert_eq!(advice(&[(Asked::Order, 1)]).verdict, Verdict::Fifo);
        assert_eq!(advice(&[(Asked::Duplicates, 1)]).reasons[0], Reason::NoDuplicates);
        assert_eq!(advice(&[(Asked::Order, 2), (Asked::Rate, 2)]).reasons, [Reason::OrderBeyondFifo]);
        assert!(advice(&[(Asked::Order, 1), (Asked::Rate, 2)]).reasons.contains(&Reason::HighThroughput));
        assert!(advice(&[(Asked::Readers, 1)]).reasons.contains(&Reason::FanOut));
        assert_eq!(advice(&[(Asked::Answer, 1)]).verdict, Verdict::Neither);
        assert!(advice(&[(Asked::Wait, 2)]).reasons.contains(&Reason::Scheduler));
    }
}
