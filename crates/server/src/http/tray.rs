//! `/api/tray`: what providers posted and nobody could file, for administrators.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::role::Role;
use delivery_core::wire::{Heap, Problem, ProblemType, Tray, TrayAssign, TrayDone, TrayPick};

use super::Shared;
use super::deliveries::{reading, unknown};
use crate::desk::Parcel;
use crate::ingest::{self, Poster};
use crate::mask::{spoken, without_addresses};
use crate::problem::Refused;
use crate::store::{self, Pick, Why};
use crate::token::Caller;

/// Posts that are filed at once, so that others are not kept waiting.
const STEP: usize = 500;

/// The longest name of somebody else's that is told, in letters.
const LONGEST_NAME: usize = 60;

/// The longest sample, in letters: a subscription to be confirmed fits.
const LONGEST_SAMPLE: usize = 4_000;

/// What nobody could file
///
/// Needs the role Administration. What Amazon SNS asks to be confirmed is here, too: the address that confirms it is in the
/// sample, as `SubscribeURL`, and is opened by whoever trusts it. The service fetches nothing that it was told to fetch.
#[utoipa::path(
    get,
    path = "/api/tray",
    responses(
        (status = 200, body = Tray),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "A role is missing"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn tray(State(service): State<Shared>, caller: Caller) -> Result<Json<Tray>, Refused> {
    administers(&caller)?;
    let heaps = reading(&service, |service| service.readers.heaps()).await?;
    Ok(Json(Tray { heaps: heaps.into_iter().map(shown).collect() }))
}

/// Say to which delivery something belongs
///
/// Needs the role Administration. Its events are appended to the delivery's log, but for those that are there already, and so
/// is who said so. It is remembered: what comes later and names the same delivery, or is about the same mail, belongs there.
#[utoipa::path(
    post,
    path = "/api/tray/assign",
    request_body = TrayAssign,
    responses(
        (status = 200, body = TrayDone),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "A role is missing"),
        (status = 404, body = Problem, content_type = "application/problem+json", description = "No such delivery"),
        (status = 422, body = Problem, content_type = "application/problem+json", description = "No events are there to be assigned"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn assign(
    State(service): State<Shared>,
    caller: Caller,
    body: Result<Json<TrayAssign>, JsonRejection>,
) -> Result<Json<TrayDone>, Refused> {
    administers(&caller)?;
    let (pick, delivery) = body.map_err(|_| invalid())?.0.into_parts();
    let (pick, poster) = picked(pick)?;
    if matches!(pick.why, Why::Unrecognised | Why::Unreadable) {
        let detail = "What nobody here understands says nothing to a log. It can be discarded.";
        return Err(Refused::new(ProblemType::Invalid, detail));
    }
    let delivery = DeliveryId::new(delivery);
    let id = delivery.clone();
    reading(&service, move |service| service.readers.bounds(&id)).await?.ok_or_else(|| unknown(&delivery))?;
    let row = sentence(&caller.user.name, &pick);
    empty(&service, &pick, Deal::Assign { poster, delivery, row }).await
}

/// Throw something away
///
/// Needs the role Administration. If it is posted again, it is not kept again.
#[utoipa::path(
    post,
    path = "/api/tray/discard",
    request_body = TrayPick,
    responses(
        (status = 200, body = TrayDone),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 403, body = Problem, content_type = "application/problem+json", description = "A role is missing"),
        (status = 422, body = Problem, content_type = "application/problem+json"),
        (status = 503, body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn discard(
    State(service): State<Shared>,
    caller: Caller,
    body: Result<Json<TrayPick>, JsonRejection>,
) -> Result<Json<TrayDone>, Refused> {
    administers(&caller)?;
    let (pick, _) = picked(body.map_err(|_| invalid())?.0)?;
    empty(&service, &pick, Deal::Discard).await
}

/// What is done about something in the tray.
enum Deal {
    /// It belongs to a delivery, whose log says so.
    Assign { poster: Poster, delivery: DeliveryId, row: String },
    /// It is thrown away.
    Discard,
}

/// Takes everything that was picked out of the tray, some at a time.
async fn empty(service: &Shared, pick: &Pick, mut deal: Deal) -> Result<Json<TrayDone>, Refused> {
    let mut done = TrayDone::default();
    loop {
        let wanted = pick.clone();
        let strays = reading(service, move |service| service.readers.strays(&wanted, STEP)).await?;
        if strays.is_empty() {
            return Ok(Json(done));
        }
        let (ids, texts): (Vec<_>, Vec<_>) = strays.into_iter().unzip();
        // Its events are on the disk before it leaves the tray: if that fails, they are known the next time.
        if let Deal::Assign { poster, delivery, row } = &mut deal {
            let read = read_again(service, *poster, pick, &texts);
            done.events += file(service, delivery, std::mem::take(row), read).await?;
        }
        done.posts += service.counter.clear_strays(ids).await? as u64;
    }
}

/// What was posted, with the delivery that it named then: itself, or by the address it was posted to.
fn read_again(service: &Shared, poster: Poster, pick: &Pick, texts: &[String]) -> Vec<Parcel> {
    let named = (!pick.named.is_empty()).then(|| DeliveryId::new(pick.named.as_str()));
    let read = |text: &String| ingest::read(poster, text.as_bytes(), &service.seal, named.as_ref());
    texts.iter().flat_map(read).flatten().collect()
}

/// Files what was posted. `row`, unless it is empty, says in the log who assigned it. Gives how many events are new.
async fn file(service: &Shared, delivery: &DeliveryId, row: String, mut parcels: Vec<Parcel>) -> Result<u64, Refused> {
    let marks: BTreeSet<_> = parcels.iter().flat_map(Parcel::marks).collect();
    let row = (!row.is_empty()).then_some(row);
    service.counter.assign(delivery.clone(), marks.into_iter().collect(), row).await?;
    // Whatever they name is not what they belong to.
    parcels.iter_mut().for_each(|parcel| parcel.delivery = Some(delivery.clone()));
    Ok(service.counter.post(parcels).await?.fresh as u64)
}

/// The row of the log. What somebody else has named may hold an address.
fn sentence(who: &str, pick: &Pick) -> String {
    let Pick { provider, why: _, named, kind } = pick;
    let short = |text: &str| spoken(text).chars().take(LONGEST_NAME).collect::<String>();
    let named = if named.is_empty() { "no delivery".to_owned() } else { short(named) };
    let only = kind.as_deref().map(|kind| format!(" ({})", short(kind))).unwrap_or_default();
    format!("{who} assigned to this delivery what {provider} posted for {named}{only}.")
}

fn administers(caller: &Caller) -> Result<(), Refused> {
    if caller.user.roles.contains(&Role::Administration) {
        return Ok(());
    }
    Err(Refused::new(ProblemType::Role, format!("This needs the role {}.", Role::Administration)))
}

fn invalid() -> Refused {
    Refused::new(
        ProblemType::Invalid,
        "This takes provider and reason, as the tray shows them, and what else narrows it.",
    )
}

fn picked(pick: TrayPick) -> Result<(Pick, Poster), Refused> {
    let TrayPick { provider, reason, named, kind } = pick;
    let (why, known) = (Why::named(&reason).ok_or_else(invalid)?, Poster::named(&provider).ok_or_else(invalid)?);
    Ok((Pick { provider, why, named: named.unwrap_or_default(), kind }, known))
}

fn shown(heap: store::Heap) -> Heap {
    let store::Heap { provider, reason, named, kind, count, first, last, sample } = heap;
    let named = (!named.is_empty()).then_some(named);
    let sample = without_addresses(&sample).chars().take(LONGEST_SAMPLE).collect();
    Heap { provider, reason, named, kind, count, first, last, sample }
}
