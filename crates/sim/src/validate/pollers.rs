//! Whether pollers, kinds of messages and faults can run.

use sqs::limits as sqs_limits;

use super::within;
use crate::{
    FaultKind, FaultModel, Habits, Model, ModelError, ProducerModel, QueueChange, Which, WorkTime, limits,
};

impl Model {
    pub(super) fn validate_habits(&self, index: u32, habits: &Habits) -> Result<(), ModelError> {
        let check = |ok, field| within(ok, "consumer", index, field);
        for queue in &habits.then {
            self.queue(*queue, "consumer")?;
        }
        check(habits.then.len() <= limits::THEN_MAX, "then")?;
        check(habits.pause_us <= limits::DURATION_US_MAX, "pause")?;
        if let Some(heartbeat) = habits.heartbeat {
            check(
                (limits::LATENCY_US_MIN..=limits::DURATION_US_MAX).contains(&heartbeat.every_us),
                "heartbeat",
            )?;
            check((1..=sqs_limits::VISIBILITY_TIMEOUT_S_MAX).contains(&heartbeat.to_s), "heartbeat")?;
        }
        check(habits.away.len() <= limits::AWAY_MAX, "away")?;
        check(habits.away.iter().all(|(from, to)| from < to), "away")?;
        check(habits.away.is_sorted_by(|before, after| before.1 < after.0), "away")?;
        let is_zone = |zone: &u32| (*zone as usize) < self.zones.len();
        if habits.zones.iter().all(is_zone) { Ok(()) } else { Err(ModelError::DanglingIndex("consumer")) }
    }

    pub(super) fn validate_kinds(
        &self,
        index: u32,
        producer: &ProducerModel,
        bytes_max: u32,
    ) -> Result<(), ModelError> {
        let check = |ok| within(ok, "producer", index, "kinds");
        check(producer.kinds.len() <= limits::KINDS_MAX)?;
        for kind in &producer.kinds {
            let is_right = match &kind.which {
                Which::Numbers(numbers) => {
                    numbers.len() <= limits::KIND_NUMBERS_MAX
                        && numbers.is_sorted_by(|before, after| before < after)
                        && numbers.first().is_none_or(|number| *number >= 1)
                }
                Which::Every(n) => *n >= 1,
                Which::All => true,
            };
            check(is_right)?;
            check(kind.work.is_none_or(is_work))?;
            check(kind.body.as_ref().is_none_or(|body| !body.is_empty()))?;
            check(kind.size_bytes.is_none_or(|bytes| (1..=bytes_max).contains(&bytes)))?;
        }
        Ok(())
    }

    pub(super) fn validate_fault(&self, fault: &FaultModel) -> Result<(), ModelError> {
        match &fault.kind {
            FaultKind::Crash { worker, .. } => self.worker(*worker, "fault"),
            FaultKind::Hang { worker, .. } | FaultKind::Stop { worker } => {
                self.worker(*worker, "fault")?;
                let is_managed = self.consumers[worker.consumer as usize].lambda.is_some();
                if is_managed { Err(ModelError::DanglingIndex("fault")) } else { Ok(()) }
            }
            FaultKind::SecondCopy { queue }
            | FaultKind::CancelRedrive { queue }
            | FaultKind::Purge { queue }
            | FaultKind::Redrive { queue, to: None, .. } => self.queue(*queue, "fault"),
            FaultKind::Redrive { queue, to: Some(to), .. } => {
                self.queue(*queue, "fault")?;
                self.queue(*to, "fault")
            }
            FaultKind::LoseRequest { producer } | FaultKind::LoseReply { producer } => {
                let is_there = (*producer as usize) < self.producers.len();
                if is_there { Ok(()) } else { Err(ModelError::DanglingIndex("fault")) }
            }
            FaultKind::Slow { consumer, factor_milli, .. } => {
                let is_there = (*consumer as usize) < self.consumers.len();
                if !is_there || *factor_milli > limits::PACE_MILLI_MAX {
                    return Err(ModelError::DanglingIndex("fault"));
                }
                Ok(())
            }
            FaultKind::ZoneOutage { zone, .. } => {
                let is_there = (*zone as usize) < self.zones.len();
                if is_there { Ok(()) } else { Err(ModelError::DanglingIndex("fault")) }
            }
            FaultKind::Change { queue, changes } => {
                self.queue(*queue, "fault")?;
                if QueueChange::all_of(changes).is_empty() {
                    return Err(ModelError::OutOfRange("fault", 0, "change"));
                }
                match changes.redrive.flatten() {
                    Some(redrive) => self.queue(redrive.dead_letter_target.0, "fault"),
                    None => Ok(()),
                }
            }
        }
    }
}

/// Is a work time in its range?
pub(super) fn is_work(work: WorkTime) -> bool {
    let (longest, ordered) = match work {
        WorkTime::Fixed(us) | WorkTime::Exponential(us) => (us, true),
        WorkTime::Uniform(from, to) => (to, from <= to),
        WorkTime::Lognormal(median, sigma_milli) => (median, sigma_milli <= 10_000),
    };
    ordered && longest <= limits::DURATION_US_MAX
}
