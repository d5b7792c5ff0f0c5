//! Interactions before the steps of a script had replies, before they knew of promises, before they had marks, and before they knew
//! when a number was dialled that nobody was reached on.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{ClientId, InteractionId, OutcomeId, PersonId, QueueEntryId, ScriptId, UserId};
use crate::domain::interaction::{
    Direction, Interaction, InteractionKind, InteractionStatus, PathStep, ScriptRun, Subject, Tried,
};
use crate::domain::phone::Phone;
use crate::domain::recording::{Link, Mark};
use crate::domain::time::Moment;

/// An interaction of version 1.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct InteractionV1 {
    pub(in crate::store) id: InteractionId,
    pub(in crate::store) client: ClientId,
    pub(in crate::store) person: Option<PersonId>,
    pub(in crate::store) kind: InteractionKind,
    pub(in crate::store) direction: Direction,
    pub(in crate::store) status: InteractionStatus,
    pub(in crate::store) at: Moment,
    pub(in crate::store) duration_s: Option<u32>,
    pub(in crate::store) phone: Option<Phone>,
    pub(in crate::store) subject: Option<Subject>,
    pub(in crate::store) outcome: Option<OutcomeId>,
    pub(in crate::store) reason: String,
    pub(in crate::store) owner: UserId,
    pub(in crate::store) text: String,
    pub(in crate::store) script: Option<ScriptRunV1>,
    pub(in crate::store) entry: Option<QueueEntryId>,
    pub(in crate::store) attempt: u16,
}

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct ScriptRunV1 {
    pub(in crate::store) script: ScriptId,
    pub(in crate::store) path: Vec<PathStepV1>,
}

#[derive(Serialize, Deserialize)]
pub(in crate::store) struct PathStepV1 {
    pub(in crate::store) step: String,
    pub(in crate::store) answer: Option<u8>,
}

impl From<InteractionV1> for Interaction {
    fn from(old: InteractionV1) -> Self {
        let InteractionV1 {
            id,
            client,
            person,
            kind,
            direction,
            status,
            at,
            duration_s,
            phone,
            subject,
            outcome,
            reason,
            owner,
            text,
            script,
            entry,
            attempt,
        } = old;
        let read = |PathStepV1 { step, answer }| PathStep { step, answer, reply: None };
        let script = script
            .map(|run| ScriptRun { script: run.script, path: run.path.into_iter().map(read).collect() });
        Self {
            id,
            client,
            person,
            kind,
            direction,
            status,
            at,
            duration_s,
            phone,
            subject,
            outcome,
            reason,
            owner,
            text,
            script,
            entry,
            attempt,
            promised: None,
            tried: Vec::new(),
            marks: Vec::new(),
            recording: None,
        }
    }
}

/// An interaction of version 2.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct InteractionV2 {
    pub(in crate::store) id: InteractionId,
    pub(in crate::store) client: ClientId,
    pub(in crate::store) person: Option<PersonId>,
    pub(in crate::store) kind: InteractionKind,
    pub(in crate::store) direction: Direction,
    pub(in crate::store) status: InteractionStatus,
    pub(in crate::store) at: Moment,
    pub(in crate::store) duration_s: Option<u32>,
    pub(in crate::store) phone: Option<Phone>,
    pub(in crate::store) subject: Option<Subject>,
    pub(in crate::store) outcome: Option<OutcomeId>,
    pub(in crate::store) reason: String,
    pub(in crate::store) owner: UserId,
    pub(in crate::store) text: String,
    pub(in crate::store) script: Option<ScriptRun>,
    pub(in crate::store) entry: Option<QueueEntryId>,
    pub(in crate::store) attempt: u16,
}

impl From<InteractionV2> for Interaction {
    fn from(old: InteractionV2) -> Self {
        Self {
            id: old.id,
            client: old.client,
            person: old.person,
            kind: old.kind,
            direction: old.direction,
            status: old.status,
            at: old.at,
            duration_s: old.duration_s,
            phone: old.phone,
            subject: old.subject,
            outcome: old.outcome,
            reason: old.reason,
            owner: old.owner,
            text: old.text,
            script: old.script,
            entry: old.entry,
            attempt: old.attempt,
            // The contact that was called knows its kind no more.
            promised: None,
            tried: Vec::new(),
            marks: Vec::new(),
            recording: None,
        }
    }
}

/// An interaction of version 3.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct InteractionV3 {
    pub(in crate::store) id: InteractionId,
    pub(in crate::store) client: ClientId,
    pub(in crate::store) person: Option<PersonId>,
    pub(in crate::store) kind: InteractionKind,
    pub(in crate::store) direction: Direction,
    pub(in crate::store) status: InteractionStatus,
    pub(in crate::store) at: Moment,
    pub(in crate::store) duration_s: Option<u32>,
    pub(in crate::store) phone: Option<Phone>,
    pub(in crate::store) subject: Option<Subject>,
    pub(in crate::store) outcome: Option<OutcomeId>,
    pub(in crate::store) reason: String,
    pub(in crate::store) owner: UserId,
    pub(in crate::store) text: String,
    pub(in crate::store) script: Option<ScriptRun>,
    pub(in crate::store) entry: Option<QueueEntryId>,
    pub(in crate::store) attempt: u16,
    pub(in crate::store) promised: Option<Moment>,
    pub(in crate::store) tried: Vec<Phone>,
}

impl From<InteractionV3> for Interaction {
    fn from(old: InteractionV3) -> Self {
        Self {
            id: old.id,
            client: old.client,
            person: old.person,
            kind: old.kind,
            direction: old.direction,
            status: old.status,
            at: old.at,
            duration_s: old.duration_s,
            phone: old.phone,
            subject: old.subject,
            outcome: old.outcome,
            reason: old.reason,
            owner: old.owner,
            text: old.text,
            script: old.script,
            entry: old.entry,
            attempt: old.attempt,
            promised: old.promised,
            tried: dialled(old.tried),
            marks: Vec::new(),
            recording: None,
        }
    }
}

/// An interaction of version 4.
#[derive(Serialize, Deserialize)]
pub(in crate::store) struct InteractionV4 {
    pub(in crate::store) id: InteractionId,
    pub(in crate::store) client: ClientId,
    pub(in crate::store) person: Option<PersonId>,
    pub(in crate::store) kind: InteractionKind,
    pub(in crate::store) direction: Direction,
    pub(in crate::store) status: InteractionStatus,
    pub(in crate::store) at: Moment,
    pub(in crate::store) duration_s: Option<u32>,
    pub(in crate::store) phone: Option<Phone>,
    pub(in crate::store) subject: Option<Subject>,
    pub(in crate::store) outcome: Option<OutcomeId>,
    pub(in crate::store) reason: String,
    pub(in crate::store) owner: UserId,
    pub(in crate::store) text: String,
    pub(in crate::store) script: Option<ScriptRun>,
    pub(in crate::store) entry: Option<QueueEntryId>,
    pub(in crate::store) attempt: u16,
    pub(in crate::store) promised: Option<Moment>,
    pub(in crate::store) tried: Vec<Phone>,
    pub(in crate::store) marks: Vec<Mark>,
    pub(in crate::store) recording: Option<Link>,
}

impl From<InteractionV4> for Interaction {
    fn from(old: InteractionV4) -> Self {
        Self {
            id: old.id,
            client: old.client,
            person: old.person,
            kind: old.kind,
            direction: old.direction,
            status: old.status,
            at: old.at,
            duration_s: old.duration_s,
            phone: old.phone,
            subject: old.subject,
            outcome: old.outcome,
            reason: old.reason,
            owner: old.owner,
            text: old.text,
            script: old.script,
            entry: old.entry,
            attempt: old.attempt,
            promised: old.promised,
            tried: dialled(old.tried),
            marks: old.marks,
            recording: old.recording,
        }
    }
}

/// Numbers of which nobody has written down when they were dialled.
fn dialled(phones: Vec<Phone>) -> Vec<Tried> {
    phones.into_iter().map(|phone| Tried { phone, at: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;
    use crate::domain::script::Script;
    use crate::store::codec;
    use crate::store::upgrade::script::{AnswerV1, ScriptV1, StepV1};

    fn written<T: Serialize>(value: &T) -> Vec<u8> {
        let config = bincode::config::standard();
        [vec![1], bincode::serde::encode_to_vec(value, config).unwrap()].concat()
    }

    #[test]
    fn calls_before_marks_are_read_with_all_they_had() {
        let call = InteractionV3 {
            id: InteractionId::from_u64(7),
            client: ClientId::from_u64(1),
            person: None,
            kind: InteractionKind::Call,
            direction: Direction::Outgoing,
            status: InteractionStatus::Held,
            at: Moment::from_millis(5),
            duration_s: Some(60),
            phone: None,
            subject: None,
            outcome: None,
            reason: String::new(),
            owner: UserId::from_u64(1),
            text: "дорого".into(),
            script: None,
            entry: None,
            attempt: 3,
            promised: Some(Moment::from_millis(9)),
            tried: vec![Phone::parse("8 495 012-34-56").unwrap()],
        };
        let config = bincode::config::standard();
        let bytes = [vec![3], bincode::serde::encode_to_vec(&call, config).unwrap()].concat();
        let read: Interaction = codec::decode(&bytes).unwrap();
        assert_eq!((read.text.as_str(), read.promised), ("дорого", call.promised));
        assert_eq!(read.tried, [Tried { phone: call.tried[0], at: None }]);
        assert_eq!((read.marks, read.recording), (vec![], None));
        let now: Interaction = codec::decode(&bytes).unwrap();
        let now =
            Interaction {
                marks: vec![Mark::new(7, "цена")], recording: Link::parse("/1.wav").ok(), ..now
            };
        assert_eq!(codec::decode::<Interaction>(&codec::encode(&now).unwrap()).unwrap(), now);
    }

    #[test]
    fn numbers_dialled_before_another_one_are_read_without_their_time() {
        let phone = Phone::parse("8 495 012-34-56").unwrap();
        let call = InteractionV4 {
            id: InteractionId::from_u64(7),
            client: ClientId::from_u64(1),
            person: None,
            kind: InteractionKind::Call,
            direction: Direction::Outgoing,
            status: InteractionStatus::Held,
            at: Moment::from_millis(5),
            duration_s: None,
            phone: None,
            subject: None,
            outcome: None,
            reason: String::new(),
            owner: UserId::from_u64(1),
            text: String::new(),
            script: None,
            entry: None,
            attempt: 1,
            promised: None,
            tried: vec![phone],
            marks: vec![Mark::new(7, "цена")],
            recording: Link::parse("/1.wav").ok(),
        };
        let config = bincode::config::standard();
        let bytes = [vec![4], bincode::serde::encode_to_vec(&call, config).unwrap()].concat();
        let read: Interaction = codec::decode(&bytes).unwrap();
        assert_eq!((&read.marks, &read.recording), (&call.marks, &call.recording));
        assert_eq!(read.tried, [Tried { phone, at: None }]);
        let tried = vec![Tried { phone, at: Some(Moment::from_millis(3)) }];
        let now = Interaction { tried, ..read };
        assert_eq!(codec::decode::<Interaction>(&codec::encode(&now).unwrap()).unwrap(), now);
    }

    #[test]
    fn calls_and_scripts_of_the_first_version_are_read() {
        let call = InteractionV1 {
            id: InteractionId::from_u64(7),
            client: ClientId::from_u64(1),
            person: None,
            kind: InteractionKind::Call,
            direction: Direction::Outgoing,
            status: InteractionStatus::Held,
            at: Moment::from_millis(5),
            duration_s: Some(60),
            phone: None,
            subject: None,
            outcome: None,
            reason: "дорого".into(),
            owner: UserId::from_u64(1),
            text: String::new(),
            script: Some(ScriptRunV1 {
                script: ScriptId::from_u64(3),
                path: vec![
                    PathStepV1 { step: "hello".into(), answer: Some(2) },
                    PathStepV1 { step: "bye".into(), answer: None },
                ],
            }),
            entry: None,
            attempt: 3,
        };
        let read: Interaction = codec::decode(&written(&call)).unwrap();
        let path = read.script.as_ref().unwrap();
        assert_eq!(path.path[0], PathStep { step: "hello".into(), answer: Some(2), reply: None });
        assert_eq!((path.path.len(), read.attempt, read.reason.as_str()), (2, 3, "дорого"));
        assert_eq!(codec::decode::<Interaction>(&codec::encode(&read).unwrap()).unwrap(), read);

        let script = ScriptV1 {
            id: ScriptId::from_u64(3),
            code: "old".into(),
            version: 2,
            name: "Старый".into(),
            language: crate::domain::text::Lang::Ru,
            advertising: true,
            steps: vec![StepV1 {
                code: "hello".into(),
                title: String::new(),
                say: "Алло".into(),
                hint: "тише".into(),
                answers: vec![AnswerV1 { text: "Да".into(), to: "hello".into() }],
                outcome: Some("sale".into()),
                objection: false,
            }],
        };
        let read: Script = codec::decode(&written(&script)).unwrap();
        assert_eq!(read.steps[0].answers[0].to.as_deref(), Some("hello"));
        assert_eq!((read.version, read.purpose.as_str(), read.steps[0].hint.as_str()), (2, "", "тише"));
        assert_eq!(codec::decode::<Script>(&codec::encode(&read).unwrap()).unwrap(), read);
    }
}
