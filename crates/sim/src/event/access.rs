//! Who denied a call (sqs-facts §10).

use sqs::{Denial, KmsTrouble};

use crate::Trouble;

/// Whose word denied a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccessDenial {
    /// The caller's own policy does not allow it.
    NoIdentityPolicyAllows,
    /// The caller's own policy denies it.
    IdentityPolicyDenies,
    /// The queue's policy does not allow it.
    NoQueuePolicyAllows,
    /// The queue's policy denies it.
    QueuePolicyDenies,
    /// The queue's policy denies it, for the VPC endpoint that it came through or did not.
    WrongEndpoint,
}

impl AccessDenial {
    pub(crate) fn of(denial: Denial) -> Self {
        match denial {
            Denial::NoIdentityPolicyAllows => Self::NoIdentityPolicyAllows,
            Denial::ExplicitDenyInIdentityPolicy => Self::IdentityPolicyDenies,
            Denial::NoResourcePolicyAllows => Self::NoQueuePolicyAllows,
            Denial::ExplicitDenyInResourcePolicy => Self::QueuePolicyDenies,
            Denial::ExplicitDenyForEndpoint => Self::WrongEndpoint,
        }
    }

    /// Its number in the encoding, among those of troubles.
    pub(crate) const fn number(self) -> u64 {
        match self {
            Self::NoIdentityPolicyAllows => 5,
            Self::IdentityPolicyDenies => 13,
            Self::NoQueuePolicyAllows => 14,
            Self::QueuePolicyDenies => 15,
            Self::WrongEndpoint => 16,
        }
    }
}

/// A key's trouble as a number in the encoding, among those of troubles.
pub(crate) const fn key_trouble_number(trouble: KmsTrouble) -> u64 {
    match trouble {
        KmsTrouble::AccessDenied => 6,
        KmsTrouble::Disabled => 17,
        KmsTrouble::InvalidState => 18,
        KmsTrouble::NotFound => 19,
        KmsTrouble::InvalidKeyUsage => 20,
        KmsTrouble::OptInRequired => 21,
        KmsTrouble::Throttled => 22,
    }
}

impl Trouble {
    /// The trouble of a denial's or a key's number.
    pub(crate) fn of_access_number(number: u64) -> Option<Self> {
        Some(match number {
            5 => Self::AccessDenied(AccessDenial::NoIdentityPolicyAllows),
            13 => Self::AccessDenied(AccessDenial::IdentityPolicyDenies),
            14 => Self::AccessDenied(AccessDenial::NoQueuePolicyAllows),
            15 => Self::AccessDenied(AccessDenial::QueuePolicyDenies),
            16 => Self::AccessDenied(AccessDenial::WrongEndpoint),
            6 => Self::KmsDenied(KmsTrouble::AccessDenied),
            17 => Self::KmsDenied(KmsTrouble::Disabled),
            18 => Self::KmsDenied(KmsTrouble::InvalidState),
            19 => Self::KmsDenied(KmsTrouble::NotFound),
            20 => Self::KmsDenied(KmsTrouble::InvalidKeyUsage),
            21 => Self::KmsDenied(KmsTrouble::OptInRequired),
            22 => Self::KmsDenied(KmsTrouble::Throttled),
            _ => return None,
        })
    }

    /// Is it a word of a policy, or of a key?
    pub fn is_denial(self) -> bool {
        matches!(self, Self::AccessDenied(_) | Self::KmsDenied(_))
    }
}
