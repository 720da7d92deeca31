//! What others say of a delivery, taken in at the desk.

use chrono::TimeDelta;
use delivery_core::domain::event::{Body, Event, Fact, Nature, Reason, Recipient};
use delivery_core::domain::id::{Cursor, DeliveryId};
use delivery_core::domain::instant::Instant;
use delivery_server::clock::{Clock, wall};
use delivery_server::desk::{Desk, arrived};
use delivery_server::import;
use delivery_server::sender::{Route, Sending};
use delivery_server::store::{self, Readers};

use super::{ID, files};
use crate::ground;

fn event<'a>(source: &'a str, id: &'a str, fact: Fact<'a>, time: Instant) -> Event<'a> {
    let body = Body::Message { message: "m000000000".into(), address: None, fact };
    Event { id: id.into(), source: source.into(), time, sequence: None, preparation: 0, body }
}

#[tokio::test]
async fn events_are_taken_in_once_by_source_and_id() {
    let folder = files(&["zoe@a.example"], "");
    let place = ground::place(folder.path());
    let deliver = vec![folder.path().join("delivery.json")];
    let sending = Sending { route: Route::parse("https://engine.example").ok(), deliver, ..Sending::default() };
    let (desk, counter, _tips) = ground::apart(|| {
        let mut writer = store::open(&place).unwrap();
        import::lay(&mut writer, &sending, delivery_server::clock::wall()).unwrap();
        Desk::open(writer, Clock::start(None, 1.0)).unwrap()
    });
    let (at_work, _ended) = tokio::sync::oneshot::channel();
    let thread = desk.work(at_work).unwrap();
    let id = DeliveryId::new(ID);
    let refused = || Fact::Bounced(Nature::Hard, Reason { code: "user_unknown".into(), ..Reason::default() });
    let later = wall() + TimeDelta::hours(3);
    let told: Vec<_> = [
        event("/a", "1", Fact::Relayed, wall()),
        event("/a", "1", Fact::Relayed, wall()),
        event("/b", "1", Fact::Relayed, wall()),
        event("/a", "2", refused(), later),
    ]
    .iter()
    .filter_map(arrived)
    .collect();
    assert_eq!(counter.take_in(id.clone(), told.clone()).await.unwrap(), Some(3));
    assert_eq!(counter.take_in(id.clone(), told).await.unwrap(), Some(0), "again");
    assert_eq!(counter.take_in(DeliveryId::new("DM9"), Vec::new()).await.unwrap(), None);
    let ours = event("/a", "3", Fact::Prepared { address: None, recipient: Recipient::Person }, wall());
    assert_eq!(arrived(&ours), None, "only the service says who is prepared");
    drop(counter);
    thread.join().unwrap();
    ground::apart(|| {
        let (after, blocks) = Readers::new(place.clone()).stretch(&id, Cursor(0), Cursor(9), usize::MAX).unwrap();
        let text: String = blocks.iter().map(|block| block.text(after, Cursor(9)).unwrap()).collect();
        assert_eq!(text.lines().count(), 3, "{text}");
        let writer = store::open(&place).unwrap();
        assert!(
            writer.latest().unwrap().is_some_and(|latest| latest < wall() + TimeDelta::minutes(1)),
            "the clock stays"
        );
        assert_eq!(writer.shunned().unwrap().len(), 1, "who is unknown is left out of what comes");
    });
}
