//! A delivery from files: what it says, and a list of recipients. Made once, however often the service starts with it.

mod elsewhere;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use delivery_core::domain::channel::{Channel, Tracking};
use delivery_core::domain::civil::Zone;
use delivery_core::domain::id::DeliveryId;
use delivery_core::domain::instant::Instant;
use delivery_core::domain::lifecycle::State;
use delivery_core::domain::schedule::{self, Plan, SendTime};
use delivery_core::domain::status::Feedback;
use delivery_core::wire::{Audience, Content, Delivery, Recurrence, Schedule, SentBy};
use serde::Deserialize;

use crate::clock::wall;
use crate::desk::digest;
use crate::mail::{Body, is_address};
use crate::mta::{Carrier, Course, Engine, List, Listed, next_instant};
use crate::sender::{Route, Sending};
use crate::store::{Unavailable, Writer};
use crate::zones::{BundledZones, known};

/// The column that holds addresses.
const ADDRESS: &str = "address";

/// The column that holds time zones, if there is one.
const ZONE: &str = "zone";

/// Said of a file that nobody here would send.
const NO_SENDER: &str =
    "there is no --sender to hand it over; what others send has \"sent_by\": \"elsewhere\" in its file";

/// A delivery, as a file describes it. Names of other files count from the folder it lies in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Described {
    /// Its name.
    name: String,
    /// Sender, as recipients see it.
    from: String,
    /// Subject; columns of the list in braces.
    subject: String,
    /// The file with the page, if there is one.
    #[serde(default)]
    html: Option<String>,
    /// The file with the text, if there is one.
    #[serde(default)]
    text: Option<String>,
    /// The list (CSV): a line with the names of its columns, one of which is `address`.
    recipients: String,
    /// The address that bounces go back to. The sender's, if there is none.
    #[serde(default)]
    bounces: Option<String>,
    /// Whom it goes to, in words.
    #[serde(default)]
    target: Option<String>,
    /// What it is for.
    #[serde(default)]
    description: Option<String>,
    /// The campaign it belongs to.
    #[serde(default)]
    campaign: Option<String>,
    /// Whether each delivery is reported.
    #[serde(default)]
    feedback: bool,
    /// How long retries go on, in hours.
    #[serde(default = "two_days")]
    validity_hours: u32,
    /// When it goes, as the contract says it: once somebody confirms, if it is left out.
    #[serde(default)]
    schedule: Option<Plan>,
}

const fn two_days() -> u32 {
    48
}

/// What a file and its neighbours say.
struct Imported {
    described: Described,
    body: Body,
    list: List,
    warnings: Vec<String>,
    /// The same for the same files.
    origin: String,
}

/// Adds the deliveries that are asked for, each once.
///
/// # Errors
/// One line that says what is wrong with which file. Then none of it was added.
pub fn lay(writer: &mut Writer, sending: &Sending, now: Instant) -> Result<(), String> {
    for file in &sending.deliver {
        let at_file = |why: String| format!("{}: {why}", file.display());
        let text = fs::read_to_string(file).map_err(|error| at_file(error.to_string()))?;
        if let Some(heard) = elsewhere::read(&text).map_err(at_file)? {
            elsewhere::add(writer, heard, &digest(&[text.as_bytes()]), now)
                .map_err(|error| at_file(error.to_string()))?;
            continue;
        }
        let carrier = match &sending.route {
            Some(Route::Smtp(_)) => Carrier::Smtp,
            Some(Route::Hook(_)) => Carrier::Hook { notices: Vec::new() },
            None => return Err(at_file(NO_SENDER.to_owned())),
        };
        let imported = read(file, &text, sending).map_err(at_file)?;
        add(writer, imported, carrier, sending.public.is_some()).map_err(|error| at_file(error.to_string()))?;
    }
    Ok(())
}

/// The deliveries that are not over, and that nothing this service was started with hands over.
///
/// # Errors
/// If the database is not available.
pub fn stranded(writer: &Writer, route: Option<&Route>) -> Result<Vec<DeliveryId>, Unavailable> {
    let is_carried = |engine: &Engine| match engine {
        Engine::Simulated { .. } | Engine::Outside { carrier: Carrier::Elsewhere, .. } => true,
        Engine::Outside { carrier: Carrier::Smtp, .. } => matches!(route, Some(Route::Smtp(_))),
        Engine::Outside { carrier: Carrier::Hook { .. }, .. } => matches!(route, Some(Route::Hook(_))),
    };
    let all = writer.deliveries()?.into_iter();
    let stranded = all.filter(|(record, _, course)| !record.state.is_over() && !is_carried(&course.engine));
    Ok(stranded.map(|(record, ..)| record.id).collect())
}

fn read(file: &Path, text: &str, sending: &Sending) -> Result<Imported, String> {
    let described: Described = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let beside = |name: &str| fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let [html, page] = [&described.html, &described.text].map(|name| name.as_deref().map(beside).transpose());
    let body = Body { html: html?, text: page?, bounces: described.bounces.clone() };
    let sheet = beside(&described.recipients)?;
    let list = recipients(&sheet).map_err(|why| format!("{}: {why}", described.recipients))?;
    check(&described, &body, &list)?;
    let warnings = warnings(&body, sending);
    let body_text = serde_json::to_string(&body).unwrap_or_default();
    let origin = digest(&[text.as_bytes(), body_text.as_bytes(), sheet.as_bytes()]);
    Ok(Imported { described, body, list, warnings, origin })
}

fn check(described: &Described, body: &Body, list: &List) -> Result<(), String> {
    let sender =
        described.from.rsplit_once('<').map_or(described.from.as_str(), |(_, rest)| rest.trim_end_matches('>'));
    if !is_address(sender.trim()) {
        return Err("from is an address, or a name and an address: Shop <letters@shop.example>".to_owned());
    }
    if described.bounces.as_deref().is_some_and(|bounces| !is_address(bounces)) {
        return Err("bounces is an address".to_owned());
    }
    if let Some(plan) = &described.schedule {
        let sentences = |problems: Vec<schedule::Problem>| {
            problems.iter().map(|problem| problem.why.to_string()).collect::<Vec<_>>().join(" ")
        };
        schedule::check(plan, &BundledZones).map_err(sentences)?;
        let is_placed = |listed: &Listed| !listed.zone.as_str().is_empty();
        if plan.send_time() == Some(SendTime::RecipientZone) && !list.iter().any(is_placed) {
            return Err(format!(
                "schedule: by the recipient's zone takes a list that says where somebody lives, in a column {ZONE}"
            ));
        }
    }
    if body.html.is_none() && body.text.is_none() {
        return Err("it says nothing: name a file under html, text or both".to_owned());
    }
    Ok(())
}

/// What is worth knowing before somebody confirms.
fn warnings(body: &Body, sending: &Sending) -> Vec<String> {
    let mut warnings = Vec::new();
    if body.text.is_none() {
        warnings.push("The message has no text version.".to_owned());
    }
    if sending.public.is_none() && matches!(sending.route, Some(Route::Smtp(_))) {
        warnings.push(
            "Recipients cannot reach the service (--public): nothing is tracked, and nobody can unsubscribe."
                .to_owned(),
        );
    }
    warnings
}

/// The recipients of a sheet, each with what else stands in their line.
fn recipients(sheet: &str) -> Result<List, String> {
    // Spreadsheets begin files with this mark.
    let sheet = sheet.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::Headers).from_reader(sheet.as_bytes());
    let columns = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |name: &str| columns.iter().position(|column| column.eq_ignore_ascii_case(name));
    let at = place(ADDRESS).ok_or_else(|| format!("its first line has no column {ADDRESS}"))?;
    let zone_at = place(ZONE);
    let mut listed = Vec::new();
    for record in reader.records() {
        // The message says the line, not what is in it.
        let record = record.map_err(|error| match error.position() {
            Some(position) => format!("line {} has more or fewer columns than the first", position.line()),
            None => "it cannot be read".to_owned(),
        })?;
        let fields: BTreeMap<_, _> = columns.iter().zip(record.iter()).collect();
        let fields = serde_json::to_string(&fields).unwrap_or_default();
        let address = record.get(at).unwrap_or_default().to_owned();
        let zone = zone_at.and_then(|at| record.get(at)).and_then(known).unwrap_or_else(|| Zone::new(""));
        listed.push(Listed { address, fields, zone, cause: None });
    }
    if listed.is_empty() {
        return Err("it names nobody".to_owned());
    }
    Ok(List::new(listed))
}

fn add(writer: &mut Writer, imported: Imported, carrier: Carrier, is_public: bool) -> Result<(), Unavailable> {
    let Imported { described, body, list, warnings, origin } = imported;
    if writer.made_of(&origin)?.is_some() {
        return Ok(());
    }
    let plan = described.schedule.unwrap_or(Plan::OnceConfirmed);
    let at = next_instant(&plan, wall());
    let record = Delivery {
        recurrence: match plan {
            Plan::OnceConfirmed | Plan::At { .. } => Recurrence::OneOff,
            Plan::Recurring { .. } => Recurrence::Recurring,
        },
        campaign: described.campaign,
        description: described.description,
        feedback: if described.feedback { Feedback::On } else { Feedback::Off },
        tracking: if is_public { Tracking::On } else { Tracking::Off },
        validity_hours: described.validity_hours,
        audience: Audience { target: described.target.unwrap_or(described.recipients), test_profiles: 0, traps: 0 },
        contact_date: at.filter(|_| matches!(plan, Plan::At { .. })),
        schedule: Schedule { plan, at },
        content: Content { from: described.from, subject: described.subject },
        ..blank(writer, described.name)?
    };
    let course = Course::new(Engine::Outside { carrier, body: body.digest() }, warnings);
    writer.import((&record, &course), &[], &body, &list, &origin)
}

/// A delivery of this name, with the next of the names that people see.
fn blank(writer: &Writer, name: String) -> Result<Delivery, Unavailable> {
    let ids = writer.deliveries()?;
    let numbers = ids.iter().filter_map(|(record, ..)| record.id.as_str().strip_prefix("DM")?.parse::<u64>().ok());
    Ok(Delivery {
        id: DeliveryId::new(format!("DM{}", numbers.max().unwrap_or(0) + 1)),
        label: name,
        channel: Channel::Email,
        recurrence: Recurrence::OneOff,
        sent_by: SentBy::Here,
        campaign: None,
        description: None,
        state: State::Editing,
        feedback: Feedback::Off,
        tracking: Tracking::On,
        validity_hours: two_days(),
        audience: Audience { target: String::new(), test_profiles: 0, traps: 0 },
        schedule: Schedule { plan: Plan::OnceConfirmed, at: None },
        content: Content { from: String::new(), subject: String::new() },
        preparation: None,
        outdated_by: None,
        safeguards: writer.safeguards()?,
        approval: None,
        confirmation: None,
        contact_date: None,
        copied_from: None,
        last_send: None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use delivery_core::domain::lifecycle::Kind;

    const NOW: Instant = Instant::from_millis(1_795_000_000_000);

    fn sheet(text: &str) -> Result<Vec<(String, String)>, String> {
        let list = recipients(text)?;
        Ok(list.iter().map(|listed| (listed.address.clone(), listed.fields.clone())).collect())
    }

    #[test]
    fn a_sheet_names_recipients_and_what_they_are_told() {
        let listed = sheet("\u{feff}Address, first name\nzoe@a.example,\"Zoë, \"\"Z\"\"\"\n,Nobody\n").unwrap();
        assert_eq!(listed[0].0, "zoe@a.example");
        assert_eq!(listed[0].1, r#"{"Address":"zoe@a.example","first name":"Zoë, \"Z\""}"#);
        assert_eq!(listed[1].0, "");
    }

    #[test]
    fn a_sheet_that_cannot_be_read_says_where_and_names_nobody() {
        for (text, why) in [
            ("", "no column address"),
            ("mail\nzoe@a.example\n", "no column address"),
            ("address\n", "names nobody"),
            ("address,name\nzoe@a.example\n", "line 2"),
        ] {
            let said = sheet(text).unwrap_err();
            assert!(said.contains(why) && !said.contains('@'), "{text:?}: {said}");
        }
    }

    #[test]
    fn a_delivery_is_made_once_of_the_same_files() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("list.csv"), "address\nzoe@a.example\n").unwrap();
        fs::write(at("letter.txt"), "Hello").unwrap();
        let file = r#"{"name":"Spring","from":"Shop <letters@shop.example>","subject":"Hello","text":"letter.txt","recipients":"list.csv"}"#;
        fs::write(at("spring.json"), file).unwrap();
        let route = Route::parse("smtp://127.0.0.1:25").ok();
        let sending = Sending { route, deliver: vec![at("spring.json")], ..Sending::default() };
        let mut writer = crate::store::open(&crate::ground::place(folder.path())).unwrap();
        lay(&mut writer, &sending, NOW).unwrap();
        lay(&mut writer, &sending, NOW).unwrap();
        assert_eq!(writer.deliveries().unwrap().len(), 1);
        fs::write(at("letter.txt"), "Hello again").unwrap();
        lay(&mut writer, &sending, NOW).unwrap();
        let all = writer.deliveries().unwrap();
        assert_eq!((all.len(), all[1].0.id.as_str()), (2, "DM2"));
        assert_eq!(stranded(&writer, sending.route.as_ref()).unwrap(), []);
        assert_eq!(stranded(&writer, None).unwrap().len(), 2, "somebody has to hand them over");
        assert_eq!(stranded(&writer, Route::parse("https://engine.example").ok().as_ref()).unwrap().len(), 2);
    }

    /// As the README has it.
    #[test]
    fn a_delivery_may_have_a_date_or_return() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("list.csv"), "address\nzoe@a.example\n").unwrap();
        fs::write(at("letter.txt"), "Hello").unwrap();
        let readme = include_str!("../../../README.md");
        let (_, rest) = readme.split_once("    \"schedule\": ").unwrap();
        let recurring = rest.split_once("\n\n").unwrap().0;
        let dated = r#"{"at":{"wall":"2099-01-01T09:00","zone":"Europe/Rome","confirmation":"required","send_time":"same_instant"}}"#;
        for (plan, name) in [(recurring, "a.json"), (dated, "b.json")] {
            let file = format!(
                r#"{{"name":"n","from":"letters@shop.example","subject":"s","text":"letter.txt","recipients":"list.csv","schedule":{plan}}}"#
            );
            fs::write(at(name), file).unwrap();
        }
        let route = Route::parse("smtp://127.0.0.1:25").ok();
        let sending = Sending { route, deliver: vec![at("a.json"), at("b.json")], ..Sending::default() };
        let mut writer = crate::store::open(&crate::ground::place(folder.path())).unwrap();
        lay(&mut writer, &sending, NOW).unwrap();
        let all = writer.deliveries().unwrap();
        let (returning, dated) = (&all[0].0, &all[1].0);
        assert_eq!((returning.recurrence.kind(), returning.contact_date), (Kind::Recurring, None));
        assert!(returning.schedule.at.is_some());
        assert_eq!((dated.recurrence.kind(), dated.contact_date), (Kind::OneOff, dated.schedule.at));
        assert!(dated.contact_date.is_some());
    }

    #[test]
    fn what_is_wrong_with_a_file_is_one_line() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("list.csv"), "address\nzoe@a.example\n").unwrap();
        fs::write(at("letter.txt"), "Hello").unwrap();
        let good =
            r#"{"name":"n","from":"letters@shop.example","subject":"s","text":"letter.txt","recipients":"list.csv"}"#;
        let scheduled = |zone: &str, send_time: &str| {
            let plan = format!(
                r#"{{"at":{{"wall":"2030-01-01T09:00","zone":"{zone}","confirmation":"required","send_time":"{send_time}"}}}}"#
            );
            good.replace("\"name\"", &format!("\"schedule\":{plan},\"name\""))
        };
        let mut writer = crate::store::open(&crate::ground::place(folder.path())).unwrap();
        for (file, why) in [
            ("{", "EOF"),
            (&good.replace("\"subject\"", "\"subjekt\""), "subjekt"),
            (&good.replace("letters@shop.example", "Shop"), "from is an address"),
            (&good.replace("letter.txt", "missing.txt"), "missing.txt"),
            (&good.replace("\"text\":\"letter.txt\",", ""), "says nothing"),
            (&good.replace("list.csv", "letter.txt"), "no column address"),
            (&good.replace("\"name\"", "\"bounces\":\"x\",\"name\""), "bounces is an address"),
            (&scheduled("Europe/Nowhere", "same_instant"), "zone"),
            (&scheduled("Europe/Rome", "recipient_zone"), "a column zone"),
        ] {
            fs::write(at("x.json"), file).unwrap();
            let route = Route::parse("smtp://127.0.0.1:25").ok();
            let sending = Sending { route, deliver: vec![at("x.json")], ..Sending::default() };
            let said = lay(&mut writer, &sending, NOW).unwrap_err();
            assert!(said.contains(why) && !said.contains('\n'), "{file}: {said}");
            let said = lay(&mut writer, &Sending { route: None, ..sending }, NOW).unwrap_err();
            assert!(said.contains("--sender"), "{said}");
        }
        assert_eq!(writer.deliveries().unwrap().len(), 0);
    }
}
