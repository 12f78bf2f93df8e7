//! Room for tasks: what is taken for each, and what makes way for it.

use std::sync::Arc;

use super::room::{Most, Over};
use super::{Room, Task, Tasks};
use crate::handler::Caller;
use crate::notify;

/// What there is no room in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Full {
    /// The number of a caller's tasks.
    Tasks(usize),
    /// The bytes that a caller's tasks hold.
    Bytes(usize),
    /// What is for all.
    All,
    /// The bytes that one may ever have: more than these do not fit.
    Ever(usize),
}

impl Tasks {
    /// Room for one more task of a caller, which came by so many bytes.
    pub(crate) fn reserve(&self, caller: &Caller, bytes: usize) -> Result<Room, Full> {
        self.forget_expired();
        let most = self.most();
        // Nobody's end makes room for more.
        let ever = most.all.min(most.each);
        if bytes > ever {
            return Err(Full::Ever(ever));
        }
        let place = loop {
            match self.places.take(caller.clone()) {
                Ok(place) => break place,
                Err(notify::Full::Each(each)) => {
                    self.make_way(Some(caller)).ok_or(Full::Tasks(each))?;
                }
                Err(notify::Full::All(_)) => self.make_way(None).ok_or(Full::All)?,
            }
        };
        let mut room = Room { place, held: Arc::clone(&self.held), bytes: 0 };
        while let Err(over) = room.resize(bytes, most) {
            match over {
                Over::Each => self.make_way(Some(caller)).ok_or(Full::Bytes(most.each))?,
                Over::All => self.make_way(None).ok_or(Full::All)?,
            }
        }
        Ok(room)
    }

    /// Room for what a task came to; its caller's share is all that counts
    /// by then. Fails with that share.
    pub(crate) fn enlarge(&self, task: &Task, bytes: usize) -> Result<(), usize> {
        let most = Most { all: usize::MAX, ..self.most() };
        if bytes > most.each {
            return Err(most.each);
        }
        while task.resize(bytes, most).is_err() {
            self.make_way(Some(&task.caller)).ok_or(most.each)?;
        }
        Ok(())
    }

    fn most(&self) -> Most {
        Most { all: self.settings.most_bytes, each: self.settings.most_bytes_each }
    }

    /// Forgets what a client has already, of one caller's or of all, where
    /// there is anything.
    fn make_way(&self, whose: Option<&Caller>) -> Option<()> {
        let mut kept = self.kept();
        let of = |task: &Arc<Task>| whose.is_none_or(|caller| task.caller == *caller);
        let oldest = kept.fetched.iter().find(|task| of(task)).cloned();
        let gone = oldest.and_then(|task| kept.remove(&task.id));
        drop(kept);
        gone.map(drop)
    }
}
