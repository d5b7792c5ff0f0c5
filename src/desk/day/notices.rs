//! Messages of a supervisor to an operator.

use crate::desk::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::day::{NOTICE_MAX, Notice};
use crate::domain::ids::{NoticeId, UserId};
use crate::domain::text::clean_line;
use crate::domain::user::{Right, User};
use crate::store::Index;

/// Most messages that are shown at once; the rest comes when these are read.
const SHOWN: usize = 50;

/// Writes a message to an operator.
#[derive(Clone, Debug)]
pub struct SendNotice {
    /// To whom.
    pub to: UserId,
    /// What it says.
    pub text: String,
}

impl UseCase for SendNotice {
    type Done = NoticeId;

    const NAME: &'static str = "notice.send";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<NoticeId> {
        plan.need::<User>(What::User, self.to)?;
        let text = clean_line(&self.text);
        let count = text.chars().count();
        if text.is_empty() {
            return Err(DeskError::Empty);
        }
        if count > NOTICE_MAX {
            return Err(DeskError::TooLong { count, most: NOTICE_MAX });
        }
        let id = plan.new_id::<Notice>();
        plan.add(&Notice { id, to: self.to, from: plan.who.user, at: plan.now, text, read: None })?;
        Ok(id)
    }
}

/// Marks messages as read by the one they are for; others are left alone.
#[derive(Clone, Debug)]
pub struct ReadNotices(pub Vec<NoticeId>);

impl UseCase for ReadNotices {
    /// How many were marked.
    type Done = usize;

    const NAME: &'static str = "notice.read";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<usize> {
        let mut marked = 0;
        for id in &self.0 {
            let mut notice = plan.need::<Notice>(What::Notice, *id)?;
            if notice.to == plan.who.user && notice.read.is_none() {
                notice.record.read = Some(plan.now);
                plan.change(&notice)?;
                marked += 1;
            }
        }
        Ok(marked)
    }
}

/// Asks for the messages that the one who asks has not read, oldest first.
#[derive(Clone, Copy, Debug)]
pub struct NoticesOf;

impl Query for NoticesOf {
    type Answer = Vec<Notice>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<Notice>> {
        unread(view, view.who.user)
    }
}

/// The messages for a user that are not read, oldest first.
pub(super) fn unread(view: &View<'_>, user: UserId) -> Result<Vec<Notice>> {
    let notices = view.reads().by_index::<Notice>(&Index::NoticeByUser.key().id(user), SHOWN)?;
    Ok(notices.into_iter().map(|kept| kept.record).collect())
}
