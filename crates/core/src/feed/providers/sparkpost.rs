//! SparkPost, now Bird: webhooks and ingest files (`{"msys":{"message_event":{…}}}`), the Events API's pages, and bare
//! events. Numbers come as texts.
//!
//! A message id is of one recipient. What failed before there was a message has the id of its transmission only.

use super::address::addresses;
use super::notice::{Mail, Notice, queued, tracked};
use super::time::instant;
use super::{Dialect, Provider, each};
use crate::domain::event::{Action, Fact, Nature, Reason};
use crate::feed::Sink;
use crate::feed::json::{Values, fields, is_true, object, said, text, word};
use crate::feed::reason::Said;

pub(super) struct SparkPost;

fields! {
    /// An event, or what is around one or several.
    pub(super) struct Record {
        msys = "msys", results = "results", links = "links", total = "total_count",
        kind = "type", event_id = "event_id", message_id = "message_id", transmission_id = "transmission_id",
        to = "rcpt_to", raw_to = "raw_rcpt_to", time = "timestamp", class = "bounce_class", raw_reason = "raw_reason",
        reason = "reason", error = "error_code", url = "target_link_url", agent = "user_agent_parsed",
        retries = "num_retries", feedback = "fbtype",
    }
}

fields! {
    /// Who fetched a picture or followed a link.
    struct Agent { is_prefetched = "is_prefetched" }
}

impl Dialect for SparkPost {
    type Record<'a> = Record<'a>;

    fn is_like(record: &Record<'_>) -> bool {
        let is_page = record.results.is_some() && (record.links.is_some() || record.total.is_some());
        let has_mail = record.to.is_some() || record.raw_to.is_some() || record.transmission_id.is_some();
        record.msys.is_some() || is_page || record.kind.is_some() && has_mail
    }

    fn tell(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
        if record.results.is_some() {
            each(record.results, sink, event_of);
            return Some(());
        }
        if record.msys.is_some() {
            // One event, under a name that says no more than its type; none in the call that tries a webhook out.
            let Values(events) = object(record.msys);
            return events.into_iter().try_for_each(|event| event_of(&object(Some(event)), whole, sink));
        }
        event_of(record, whole, sink)
    }
}

fn event_of(record: &Record<'_>, whole: &str, sink: &mut dyn Sink) -> Option<()> {
    let kind = text(record.kind)?;
    let mail = match (word(record.message_id), word(record.transmission_id)) {
        (Some(message), _) => Mail::Own(message),
        (None, Some(transmission)) => Mail::Shared(transmission),
        (None, None) => Mail::Unnamed,
    };
    let notice = Notice {
        provider: Provider::SparkPost,
        kind: &kind,
        id: word(record.event_id),
        mail,
        time: instant(record.time),
        recipients: addresses(word(record.to).and(record.to).or(record.raw_to)),
        besides: word(record.url).or_else(|| word(record.retries)).unwrap_or_default(),
        fact: fact(&kind, record),
        whole,
    };
    notice.tell(sink);
    Some(())
}

fn fact(kind: &str, record: &Record<'_>) -> Option<Fact<'static>> {
    let agent: Agent<'_> = object(record.agent);
    let is_machine = is_true(agent.is_prefetched);
    Some(match kind {
        "injection" | "reception" => queued(),
        "delivery" => Fact::Delivered,
        "delay" | "tempfail" => Fact::Deferred(reason(record)),
        // `inband` and `outofband` are what the server that is run at home calls them.
        "bounce" | "inband" => bounced(record),
        "policy_rejection" => Fact::Suppressed,
        // After the server had taken it.
        "out_of_band" | "outofband" => match bounced(record) {
            Fact::AutoReplied => Fact::AutoReplied,
            _ => Fact::Bounced(Nature::Hard, reason(record)),
        },
        "generation_failure" | "generation_rejection" => Fact::Bounced(Nature::Hard, reason(record)),
        "spam_complaint" if text(record.feedback).as_deref() == Some("not-spam") => return None,
        "spam_complaint" => Fact::Complained,
        "initial_open" | "open" | "amp_open" | "amp_initial_open" => tracked(Action::Open, None, is_machine),
        "click" | "amp_click" => tracked(Action::Click, record.url, is_machine),
        "list_unsubscribe" | "link_unsubscribe" => tracked(Action::OptOut, None, false),
        _ => return None,
    })
}

/// By the class alone: the reply's own digits may say anything.
fn bounced(record: &Record<'_>) -> Fact<'static> {
    match &*said(record.class) {
        "10" | "30" | "90" => Fact::Bounced(Nature::Hard, reason(record)),
        "24" => Fact::Expired(reason(record)),
        // By an order of the sender's: not tried, and not in SparkPost's count of bounces.
        "25" | "80" => Fact::Suppressed,
        "60" | "100" => Fact::AutoReplied,
        _ => Fact::Bounced(Nature::Soft, reason(record)),
    }
}

fn reason(record: &Record<'_>) -> Reason<'static> {
    let sure = match &*said(record.class) {
        "10" => Some("user_unknown"),
        "22" => Some("mailbox_full"),
        "23" => Some("too_large"),
        "24" => Some("expired"),
        "51" | "52" => Some("spam"),
        "53" => Some("content"),
        "54" => Some("relaying_denied"),
        _ => None,
    };
    let otherwise = match &*said(record.class) {
        "21" => Some("invalid_domain"),
        "50" => Some("blocked"),
        "70" => Some("busy"),
        _ if text(record.kind).as_deref() == Some("generation_failure") => Some("rendering_failed"),
        _ => None,
    };
    let reply = word(record.raw_reason).or_else(|| word(record.reason)).unwrap_or_default();
    Said { sure, otherwise, smtp: &said(record.error), text: &reply, ..Said::default() }.reason()
}
