use super::{Health, Status};
use crate::observe::{CheckReading, CheckStatus, Reading, Vitals};

impl Vitals for Health {
    fn reading(&self) -> Reading {
        let checks = self.check_reports().into_iter().map(|check| CheckReading {
            name: check.name.into(),
            status: match check.status {
                Status::Pending => CheckStatus::Pending,
                Status::Passing => CheckStatus::Passing,
                Status::Failing => CheckStatus::Failing,
            },
            message: check.message.map(Into::into),
            checked: check.checked.map(Into::into),
            duration: check.duration.map(|took| took.0),
        });
        Reading {
            live: self.is_live(),
            ready: self.is_ready(),
            draining: self.is_draining(),
            checks: checks.collect(),
        }
    }
}
