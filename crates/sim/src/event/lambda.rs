//! How invocations end, and why a mapping's concurrency changes.

/// How an invocation ended, as its mapping sees it (sqs-facts §7.2, §7.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvocationOutcome {
    /// Everything is deleted.
    Succeeded,
    /// What the function reported stays, the rest is deleted.
    PartlyFailed,
    /// The function threw an exception, or its environment died: nothing is deleted.
    Failed,
    /// The function was killed at its timeout: nothing is deleted.
    TimedOut,
    /// The mapping could not make sense of the answer: nothing is deleted.
    BadAnswer,
}

/// Why a mapping may have more or fewer invocations at once than before (sqs-facts §7.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConcurrencyChange {
    /// All that was allowed was in use and messages waited.
    Grew,
    /// Invocations had failed.
    Errors,
    /// A receive came back with nothing.
    Idle,
}

impl InvocationOutcome {
    /// Is nothing deleted?
    pub(crate) fn is_error(self) -> bool {
        match self {
            Self::Succeeded | Self::PartlyFailed => false,
            Self::Failed | Self::TimedOut | Self::BadAnswer => true,
        }
    }

    /// Its number in the encoding.
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::Succeeded => 0,
            Self::PartlyFailed => 1,
            Self::Failed => 2,
            Self::TimedOut => 3,
            Self::BadAnswer => 4,
        }
    }

    /// The outcome of a number.
    pub(crate) fn of_number(number: u64) -> Self {
        match number {
            0 => Self::Succeeded,
            1 => Self::PartlyFailed,
            2 => Self::Failed,
            3 => Self::TimedOut,
            _ => Self::BadAnswer,
        }
    }
}

impl ConcurrencyChange {
    /// Its number in the encoding.
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::Grew => 0,
            Self::Errors => 1,
            Self::Idle => 2,
        }
    }

    /// The change of a number.
    pub(crate) fn of_number(number: u64) -> Self {
        match number {
            0 => Self::Grew,
            1 => Self::Errors,
            _ => Self::Idle,
        }
    }
}
