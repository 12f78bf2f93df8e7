//! The guards one after the other, on the way in and on the way out.

use std::sync::Arc;

use bytes::Bytes;

use super::{Guarded, Next, Stage};
use crate::error::{CallError, Ending};
use crate::guard::ask::Asking;
use crate::guard::breaker::Watched;
use crate::guard::replay::{Following, Kept, Look};
use crate::guard::timeout::Deadline;
use crate::guard::{Reply, Stack, output, panic};
use crate::handler::{Context, Defaults, GuardCall, Output, Prepared, Questions, access};
use crate::usage::tally::Refuser;

impl Guarded {
    /// Scopes and rate, then validation.
    pub(super) fn enter(&mut self) -> Result<Next, CallError> {
        let authority = &self.ctx.environment().authority;
        if let Err(denied) = authority.allow(&self.stack.settings.access, self.ctx.principal()) {
            let error = access::refusal(&denied, self.ctx.remote());
            self.denied = Some(denied);
            return self.refuse(Refuser::Auth, error);
        }
        let asking = asking(&self.ctx, self.arguments.as_ref())?;
        if let Some(rate) = &self.stack.rate {
            self.held.standing = match rate.admit(&asking) {
                Ok(standing) => standing,
                Err(refused) => {
                    self.limited = true;
                    self.held.standing = Some(refused.standing);
                    return self.refuse(Refuser::Rate, refused.error);
                }
            };
        }
        if let Err(refused) = self.tasking.fits() {
            return self.refuse(Refuser::Tasks, refused);
        }
        let prepare = || self.target.prepare(asking.arguments, self.ctx.clone());
        let Prepared(prepared) = panic::isolate(&self.ctx, prepare)?;
        match prepared {
            Ok(handler) => self.handler = Some(handler),
            Err(refused) => return self.refuse(Refuser::Validate, refused),
        }
        let checks = self.stack.checks;
        if checks.is_empty() {
            return Ok(Next::Stage(Stage::Replaying));
        }
        let defaults = Arc::clone(&self.target) as Arc<dyn Defaults>;
        let call = GuardCall::new(self.ctx.clone(), self.arguments.clone(), defaults);
        Ok(Next::Stage(Stage::Checking(Box::pin(async move {
            for check in checks {
                check(call.clone()).await?;
            }
            Ok(())
        }))))
    }

    /// Idempotency and cache: whether another call has, or gets, the result.
    /// Where this one has to come to it, it needs room for a task.
    pub(super) fn look(&mut self) -> Result<Next, CallError> {
        let Stack { idempotency, cache, .. } = &*self.stack;
        if idempotency.is_none() && cache.is_none() {
            self.reserve()?;
            return Ok(Next::Stage(Stage::Booking));
        }
        let asking = asking(&self.ctx, self.arguments.as_ref())?;
        let mut ticket = None;
        if let Some(idempotency) = idempotency {
            ticket = match idempotency.ticket(&asking) {
                Ok(ticket) => ticket,
                Err(refused) => return self.refuse(Refuser::Idempotency, refused),
            };
        }
        // What a client was told is no part of the key.
        let cache = cache.as_ref().filter(|_| !self.ctx.is_repeated());
        let ticket = ticket.or_else(|| cache.map(|cache| cache.ticket(&asking)));
        let Some(ticket) = ticket else {
            self.reserve()?;
            return Ok(Next::Stage(Stage::Booking));
        };
        let look = match ticket.look(asking.now()) {
            Ok(look) => look,
            Err(refused) => return self.refuse(Refuser::Idempotency, refused),
        };
        Ok(match look {
            Look::Hit(kept) => {
                if matches!(kept, Kept::Gone) {
                    return kept
                        .into_result()
                        .map(Next::Reply)
                        .or_else(|gone| self.refuse(Refuser::Idempotency, gone));
                }
                self.replayed = true;
                Next::Reply(kept.into_result()?)
            }
            Look::Follow(leader) => {
                Next::Stage(Stage::Following(Following::new(leader, self.ctx.clone())))
            }
            Look::Lead(lead) => {
                self.reserve()?;
                self.held.lead = Some((ticket, lead));
                Next::Stage(Stage::Booking)
            }
        })
    }

    /// Budget, then breaker.
    pub(super) fn book(&mut self) -> Result<Next, CallError> {
        if let Some(budget) = &self.stack.budget {
            let asking = asking(&self.ctx, self.arguments.as_ref())?;
            match budget.reserve(&asking, self.ctx.environment()) {
                Ok(reservation) => self.held.reservation = Some(reservation),
                Err(refused) => return self.refuse(Refuser::Budget, refused),
            }
        }
        if let Some(breaker) = &self.stack.breaker {
            match breaker.admit(&self.ctx) {
                Ok(watched) => self.held.watched = Some(watched),
                Err(refused) => return self.refuse(Refuser::Breaker, refused),
            }
        }
        Ok(Next::Stage(Stage::Queueing))
    }

    /// Concurrency, then the handler.
    pub(super) fn queue(&mut self) -> Result<Next, CallError> {
        let clock = &self.ctx.environment().clock;
        let slots = self.stack.concurrency.iter().zip(&mut self.held.permits);
        for (index, (guard, permit)) in slots.enumerate() {
            let (Some(guard), None) = (guard, &permit) else { continue };
            match guard.try_enter() {
                Some(entered) => *permit = Some(entered),
                None => {
                    return match guard.enqueue(clock, &self.stack.tally) {
                        Ok(queued) => Ok(Next::Stage(Stage::Queued(index, queued))),
                        Err(refused) => self.refuse(Refuser::Concurrency, refused),
                    };
                }
            }
        }
        self.begin()
    }

    fn begin(&mut self) -> Result<Next, CallError> {
        if self.waited
            && let Some(breaker) = &self.stack.breaker
            && self.held.watched.as_ref().is_none_or(Watched::is_outdated)
        {
            // It may have opened meanwhile.
            match breaker.admit(&self.ctx) {
                Ok(watched) => self.held.watched = Some(watched),
                Err(refused) => return self.refuse(Refuser::Breaker, refused),
            }
        }
        if self.waited {
            // The time to run is not spent with waiting for a turn.
            let timeout = self.stack.settings.timeout;
            self.ctx.postpone(timeout);
            self.deadline = Deadline::new(timeout, self.stack.repeatable);
        }
        self.ctx.spend_state()?;
        if let Some(reservation) = &mut self.held.reservation {
            reservation.begin(&self.ctx);
        }
        if let Some(account) = &mut self.account {
            account.begin(&self.ctx, self.stack.price(), self.waited);
        }
        if self.stack.concurrency.iter().any(Option::is_some) {
            self.held.began = Some(self.ctx.environment().clock.now());
            // A thread that blocks goes on after the call was given up, and
            // with it its share of what may run at once.
            self.ctx.lease(Some(Arc::new(std::mem::take(&mut self.held.permits))));
        }
        let handler = self.handler.take();
        handler
            .map(|handler| Next::Stage(Stage::Running(handler)))
            .ok_or_else(|| CallError::internal("a call began twice"))
    }

    /// Tells the guards how the handler ended.
    pub(super) fn settle(
        &mut self,
        outcome: Result<Output, CallError>,
    ) -> Result<Reply, CallError> {
        let outcome = match outcome {
            Ok(output) => output::cap(output, self.stack.settings.max_output)
                .or_else(|refused| self.refuse(Refuser::Output, refused)),
            failed => failed,
        };
        self.asks_for_itself();
        if outcome.as_ref().is_err_and(|error| error.ending() == Ending::NotStarted) {
            self.never_started();
        }
        if let Some(watched) = self.held.watched.take() {
            watched.ended(outcome.as_ref().err());
        }
        if let Some(began) = self.held.began {
            let took = self.ctx.environment().clock.now().saturating_duration_since(began);
            let took = took.saturating_sub(self.ctx.paused());
            self.stack.concurrency.iter().flatten().for_each(|guard| guard.took(took));
        }
        let Some((ticket, lead)) = self.held.lead.take() else { return outcome.map(Reply::Own) };
        let now = self.ctx.environment().ticks();
        match outcome {
            Ok(output) => {
                let output = Arc::new(output);
                ticket.ended(lead, Kept::Output(Arc::clone(&output)), now);
                Ok(Reply::Shared(output))
            }
            Err(error) => {
                ticket.ended(lead, Kept::error(&error), now);
                Err(error)
            }
        }
    }
}

impl Guarded {
    /// Ends a round. It is paid for by the one that has the result, and neither
    /// kept nor handed to others, who ask for themselves.
    pub(super) fn ask(&mut self, questions: Questions) -> Reply {
        if let Some(reservation) = &mut self.held.reservation {
            reservation.undo();
        }
        if let Some(account) = &mut self.account {
            account.free();
        }
        Reply::Own(Output::Questions(Box::new(questions)))
    }

    /// What a client was told on its stream is in no cache, and those who wait
    /// for the result ask for themselves.
    /// Those who repeat the call wait as long as it does.
    pub(super) fn asks_for_itself(&mut self) {
        let Some((ticket, lead)) = &self.held.lead else { return };
        if !ticket.is_shared() {
            lead.asks(self.ctx.is_paused());
        } else if self.ctx.has_asked() {
            self.held.lead = None;
        }
    }

    /// Nothing is paid for a function that was not called.
    fn never_started(&mut self) {
        if let Some(reservation) = &mut self.held.reservation {
            reservation.undo();
        }
        if let Some(account) = &mut self.account {
            account.free();
            account.refused(Refuser::Threads);
        }
    }
}

fn asking<'a>(ctx: &'a Context, arguments: Option<&'a Bytes>) -> Result<Asking<'a>, CallError> {
    let arguments = arguments.map(|bytes| std::str::from_utf8(bytes));
    let arguments = arguments.transpose().map_err(CallError::internal)?;
    Ok(Asking { ctx, arguments })
}
