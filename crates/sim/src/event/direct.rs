//! How direct calls end.

/// How a direct call ends, as its caller sees it; the numbers are HTTP's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// The work is done, and the caller has its answer (200).
    Answered,
    /// The work failed (500).
    Failed,
    /// The worker died in the middle of it (502).
    Broken,
    /// No worker was free, and there was no place to wait (503).
    Refused,
    /// The caller waited for as long as it does (504). A worker that is at it goes on.
    TimedOut,
    /// A worker is done with it, and its answer does not reach the caller, which has given up or will: what was
    /// done is done. This ends the work, not the call.
    Unheard,
}

impl CallOutcome {
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::Answered => 0,
            Self::Failed => 1,
            Self::Broken => 2,
            Self::Refused => 3,
            Self::TimedOut => 4,
            Self::Unheard => 5,
        }
    }

    pub(crate) const fn of_number(number: u64) -> Self {
        match number {
            0 => Self::Answered,
            1 => Self::Failed,
            2 => Self::Broken,
            3 => Self::Refused,
            4 => Self::TimedOut,
            _ => Self::Unheard,
        }
    }

    /// The status of HTTP that says so; none for what no caller hears.
    pub const fn status(self) -> Option<u32> {
        match self {
            Self::Answered => Some(200),
            Self::Failed => Some(500),
            Self::Broken => Some(502),
            Self::Refused => Some(503),
            Self::TimedOut => Some(504),
            Self::Unheard => None,
        }
    }
}
