use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// What a call knows of its rounds before. It travels with the client, sealed.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Memory {
    /// Questions that were asked and have no answer yet.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    asked: BTreeMap<String, Fingerprint>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    answers: BTreeMap<String, (Fingerprint, Value)>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    steps: BTreeMap<String, Value>,
    /// What a client says without a state to show what it was asked.
    #[serde(skip)]
    offered: Map<String, Value>,
}

/// Which question it was: a later version of the program may ask another one
/// in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    pub(super) fn of(question: &Value) -> Self {
        let digest = Sha256::digest(question.to_string());
        Self(digest.first_chunk().map_or(0, |first| u64::from_be_bytes(*first)))
    }
}

impl Memory {
    /// `None` where it is none: another version of the program wrote it.
    pub(crate) fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Takes in what the client was told; what nobody asked for is ignored.
    pub(crate) fn answered(&mut self, responses: Map<String, Value>) {
        for (key, response) in responses {
            if let Some(question) = self.asked.remove(&key) {
                self.answers.insert(key, (question, response));
            }
        }
        // Whatever was left out will be asked again.
        self.asked.clear();
    }

    /// A client that brings no state back may answer all the same: whatever it
    /// says is its own word in either case.
    pub(crate) fn offered(responses: Map<String, Value>) -> Self {
        Self { offered: responses, ..Self::default() }
    }

    pub(super) fn answer(&mut self, key: &str, question: Fingerprint) -> Option<&Value> {
        if let Some(offered) = self.offered.remove(key) {
            self.answers.insert(key.to_owned(), (question, offered));
        }
        let (asked, answer) = self.answers.get(key)?;
        (*asked == question).then_some(answer)
    }

    pub(super) fn asks(&mut self, key: String, question: Fingerprint) {
        self.answers.remove(&key);
        self.asked.insert(key, question);
    }

    pub(super) fn step(&self, name: &str) -> Option<&Value> {
        self.steps.get(name)
    }

    pub(super) fn stepped(&mut self, name: &str, value: Value) {
        self.steps.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answers(values: Value) -> Map<String, Value> {
        serde_json::from_value(values).unwrap()
    }

    #[test]
    fn an_answer_is_of_the_question_that_was_asked() {
        let (city, other) = (Fingerprint::of(&json!("city?")), Fingerprint::of(&json!("other?")));
        let mut memory = Memory::default();
        memory.asks("1".to_owned(), city);
        memory.asks("2".to_owned(), other);
        memory.answered(answers(json!({"1": "Oslo", "3": "never asked"})));
        assert_eq!(memory.answer("1", city), Some(&json!("Oslo")));
        assert_eq!(memory.answer("1", other), None, "it asks something else now");
        assert_eq!(memory.answer("2", other), None);
        assert_eq!(memory.answer("3", city), None);
        // The one that was left out is not outstanding any more.
        memory.answered(answers(json!({"2": "late"})));
        assert_eq!(memory.answer("2", other), None);
    }

    #[test]
    fn an_answer_without_a_state_is_taken_by_its_key() {
        let question = Fingerprint::of(&json!("city?"));
        let mut memory = Memory::offered(answers(json!({"city": "Oslo", "other": 1})));
        assert_eq!(memory.answer("city", question), Some(&json!("Oslo")));
        assert_eq!(memory.answer("name", question), None);
        // It is remembered for the rounds to come; what nobody asked is not.
        let mut later = Memory::read(&memory.write()).unwrap();
        assert_eq!(later.answer("city", question), Some(&json!("Oslo")));
        assert_eq!(later.answer("other", question), None);
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let mut memory = Memory::default();
        assert_eq!(memory.write(), b"{}");
        memory.asks("1".to_owned(), Fingerprint::of(&json!(1)));
        memory.answered(answers(json!({"1": {"action": "accept"}})));
        memory.stepped("charged", json!({"id": 7}));
        memory.asks("2".to_owned(), Fingerprint::of(&json!(2)));
        assert_eq!(Memory::read(&memory.write()), Some(memory));
        assert_eq!(Memory::read(b"{\"asked\":3}"), None);
    }
}
