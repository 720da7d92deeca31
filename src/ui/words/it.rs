//! Italian.

use delivery_app::draft::{Ending, Rhythm};
use delivery_app::files::Trouble;
use delivery_app::logs::{Column, Figure, StoryDetail};
use delivery_app::view::{Kpi, SegmentKind};
use delivery_app::{Failure, Theme};
use delivery_core::domain::channel::{Channel, Tab};
use delivery_core::domain::entry::Opened;
use delivery_core::domain::event::{Action, Recipient, Subject};
use delivery_core::domain::group::Group;
use delivery_core::domain::lifecycle::{Command, State};
use delivery_core::domain::recurrence::{Nth, Weekday};
use delivery_core::domain::refusal::Refusal;
use delivery_core::domain::remedy::Remedy;
use delivery_core::domain::role::Role;
use delivery_core::domain::schedule::{Aggregation, Fixed, Why};
use delivery_core::domain::status::{Detail, Feedback, Status};
use delivery_core::wire::{Problem, ProblemType};

use super::details::{Details, Note};
use super::editor::{EditorLabel, EditorWords};
use super::files::{FileLabel, FileWords};
use super::logs::{LogLabel, LogWords};
use super::tray::{TrayLabel, TrayWords};
use super::{Label, Names, Questions, Standings, Words};
use crate::ui::format::{Plural, plural};

/// Italian, with the dates and figures of Italy.
pub struct Italian;

/// The tag for `lang` and for formats.
const LOCALE: &str = "it-IT";
/// Keeps what belongs together on one line.
const NBSP: char = '\u{a0}';
/// A dot between two facts. A line breaks after it, never before.
const TIED_DOT: &str = "\u{a0}· ";

impl Names for Italian {
    fn locale(&self) -> &'static str {
        LOCALE
    }

    fn label(&self, label: Label) -> &'static str {
        match label {
            Label::Product => "Dashboard consegne",
            Label::SkipToContent => "Vai al contenuto",
            Label::Deliveries => "Consegne",
            Label::Delivery => "Consegna",
            Label::ContactDate => "Data di contatto",
            Label::Campaign => "Campagna",
            Label::ParentDelivery => "Consegna principale",
            Label::Execution => "Esecuzione",
            Label::Description => "Descrizione",
            Label::Deployment => "Invio",
            Label::KeyFigures => "Dati principali",
            Label::Actions => "Azioni",
            Label::Summary => "Riepilogo",
            Label::Audience => "Pubblico",
            Label::Schedule => "Pianificazione",
            Label::Content => "Contenuto",
            Label::LeftOut => "Esclusi",
            Label::From => "Mittente",
            Label::Subject => "Oggetto",
            Label::Text => "Testo",
            Label::YourTime => "Nel tuo fuso orario",
            Label::When => "Quando",
            Label::LastSend => "Ultimo invio",
            Label::Warnings => "Avvisi",
            Label::Cancel => "Annulla",
            Label::Close => "Chiudi",
            Label::TryAgain => "Riprova",
            Label::BackToList => "Torna a tutte le consegne",
            Label::Dismiss => "Nascondi",
            Label::Show => "Mostra",
            Label::Loading => "Caricamento",
            Label::PartMissing => {
                "Non è stato possibile caricare questa parte della pagina. Riprova; se non basta, ricarica la pagina."
            }
            Label::Locked => "Chiusa alle modifiche",
            Label::OpenLogs => "Registri",
            Label::NotStarted => "Non ancora avviata",
            Label::Safeguards => "Salvaguardie",
            Label::Save => "Salva",
        }
    }

    fn channel(&self, channel: Channel) -> &'static str {
        match channel {
            Channel::Email => "Email",
            Channel::Sms => "SMS",
            Channel::Push => "Push",
            Channel::DirectMail => "Direct mail",
        }
    }

    fn role(&self, role: Role) -> &'static str {
        match role {
            Role::PrepareDeliveries => "Preparazione consegne",
            Role::StartDeliveries => "Avvio consegne",
            Role::ViewLogs => "Consultazione registri",
            Role::Export => "Esportazione",
            Role::Administration => "Amministrazione",
        }
    }

    fn state(&self, state: State) -> &'static str {
        match state {
            State::Editing => "In modifica",
            State::Preparing => "In preparazione",
            State::PreparationFailed => "Preparazione non riuscita",
            State::Prepared => "Da confermare",
            State::Outdated => "Da preparare di nuovo",
            State::Approving => "Da approvare",
            State::Waiting => "In attesa di avvio",
            State::Sending => "Invio in corso",
            State::Repeating => "Ricorrente attiva",
            State::Paused => "Sospesa",
            State::Skipped => "Saltata",
            State::Missed => "Scaduta",
            State::Stopped => "Interrotta",
            State::Failed => "Non riuscita",
            State::Finished => "Terminata",
        }
    }

    fn headline(&self, state: State) -> &'static str {
        match state {
            State::Editing => "Non ancora preparata",
            State::Preparing => "Preparazione dell’invio…",
            State::PreparationFailed => "Preparazione non riuscita",
            State::Prepared | State::Outdated => "Preparazione dell’invio completata",
            State::Approving => "In attesa di una seconda persona",
            State::Waiting => "In attesa della data pianificata",
            State::Sending => "Invio in corso",
            State::Repeating => "Invio ricorrente attivo",
            State::Skipped => "Saltata",
            State::Missed => "Scaduta: non inviata",
            State::Paused => "Invio sospeso",
            State::Stopped => "Invio interrotto",
            State::Failed => "Invio non riuscito",
            State::Finished => "Invio terminato",
        }
    }

    fn command(&self, command: Command, is_waiting: bool) -> &'static str {
        match command {
            Command::Duplicate => "Duplica",
            Command::Schedule => "Modifica",
            Command::Start => "Avvia",
            Command::Skip => "Salta",
            Command::Prepare => "Prepara",
            Command::StopPreparation => "Interrompi preparazione",
            Command::Confirm => "Conferma",
            Command::Decline => "Rifiuta",
            Command::Approve => "Approva",
            Command::Pause => "Sospendi",
            Command::Resume => "Riprendi",
            // Not "Annulla": beside it stands the button that only closes the dialog.
            Command::Stop if is_waiting => "Revoca invio",
            Command::Stop => "Interrompi invio",
        }
    }

    fn command_in_full(&self, command: Command, is_scheduled: bool) -> &'static str {
        match command {
            Command::Duplicate => "Crea una copia, senza la pianificazione",
            Command::Schedule => "Cambia il momento dell’invio",
            Command::Start => {
                "Fai creare le esecuzioni man mano che arrivano le loro date. Prima ti verrà chiesta conferma."
            }
            Command::Skip => "Salta questa esecuzione. Può essere preparata di nuovo fino alla sua data.",
            Command::Prepare => "Prepara l’invio: calcola target e messaggi. Non viene inviato nulla.",
            Command::StopPreparation => "Interrompi la preparazione. Non è stato inviato nulla.",
            Command::Confirm if is_scheduled => "Conferma invio pianificato",
            Command::Confirm => "Conferma invio",
            Command::Decline => "Ritira la conferma. Non viene inviato nulla.",
            Command::Approve => "Approva ciò che un’altra persona ha confermato",
            Command::Pause => "Trattieni ciò che non è ancora partito. L’invio può essere ripreso.",
            Command::Resume => "Prosegui con ciò che non è ancora partito",
            Command::Stop => "Termina definitivamente questo invio. Prima ti verrà chiesta conferma.",
        }
    }

    fn kpi(&self, kpi: Kpi) -> &'static str {
        match kpi {
            Kpi::Targeted => "Individuati",
            Kpi::ToDeliver => "Da consegnare",
            Kpi::Sent => "Inviati",
            Kpi::Delivered => "Recapitati",
            Kpi::BouncesErrors => "Mancati recapiti + errori",
            Kpi::Errors => "Errori",
            Kpi::OpenRate => "Tasso di apertura",
            Kpi::ClickRate => "Tasso di click-through",
        }
    }

    fn formula(&self, kpi: Kpi, feedback: Feedback) -> &'static str {
        match (kpi, feedback) {
            (Kpi::Targeted, _) => "Tutti i destinatari trovati dal target, prima delle esclusioni",
            (Kpi::ToDeliver, _) => "Individuati meno esclusi",
            (Kpi::Sent, _) => "Passati al server di posta ÷ da consegnare",
            (Kpi::Delivered, Feedback::On) => "Con recapito segnalato ÷ inviati",
            (Kpi::Delivered, Feedback::Off) => "Inviati senza mancato recapito ÷ inviati",
            (Kpi::BouncesErrors | Kpi::Errors, Feedback::On) => "Falliti, anche solo per ora ÷ inviati",
            (Kpi::BouncesErrors | Kpi::Errors, Feedback::Off) => "Falliti ÷ inviati",
            (Kpi::OpenRate, _) => "Persone che hanno aperto ÷ recapitati",
            (Kpi::ClickRate, _) => "Persone che hanno fatto clic ÷ recapitati",
        }
    }
}

impl Standings for Italian {
    fn can_prepare(&self, channel: Channel) -> String {
        let channel = self.channel(channel);
        format!("Configurazione del canale {channel} inserita: ora puoi preparare l’invio dei messaggi.")
    }

    fn nothing_leaves(&self) -> &'static str {
        "Non viene inviato nulla finché qualcuno non conferma."
    }

    fn preparation_failed(&self, reason: Option<&str>) -> String {
        let reason = reason.unwrap_or("Una regola ha rilevato un errore.");
        format!("{reason} Non è stato inviato nulla. Correggi l’errore, poi ripeti la preparazione.")
    }

    fn confirm_to_start(&self) -> &'static str {
        "Conferma per avviare l’invio."
    }

    fn confirm_to_start_at(&self, date: &str) -> String {
        format!("Conferma per avviare l’invio alla data pianificata, {date}.")
    }

    fn waits_for_confirmation(&self) -> &'static str {
        "In attesa di qualcuno che possa confermare."
    }

    fn changed(&self, subject: Subject) -> &'static str {
        match subject {
            Subject::Audience => {
                "L’invio non può essere confermato perché il pubblico è cambiato. Ripeti la preparazione."
            }
            Subject::Content => {
                "L’invio non può essere confermato perché il contenuto è cambiato. Ripeti la preparazione."
            }
            Subject::Schedule => {
                "L’invio non può essere confermato perché la data pianificata è cambiata. Ripeti la preparazione."
            }
        }
    }

    fn can_start(&self) -> &'static str {
        "Non viene inviato nulla prima dell’avvio. Imposta le date nel blocco Pianificazione."
    }

    fn confirm_before(&self, date: &str) -> String {
        format!("Conferma {}, altrimenti questa esecuzione non viene inviata.", before(date))
    }

    fn waits_for_approval(&self, by: &str, is_own: bool, until: Option<&str>) -> String {
        let until = until
            .map(|date| format!(" {}, altrimenti la consegna non viene inviata", before(date)))
            .unwrap_or_default();
        match is_own {
            true => format!("Hai confermato. Un’altra persona deve approvare{until}."),
            false => format!("{by} ha confermato. Una seconda persona deve approvare{until}."),
        }
    }

    fn repeats(&self, next: Option<&str>) -> String {
        match next {
            Some(date) => format!("La prossima esecuzione è prevista per {}.", on(date)),
            None => "Non sono previste altre esecuzioni.".to_string(),
        }
    }

    fn repeats_no_more(&self) -> &'static str {
        "Sospesa: non viene creata alcuna esecuzione. Le date che passano nel frattempo vengono saltate."
    }

    fn skipped(&self, by: Option<&str>, until: Option<&str>) -> String {
        let by = by.map(|by| format!(" da {by}")).unwrap_or_default();
        match until {
            Some(date) => format!("Saltata{by}. Per inviarla comunque, preparala di nuovo {}.", before(date)),
            None => format!("Saltata{by}. Non è stato inviato nulla."),
        }
    }

    fn missed(&self, date: Option<&str>) -> String {
        match date {
            Some(date) => format!("Nessuno l’ha confermata {}. Non è stato inviato nulla.", before(date)),
            None => "Nessuno l’ha confermata in tempo. Non è stato inviato nulla.".to_string(),
        }
    }

    fn paused_after(&self, sent: &str, queued: &str, by: Option<&str>) -> String {
        let by = by.map(|by| format!(" Invio sospeso da {by}.")).unwrap_or_default();
        let relayed = agree(sent, "passato", "passati");
        format!("{sent} {relayed} al server di posta; {queued} in attesa che qualcuno riprenda l’invio.{by}")
    }

    fn starts_in(&self, span: &str) -> String {
        format!("tra {span}")
    }

    fn starts_at(&self, date: &str) -> String {
        format!("Confermata. L’invio inizia {}.", on(date))
    }

    fn starting(&self) -> &'static str {
        "Avvio in corso…"
    }

    fn starts_soon(&self) -> &'static str {
        "Confermata. I primi messaggi partono a momenti."
    }

    fn relayed(&self, sent: &str, to_deliver: &str) -> String {
        format!("{sent} su {to_deliver} {} al server di posta", agree(sent, "passato", "passati"))
    }

    fn stopped_after(&self, sent: &str, cancelled: &str, by: Option<&str>) -> String {
        let by = by.map(|by| format!(" Invio interrotto da {by}.")).unwrap_or_default();
        let relayed = agree(sent, "passato", "passati");
        let never = agree(cancelled, "non sarà mai inviato", "non saranno mai inviati");
        format!("{sent} {relayed} al server di posta, {cancelled} {never}.{by}")
    }

    fn send_failed(&self, reason: Option<&str>) -> String {
        reason.unwrap_or("Il servizio non ha indicato il motivo. Chiedi a chi lo gestisce.").to_string()
    }

    fn all_processed(&self) -> &'static str {
        "Tutti i messaggi sono stati elaborati."
    }

    fn outstanding(&self, count: u64, open: &str, final_by: Option<&str>) -> String {
        const RELAYED: &str = "Tutti i messaggi sono stati passati al server di posta.";
        let until = final_by.map(|date| format!("; tutto definitivo entro {}", on(date))).unwrap_or_default();
        match count {
            // Whether they may is not known before the log is read.
            0 if final_by.is_none() => RELAYED.to_string(),
            0 => format!("{RELAYED} Possono ancora tornare mancati recapiti{until}."),
            _ => format!("{RELAYED} {}{until}.", still_open(count, open)),
        }
    }

    fn unread(&self) -> &'static str {
        "Non è possibile leggere com’è andata."
    }

    fn unanswered(&self, _: u64, shown: &str) -> String {
        format!("Tutti i messaggi sono stati passati al server di posta. Di {shown} non si è saputo nulla in tempo.")
    }

    fn prepared_so_far(&self, done: &str) -> String {
        format!("{done} {} finora", recipients(done))
    }
}

impl Words for Italian {
    fn pace(&self, left: &str, per_second: &str) -> String {
        format!("ancora circa {left} · {per_second} al secondo")
    }

    fn slow_pace(&self, left: &str, per_minute: &str) -> String {
        format!("ancora circa {left} · {per_minute} al minuto")
    }

    fn audience_basis(&self, to_deliver: &str, excluded: Option<&str>, probes: Option<(u64, &str)>) -> String {
        let excluded = excluded
            .map(|excluded| format!("{TIED_DOT}{excluded}{NBSP}{}", agree(excluded, "escluso", "esclusi")))
            .unwrap_or_default();
        let probes =
            probes.map(|(_, shown)| format!("{TIED_DOT}incl.{NBSP}{shown}{NBSP}per{NBSP}test")).unwrap_or_default();
        format!("{to_deliver}{excluded}{probes}")
    }

    fn population_basis(&self, targeted: &str) -> String {
        format!("{targeted} {}", recipients(targeted))
    }

    fn of_to_deliver(&self, part: &str, whole: &str) -> String {
        format!("{part} su {whole}")
    }

    fn of_sent(&self, part: &str, whole: &str) -> String {
        format!("{part} su {whole} {}", agree(whole, "inviato", "inviati"))
    }

    fn of_sent_retrying(&self, part: &str, whole: &str, retrying: &str) -> String {
        format!("{}{TIED_DOT}{retrying}{NBSP}in nuovo tentativo", self.of_sent(part, whole))
    }

    fn people_of_delivered(&self, count: u64, part: &str, whole: &str) -> String {
        format!("{part} {} su {whole} {}", people(count), agree(whole, "recapitato", "recapitati"))
    }

    fn connecting(&self) -> &'static str {
        "connessione…"
    }

    fn catching_up(&self) -> &'static str {
        "aggiornamento…"
    }

    fn counted(&self, time: &str) -> String {
        format!("conteggio del servizio delle{NBSP}{time}, lettura del registro…")
    }

    fn live(&self) -> &'static str {
        "in tempo reale"
    }

    fn as_of(&self, time: &str) -> String {
        format!("dati{NBSP}delle{NBSP}{time}")
    }

    fn reconnecting(&self, silent: &str, as_of: Option<&str>) -> String {
        let as_of = as_of.map(|time| format!("{} · ", self.as_of(time))).unwrap_or_default();
        format!("{as_of}riconnessione, ultimo segnale {silent} fa")
    }

    fn refusal(&self, refusal: Refusal) -> String {
        match refusal {
            Refusal::Role(command) => format!("Serve il ruolo {}.", self.role(command.roles()[0])),
            Refusal::State(State::Outdated) => {
                "L’invio non può essere confermato perché pubblico, contenuto o pianificazione sono cambiati. Ripeti \
                 la preparazione."
                    .to_string()
            }
            Refusal::State(state) => format!("Ora non è possibile: la consegna è {}.", adjective(state)),
            Refusal::OwnRequest => "Hai confermato tu: deve approvare un’altra persona.".to_string(),
            Refusal::OfRecurring => "La data di un’esecuzione si imposta nella consegna ricorrente.".to_string(),
        }
    }

    fn failure(&self, failure: &Failure) -> String {
        let problem = match failure {
            Failure::Unreachable => {
                return "Il servizio non risponde. Controlla la connessione o riprova tra poco.".to_string();
            }
            Failure::Unreadable => {
                return "È arrivata una risposta che questa pagina non riesce a leggere. Il servizio potrebbe essere di \
                    un’altra versione rispetto alla pagina: ricarica la pagina; se non basta, chiedi a chi gestisce il \
                    servizio."
                    .to_string();
            }
            Failure::Problem(problem) => problem,
        };
        match problem.kind {
            ProblemType::SignIn => "Accedi di nuovo, poi riprova.".to_string(),
            ProblemType::NotFound => {
                "Questa consegna non esiste o non hai il permesso di vederla. Controlla l’indirizzo.".to_string()
            }
            ProblemType::Unavailable => {
                "Il servizio non può rispondere in questo momento. Non è stato modificato nulla. Riprova tra poco."
                    .to_string()
            }
            ProblemType::Role => "I tuoi permessi non lo consentono.".to_string(),
            ProblemType::State => {
                "La consegna non lo consente nello stato in cui si trova. Ricontrollala, poi riprova.".to_string()
            }
            ProblemType::Changed => "La consegna è cambiata nel frattempo. Ricontrollala, poi riprova.".to_string(),
            ProblemType::InFlight => "La stessa operazione è già in corso. Riprova tra poco.".to_string(),
            ProblemType::Number => "Per confermare così tanti messaggi bisogna digitarne il numero.".to_string(),
            ProblemType::CursorGone => {
                "Gli eventi richiesti non sono più conservati. Ricarica la pagina per rileggere la consegna \
                 dall’inizio."
                    .to_string()
            }
            ProblemType::KeyReused => {
                "La chiave di questa richiesta è già stata usata per altro. Non è stato modificato nulla. Riprova."
                    .to_string()
            }
            ProblemType::HeaderMissing => {
                "Il servizio richiede un dato che questa pagina non ha inviato. Ricarica la pagina; se non basta, \
                 chiedi a chi gestisce il servizio."
                    .to_string()
            }
            ProblemType::Invalid if !problem.fields.is_empty() => {
                "Il servizio non accetta uno o più valori. Controlla quelli segnalati.".to_string()
            }
            ProblemType::BadRequest | ProblemType::Invalid | ProblemType::Other => answered(problem),
        }
    }

    fn failure_title(&self, failure: &Failure) -> &'static str {
        match failure {
            Failure::Unreachable => "Nessuna connessione al servizio",
            Failure::Unreadable => "Risposta incomprensibile per questa pagina",
            Failure::Problem(problem) => match problem.kind {
                ProblemType::SignIn => "Sessione scaduta",
                ProblemType::NotFound => "Qui non c’è nulla",
                ProblemType::Unavailable => "Servizio non disponibile",
                ProblemType::BadRequest
                | ProblemType::Role
                | ProblemType::State
                | ProblemType::InFlight
                | ProblemType::CursorGone
                | ProblemType::Changed
                | ProblemType::KeyReused
                | ProblemType::Number
                | ProblemType::Invalid
                | ProblemType::HeaderMissing
                | ProblemType::Other => "Operazione non riuscita",
            },
        }
    }

    fn page_title(&self, label: &str, id: &str, state: State) -> String {
        format!("{} · {label} ({id})", self.state(state))
    }
}

impl Questions for Italian {
    fn question_title(&self, command: Command, is_waiting: bool, is_scheduled: bool) -> &'static str {
        match command {
            Command::Stop if is_waiting => "Revocare questo invio?",
            Command::Stop => "Interrompere l’invio?",
            Command::Start => "Avviare la ripetizione?",
            Command::Approve => "Approva invio",
            Command::Confirm
            | Command::Duplicate
            | Command::Schedule
            | Command::Skip
            | Command::Prepare
            | Command::StopPreparation
            | Command::Decline
            | Command::Pause
            | Command::Resume => {
                if is_scheduled {
                    "Conferma invio pianificato"
                } else {
                    "Conferma invio"
                }
            }
        }
    }

    fn will_receive(&self, channel: Channel, count: u64, subject: &str) -> String {
        let what = match channel {
            Channel::Email | Channel::Push => format!("«{subject}»"),
            Channel::Sms => format!("l’SMS «{subject}»"),
            Channel::DirectMail => format!("la lettera «{subject}»"),
        };
        let who = form(count, "persona riceverà", "di persone riceveranno", "persone riceveranno");
        format!("{who} {what}")
    }

    fn of_them_probes(&self, count: u64, shown: &str) -> String {
        let are = form(count, "È compreso", "Sono compresi", "Sono compresi");
        format!("{are} {}.", probes(count, shown))
    }

    fn will_not_receive(&self, count: u64) -> &'static str {
        form(count, "persona non lo riceverà", "di persone non lo riceveranno", "persone non lo riceveranno")
    }

    fn ok_send(&self, count: u64, shown: &str) -> String {
        format!("OK, invia a {shown} {}", people(count))
    }

    fn ok_send_at(&self, count: u64, shown: &str) -> String {
        format!("OK, pianifica per {shown} {}", people(count))
    }

    fn ok_ask(&self) -> &'static str {
        "OK, chiedi a una seconda persona"
    }

    fn ok_approve(&self, count: u64, shown: &str) -> String {
        format!("Approva, invia a {shown} {}", people(count))
    }

    fn ok_start(&self) -> &'static str {
        "OK, avvia"
    }

    fn type_number(&self, number: &str) -> String {
        format!("Digita {number} per confermare")
    }

    fn asked_by(&self, by: &str, at: &str) -> String {
        format!("{by} ha confermato {}. Con la tua approvazione l’invio può partire.", on(at))
    }

    fn by_zone(&self, wall: &str, first: &str, last: &str, past: Option<(u64, &str)>) -> String {
        let past = past
            .map(|(count, shown)| {
                format!(" Per {shown} {} quell’ora è già passata: l’invio è immediato.", people(count))
            })
            .unwrap_or_default();
        let (first, last) = (on(first), on(last));
        format!("{wall} nel fuso orario di ciascun destinatario: primo invio {first}, ultimo {last}.{past}")
    }

    fn will_repeat(&self, asks_each_time: bool) -> &'static str {
        if asks_each_time {
            "Ogni esecuzione viene preparata al massimo un giorno prima e chiede conferma. Se nessuno la conferma \
             prima della sua data, non viene inviata."
        } else {
            "Ogni esecuzione viene preparata al massimo un giorno prima e parte da sola alla sua data. Non viene \
             chiesto nulla a nessuno."
        }
    }

    fn already_sent(&self, count: u64, shown: &str) -> String {
        let have_it = form(
            count,
            "persona l’ha già ricevuto o lo riceverà",
            "di persone l’hanno già ricevuto o lo riceveranno",
            "persone l’hanno già ricevuto o lo riceveranno",
        );
        format!("{shown} {have_it}.")
    }

    fn ok_stop(&self, is_waiting: bool) -> &'static str {
        if is_waiting { "OK, revoca l’invio" } else { "OK, interrompi definitivamente" }
    }

    fn left_out(&self, total: &str, causes: &str) -> String {
        if causes.is_empty() { total.to_string() } else { format!("{total}: {causes}") }
    }

    fn one_execution(&self, occurrence: &str) -> String {
        let of = article(occurrence, "del ", "dell’");
        format!("Questa conferma vale solo per l’esecuzione {of}. Le esecuzioni successive la chiederanno di nuovo.")
    }

    fn at_date(&self, date: &str, viewer: Option<&str>) -> String {
        match viewer {
            Some(viewer) => format!("{date} · nel tuo fuso orario: {viewer}"),
            None => date.to_string(),
        }
    }

    fn date_is_past(&self, date: &str) -> String {
        format!("Subito: la data pianificata, {date}, è passata")
    }

    fn last_send(&self, count: &str, date: &str, difference: i64, shown: &str) -> String {
        let sent = format!("{count} {}", on(date));
        match difference {
            0 => format!("{sent} · stesso numero questa volta"),
            1.. => format!("{sent} · {shown} in più questa volta"),
            _ => format!("{sent} · {shown} in meno questa volta"),
        }
    }

    fn changed_count(&self, before: &str, now: &str) -> String {
        format!("Il numero di destinatari che hai letto era {before}; ora è {now}.")
    }

    fn changed_confirmed(&self, by: Option<&str>, at: &str) -> String {
        match by {
            Some(by) => format!("È stata confermata da {by} {}.", on(at)),
            None => format!("La pianificazione ha dato il via all’invio {}.", on(at)),
        }
    }

    fn changed_excluded(&self, cause: &str, before: &str, now: &str) -> String {
        format!("Esclusi, {cause}: {before}, ora {now}.")
    }

    fn changed_recipients(&self) -> &'static str {
        "Il numero di destinatari è lo stesso, ma non sono gli stessi destinatari."
    }

    fn changed_audience(&self, now: &str) -> String {
        format!("Il pubblico ora è: {now}.")
    }

    fn changed_text(&self, now: &str) -> String {
        format!("Il testo ora è «{now}».")
    }

    fn changed_from(&self, now: &str) -> String {
        format!("Il mittente ora è {now}.")
    }

    fn changed_schedule(&self, date: Option<&str>) -> String {
        match date {
            Some(date) => format!("Ora è pianificata per {}.", on(date)),
            None => "Ora parte appena viene confermata.".to_string(),
        }
    }

    fn changed_state(&self, state: State) -> String {
        format!("Ora la consegna è {}.", adjective(state))
    }

    fn done(&self, command: Command, count: u64, shown: &str) -> String {
        match command {
            Command::Stop => {
                "Invio interrotto definitivamente. Ciò che era stato passato al server di posta arriva comunque."
                    .to_string()
            }
            Command::Start => "Avviata. Le sue esecuzioni vengono create man mano che arrivano le date.".to_string(),
            Command::Approve => format!("Approvato: l’invio a {shown} {}.", people(count)),
            Command::Confirm
            | Command::Duplicate
            | Command::Schedule
            | Command::Skip
            | Command::Prepare
            | Command::StopPreparation
            | Command::Decline
            | Command::Pause
            | Command::Resume => format!("Confermato: l’invio a {shown} {}.", people(count)),
        }
    }

    fn by_at(&self, by: Option<&str>, at: &str, asked_by: Option<&str>) -> String {
        match (by, asked_by) {
            (Some(by), Some(first)) => format!("{first}, con approvazione di {by}, {at}"),
            (Some(by), None) => format!("{by}, {at}"),
            (None, _) => format!("In automatico, {at}"),
        }
    }

    fn not_reached(&self, command: Command) -> &'static str {
        match command {
            Command::Stop => {
                "La tua richiesta di interruzione non è mai arrivata al servizio. Non è stato interrotto nulla."
            }
            Command::Start => "La tua richiesta di avvio non è mai arrivata al servizio. Non è stato avviato nulla.",
            Command::Approve => "La tua approvazione non è mai arrivata al servizio. Non è stato inviato nulla.",
            Command::Confirm
            | Command::Duplicate
            | Command::Schedule
            | Command::Skip
            | Command::Prepare
            | Command::StopPreparation
            | Command::Decline
            | Command::Pause
            | Command::Resume => "La tua conferma non è mai arrivata al servizio. Non è stato inviato nulla.",
        }
    }
}

impl Details for Italian {
    fn note(&self, note: Note) -> &'static str {
        match note {
            Note::CannotBeUndone => {
                "Una volta passati al server di posta, i messaggi non si possono richiamare. Puoi sospendere o \
                 interrompere ciò che non è ancora partito."
            }
            Note::StopIsFinal => {
                "Un invio interrotto non può essere ripreso. Ciò che è stato passato al server di posta arriva \
                 comunque; il resto non viene mai inviato. Per fermarlo solo per un po’, sospendilo."
            }
            Note::CallOffIsFinal => "Un invio revocato non può essere riavviato. Non è stato inviato nulla.",
            Note::Sending => "Conferma in corso… il servizio non ha ancora risposto.",
            Note::Stopping => "Interruzione in corso… il servizio non ha ancora risposto.",
            Note::AnswerLost => {
                "Non è arrivata risposta. Viene chiesto al servizio che cosa sia successo; nulla viene inviato una \
                 seconda volta. Puoi lasciare aperta questa finestra o chiuderla."
            }
            Note::NothingSent => "Non è stato inviato nulla.",
            Note::HasChanged => "La consegna è cambiata da quando l’hai letta.",
            Note::SendContinues => "La tua conferma è in corso di trasmissione; chiudere la finestra non la ritira.",
            Note::StopContinues => {
                "La tua richiesta di interruzione è in corso di trasmissione; chiudere la finestra non la ritira."
            }
            Note::SecondPersonNeeded => {
                "A partire da questa dimensione, una seconda persona deve approvare prima di qualsiasi invio."
            }
            Note::SecondPersonAsked => {
                "Conferma registrata. Non viene inviato nulla finché una seconda persona non approva."
            }
            Note::Starting => "Avvio in corso… il servizio non ha ancora risposto.",
            Note::NoExecutions => "Ancora nessuna esecuzione: la prima viene creata un giorno prima della sua data.",
            Note::StopRepeatingIsFinal => {
                "Una consegna ricorrente interrotta non può essere riavviata. Le esecuzioni non ancora iniziate \
                 vengono saltate; quella in corso di invio prosegue."
            }
            Note::SafeguardsHint => {
                "Valgono per ogni consegna non ancora iniziata. Lascia vuoto un campo per non richiedere nulla."
            }
            Note::TypeNumberFrom => "Fai digitare il numero a partire da (destinatari)",
            Note::SecondPersonFrom => "Chiedi a una seconda persona a partire da (destinatari)",
            Note::TestProfiles => "Profili di test",
            Note::Traps => "Indirizzi trappola",
            Note::Yes => "Sì",
            Note::No => "No",
            Note::StartDate => "Data di inizio",
            Note::FirstRecipients => "Primi destinatari",
            Note::LastRecipients => "Ultimi destinatari",
            Note::Nobody => "Nessuno",
            Note::Theme => "Tema",
            Note::Language => "Lingua",
            Note::SignedInAs => "Accesso effettuato come",
            Note::ShowAsTable => "Mostra come tabella",
            Note::Time => "Ora",
            Note::Relayed => "Inviati",
            Note::Delivered => "Recapitati",
            Note::Failed => "Falliti",
            Note::NoDeliveries => "Ancora nessuna consegna",
            Note::Executions => "Esecuzioni",
            Note::Total => "Totale",
            Note::Status => "Stato",
            Note::Date => "Data",
            Note::Repeats => "Si ripete",
            Note::NextExecution => "Prossima esecuzione",
            Note::ConfirmedBy => "Confermata da",
            Note::NoContactDate => "Dopo la conferma",
            Note::Excluded => "Esclusi",
            Note::OpenFiles => "Apri file di eventi",
            Note::NoDeliveriesHint => "Una consegna compare qui appena qualcuno la crea.",
            Note::SentElsewhere => "Inviata da altri: qui si conta, e non si invia",
            Note::OnceConfirmed => "Invio immediato dopo la conferma",
            Note::OnTheDate => "Invio pianificato alla data indicata sotto",
            Note::Immediately => "Subito, appena confermi",
            Note::RequestConfirmation => "Richiesta di conferma prima dell’invio",
            Note::OfRecurring => "Un’esecuzione di una consegna ricorrente",
            Note::WhoMissedIt => "Chi non l’ha ricevuto e perché",
            Note::RecipientZone => "Nel fuso orario di ciascun destinatario",
        }
    }

    fn feedback_note(&self, feedback: Feedback, final_by: Option<&str>) -> String {
        const RISES: &str =
            "Servizio di feedback attivo: «Recapitati» parte dallo 0% e sale man mano che i server confermano";
        const FALLS: &str = "Servizio di feedback non attivo: «Recapitati» parte dal 100% e scende man mano \
            che tornano mancati recapiti";
        match (feedback, final_by) {
            (Feedback::On, None) => format!("{RISES}."),
            (Feedback::On, Some(date)) => format!("{RISES}; definitivo entro {}.", on(date)),
            (Feedback::Off, None) => {
                format!("{FALLS}; provvisorio al massimo fino a 3 giorni e mezzo dopo l’ultimo messaggio.")
            }
            (Feedback::Off, Some(date)) => format!("{FALLS}; provvisorio fino {}.", article(date, "al ", "all’")),
        }
    }

    fn final_since(&self, feedback: Feedback, date: &str) -> String {
        let service = match feedback {
            Feedback::On => "attivo",
            Feedback::Off => "non attivo",
        };
        let since = article(date, "il ", "l’");
        format!(
            "Servizio di feedback {service}. I tentativi sono finiti {since}: solo un mancato recapito tardivo può ancora \
             cambiare un esito."
        )
    }

    fn without_probes(&self, count: u64, shown: &str) -> String {
        format!("I tassi non comprendono {}.", probes(count, shown))
    }

    fn cause(&self, name: &str) -> String {
        known_cause(name).map_or_else(|| name.replace('_', " "), str::to_string)
    }

    fn bar_summary(&self, parts: &str) -> String {
        format!("Tutti i destinatari: {parts}")
    }

    fn chart_summary(&self, from: &str, until: &str, sent: &str, delivered: &str, failed: &str) -> String {
        let (from, until) = (article(from, "Dal ", "Dall’"), article(until, "al ", "all’"));
        let sent = format!("{sent} {} al server di posta", agree(sent, "passato", "passati"));
        let delivered = format!("{delivered} {}", agree(delivered, "recapitato", "recapitati"));
        let failed = format!("{failed} {}", agree(failed, "fallito", "falliti"));
        format!("{from} {until}: {sent}, {delivered}, {failed}.")
    }

    fn chart_title(&self) -> &'static str {
        "Messaggi nel tempo"
    }

    fn may_not_confirm(&self) -> &'static str {
        "I tuoi permessi non ti consentono di confermare una consegna. Può farlo chi ha il ruolo Avvio consegne."
    }

    fn command_failed(&self, command: Command, failure: &Failure) -> String {
        let what = self.command(command, false);
        match failure {
            Failure::Unreachable => format!(
                "Comando «{what}»: non è arrivata risposta, quindi potrebbe essere stato eseguito oppure no. Lo stato \
                 qui sotto lo dirà appena il servizio tornerà a rispondere."
            ),
            Failure::Unreadable | Failure::Problem(_) => {
                format!("Comando «{what}» non eseguito. {}", self.failure(failure))
            }
        }
    }

    fn stale(&self, failure: &Failure) -> String {
        format!("Ciò che vedi potrebbe non essere aggiornato. {}", self.failure(failure))
    }

    fn unreadable_lines(&self, count: u64, shown: &str) -> String {
        let lines = form(count, "riga", "di righe", "righe");
        format!("Impossibile leggere {shown} {lines}")
    }

    fn unrecognised_events(&self, count: u64, shown: &str) -> String {
        let events = form(count, "evento", "di eventi", "eventi");
        format!("{shown} {events} di tipo sconosciuto")
    }

    fn announce_state(&self, state: State) -> String {
        format!("{}.", self.headline(state).trim_end_matches('…'))
    }

    fn announce_progress(&self, percent: &str) -> String {
        format!("Inviati: {percent}.")
    }

    fn demo_clock(&self, speed: &str) -> String {
        format!("Orologio demo ×{speed}")
    }

    fn log_summary(&self, total: &str, warnings: u64, errors: u64) -> String {
        let of = |count: u64, what: &str| match count {
            0 => String::new(),
            _ => format!("{TIED_DOT}{count}{NBSP}{what}"),
        };
        let errors = of(errors, form(errors, "errore", "di errori", "errori"));
        let warnings = of(warnings, form(warnings, "avviso", "di avvisi", "avvisi"));
        format!("Registro ({total}){errors}{warnings}")
    }

    fn copied_from(&self, id: &str) -> String {
        format!(
            "Copiata da {id}. La pianificazione non è stata copiata: questa consegna parte appena viene confermata."
        )
    }

    fn theme(&self, theme: Theme) -> &'static str {
        match theme {
            Theme::System => "Sistema",
            Theme::Light => "Chiaro",
            Theme::Dark => "Scuro",
        }
    }

    fn recurring(&self, channel: Channel) -> &'static str {
        match channel {
            Channel::Email => "Email ricorrente",
            Channel::Sms => "SMS ricorrente",
            Channel::Push => "Push ricorrente",
            Channel::DirectMail => "Direct mail ricorrente",
        }
    }

    fn kpi_short(&self, kpi: Kpi) -> &'static str {
        match kpi {
            Kpi::BouncesErrors => "Mancati recapiti",
            Kpi::OpenRate => "Aperture",
            Kpi::ClickRate => "Clic",
            Kpi::Targeted | Kpi::ToDeliver | Kpi::Sent | Kpi::Delivered | Kpi::Errors => self.kpi(kpi),
        }
    }

    fn segment(&self, kind: SegmentKind) -> &'static str {
        match kind {
            SegmentKind::Delivered => "Recapitati",
            SegmentKind::Awaiting => "In attesa di feedback",
            SegmentKind::Retrying => "Nuovi tentativi",
            SegmentKind::Failed => "Falliti",
            SegmentKind::Cancelled => "Annullati",
            SegmentKind::Queued => "Non ancora inviati",
        }
    }
}

impl EditorWords for Italian {
    fn label(&self, label: EditorLabel) -> &'static str {
        use EditorLabel as L;
        match label {
            L::OnceConfirmed => "Messaggi da inviare appena confermati",
            L::OnDate => "Messaggi da inviare automaticamente alla data indicata di seguito",
            L::StartFrom => "Inizio dell’invio",
            L::First => "Prima data e ora",
            L::Zone => "Fuso orario",
            L::RecipientZone => "Invia nel fuso orario del destinatario",
            L::RequestConfirmation => "Richiedi conferma prima di inviare i messaggi",
            L::AskedOnce => {
                "Non parte nulla prima che qualcuno abbia confermato. Se la conferma arriva dopo la data, l’invio \
                 parte subito."
            }
            L::NotAsked => {
                "Una volta preparata, la consegna parte da sola alla sua data. Non viene chiesto nulla a nessuno."
            }
            L::AskedEachTime => {
                "Ogni esecuzione chiede conferma. Se nessuno la conferma prima della sua data, non viene inviata. \
                 Appena attivata, l’opzione vale per ogni esecuzione che nessuno ha ancora confermato."
            }
            L::NeverAsked => {
                "Ogni esecuzione viene preparata al massimo un giorno prima e parte da sola alla sua data. Quelle che \
                 chiedono già conferma continuano a chiederla."
            }
            L::Repeat => "Ripetizione",
            L::EveryMinutes => "Ogni … minuti",
            L::EveryDays => "Ogni … giorni",
            L::EveryWeeks => "Ogni … settimane",
            L::EveryMonths => "Ogni … mesi",
            L::EveryYears => "Ogni … anni",
            L::UntilTime => "Ogni giorno fino alle",
            L::OnDays => "Nei giorni",
            L::DayOfMonth => "Giorno del mese",
            L::Which => "Quale",
            L::Weekday => "Giorno della settimana",
            L::Ends => "Fine",
            L::Times => "Numero di volte",
            L::LastDay => "Ultimo giorno",
            L::Together => "Aggregazione",
            L::NextDates => "Prossime esecuzioni",
            L::Moved => "Spostata: l’orologio salta in avanti",
            L::FirstOfTwo => "L’orologio segna quest’ora due volte: vale la prima",
            L::ClockChanged => "Dopo un cambio dell’ora",
            L::NoFatigueRules => {
                "Le regole anti-pressione non verranno applicate se non è definita una data di contatto."
            }
            L::NoneLeft => "Tutte le date sono passate: non verrebbe inviato nulla.",
            L::NotReadyBy => {
                "Manca meno di un giorno. Nei fusi orari più avanti può essere già passata: lì l’invio parte appena confermi."
            }
            L::PutRight => "Correggi ciò che è segnalato sopra.",
            L::Save => "Salva",
        }
    }

    fn title(&self, label: &str) -> String {
        format!("Pianificazione di {label}")
    }

    fn why(&self, why: Why) -> &'static str {
        match why {
            Why::ImpossibleDate => "Questa data o quest’ora non esiste. Controllala.",
            Why::UnknownZone => "Questo fuso orario non esiste. Scegline uno dall’elenco, ad esempio Europe/Rome.",
            Why::ZeroInterval | Why::ZeroTimes => "Indica un numero intero a partire da 1.",
            Why::TooOften => "Tra due esecuzioni devono passare almeno 10 minuti.",
            Why::DayEndsBeforeStart => "L’ultima ora del giorno precede la prima.",
            Why::NoWeekday => "Scegli almeno un giorno.",
            Why::NoSuchDay => "Indica un giorno da 1 a 31. Nei mesi più corti vale l’ultimo giorno.",
            Why::EndBeforeStart => "La fine precede l’inizio.",
            Why::NoOccurrence => "Nessuna data rientra tra l’inizio e la fine.",
            Why::ConfirmationNotOffered => "Qui non è possibile richiedere la conferma.",
            Why::OtherInstant => {
                "Il servizio interpreta questa data in modo diverso da come è stata mostrata. Non è stato salvato \
                 nulla; ricontrollala."
            }
        }
    }

    fn fixed(&self, why: Fixed) -> &'static str {
        match why {
            Fixed::ConfirmingSends => "La consegna viene inviata quando qualcuno la conferma.",
            Fixed::ManyDates => {
                "Non disponibile con l’aggregazione: un’esecuzione riunisce molte date, che partono da sole. Scegli \
                 «Nessuna aggregazione» perché la conferma venga chiesta ogni volta."
            }
        }
    }

    fn rhythm(&self, rhythm: Rhythm) -> &'static str {
        match rhythm {
            Rhythm::Once => "Una volta",
            Rhythm::TimesADay => "Più volte al giorno",
            Rhythm::Daily => "Giornaliera",
            Rhythm::Weekly => "Settimanale",
            Rhythm::MonthlyOnDay => "Mensile, per giorno del mese",
            Rhythm::MonthlyOnWeekday => "Mensile, per giorno della settimana",
            Rhythm::Yearly => "Annuale",
        }
    }

    fn ending(&self, ending: Ending) -> &'static str {
        match ending {
            Ending::Never => "Mai",
            Ending::After => "Dopo un numero di volte",
            Ending::Until => "A una data",
        }
    }

    fn aggregation(&self, aggregation: Aggregation) -> &'static str {
        match aggregation {
            Aggregation::None => "Nessuna aggregazione",
            Aggregation::Day => "Per giorno",
            Aggregation::Week => "Per settimana",
            Aggregation::Month => "Per mese",
            Aggregation::Year => "Per anno",
        }
    }

    fn nth(&self, nth: Nth) -> &'static str {
        match nth {
            Nth::First => "Primo",
            Nth::Second => "Secondo",
            Nth::Third => "Terzo",
            Nth::Fourth => "Quarto",
            Nth::Last => "Ultimo",
        }
    }

    fn weekday(&self, day: Weekday) -> &'static str {
        match day {
            Weekday::Mon => "Lunedì",
            Weekday::Tue => "Martedì",
            Weekday::Wed => "Mercoledì",
            Weekday::Thu => "Giovedì",
            Weekday::Fri => "Venerdì",
            Weekday::Sat => "Sabato",
            Weekday::Sun => "Domenica",
        }
    }

    fn offset(&self, offset: &str) -> String {
        format!("{offset} in quella data")
    }

    fn past(&self, date: &str) -> String {
        format!("La data {date} è passata: i messaggi partono non appena è consentito.")
    }

    fn passed(&self, count: u32) -> String {
        let dates = form(
            u64::from(count),
            "data è passata e viene saltata",
            "di date sono passate e vengono saltate",
            "date sono passate e vengono saltate",
        );
        format!("{count} {dates}.")
    }

    fn gap(&self, wall: &str, moved: &str) -> String {
        format!("L’orologio salta in avanti e non segna mai {wall}: al suo posto vale {moved}.")
    }

    fn overlap(&self, wall: &str, first: &str, second: &str) -> String {
        format!("L’orologio segna {wall} due volte. Vale la prima: {first}, non {second}.")
    }

    fn ready_by(&self, date: &str) -> String {
        format!(
            "Conferma {}: dopo, per i destinatari in fusi orari più avanti, l’invio partirebbe in ritardo.",
            before(date)
        )
    }

    fn validity_cut(&self, hours: u32) -> String {
        let shown = form(u64::from(hours), "ora", "di ore", "ore");
        format!(
            "I nuovi tentativi terminano dopo {hours} {shown} (3 giorni e mezzo), anche se la consegna ne consente di più."
        )
    }
}

impl LogWords for Italian {
    fn label(&self, label: LogLabel) -> &'static str {
        use LogLabel as L;
        match label {
            L::Title => "Registri",
            L::Tabs => "Elenchi",
            L::List => "Righe",
            L::SendStatus => "Stato dell’invio:",
            L::Search => "Cerca indirizzi",
            L::SearchRows => "Cerca",
            L::AnyStatus => "Qualsiasi stato",
            L::Status => "Stato",
            L::AnyDetail => "Qualsiasi dettaglio",
            L::Detail => "Dettaglio",
            L::AnyReason => "Qualsiasi motivo",
            L::Reason => "Motivo",
            L::Domain => "Dominio di posta",
            L::From => "Da",
            L::Until => "Fino a",
            L::Filters => "Filtri",
            L::ClearAll => "Cancella filtri",
            L::Remove => "Rimuovi filtro",
            L::Columns => "Colonne",
            L::UsualColumns => "Colonne predefinite",
            L::ExportCsv => "Esporta CSV",
            L::ExportNdjson => "Esporta NDJSON",
            L::MayNotExport => "Per esportare serve il ruolo Esportazione. Chiedi a un amministratore.",
            L::Cancel => "Annulla",
            L::Dismiss => "Nascondi",
            L::ComputeStats => "Calcola statistiche",
            L::Computing => "Nuovo conteggio di tutto dal primo evento…",
            L::Close => "Chiudi",
            L::Nothing => "Qui non c’è ancora nulla",
            L::NothingFiltered => "Nessuna riga corrisponde a questi filtri",
            L::StillReading => "Lettura degli eventi",
            L::Ordering => "Ordinamento…",
            L::Back => "Torna all’elenco",
            L::Previous => "Precedente",
            L::Next => "Successivo",
            L::Raw => "Evento originale",
            L::NoChange => "Nessun cambiamento",
            L::TimePassed => "Tempo trascorso: il periodo di validità è terminato",
            L::History => "Tutte le consegne a questo destinatario",
            L::NoHistory => "Nessun’altra consegna era rivolta a questo destinatario.",
            L::ThisMessage => "questa",
            L::ByRemedy => "Che cosa si può fare",
            L::ByDomain => "Per dominio di posta",
            L::ByReason => "Per motivo",
            L::Unsaid => "non indicato",
            L::AllReached => "Finora nessuno è rimasto senza messaggio",
            L::StillOpen => "Mostra chi ha l’esito da definire",
            L::OddNothing => {
                "Nessuna anomalia: ogni evento è stato letto, segnalato una sola volta e in tempo, e nessuno ne \
                 contraddice un altro."
            }
            L::OddDuplicates => "Duplicati assorbiti",
            L::OddDuplicatesHint => "Eventi segnalati più di una volta. Ciascuno conta una volta sola.",
            L::OddLate => "Eventi in ritardo",
            L::OddLateHint => "Segnalati più di un’ora dopo che erano già noti eventi successivi. Contano comunque.",
            L::OddLines => "Righe non lette",
            L::OddLinesHint => "Non sono eventi ben formati, quindi per queste righe non è stato contato nulla.",
            L::OddTypes => "Eventi di tipo sconosciuto",
            L::OddTypesHint => "Vengono conservati solo per consultazione e non cambiano alcun numero.",
            L::OddDeclared => "Dichiarati e contati non coincidono",
            L::ShowRows => "Mostra i destinatari",
            L::TryAgain => "Riprova",
            L::Yes => "Sì",
        }
    }

    fn tab(&self, tab: Tab) -> &'static str {
        match tab {
            Tab::Log => "Registro",
            Tab::SendingLogs => "Registri di invio",
            Tab::ExclusionLogs => "Registri di esclusione",
            Tab::ExclusionCauses => "Cause di esclusione",
            Tab::TrackingLogs => "Registri di tracciamento",
            Tab::TrackedUrls => "URL tracciati",
            Tab::NotDelivered => "Chi non l’ha ricevuto",
            Tab::Oddities => "Anomalie",
        }
    }

    fn column(&self, column: Column) -> &'static str {
        match column {
            Column::Date => "Data",
            Column::Status => "Stato",
            Column::Address => "Indirizzo",
            Column::Nature => "Natura dell’errore",
            Column::Reason => "Motivo",
            Column::TestProfile => "Profilo di test",
            Column::Message | Column::Text => "Messaggio",
            Column::Domain => "Dominio di posta",
            Column::Delivered => "Data di recapito",
            Column::Deadline => "Termine dei tentativi",
            Column::Opened => "Aperto",
            Column::Clicked => "Clic",
            Column::Remedy => "Che cosa si può fare",
            Column::Code => "Codice",
            Column::Volume => "Volume",
            Column::Cause => "Causa di esclusione",
            Column::Action => "Tipo",
            Column::Label => "Etichetta",
            Column::Url => "URL",
            Column::Machine => "Da sistema automatico",
            Column::Machines => "Di cui da sistemi automatici",
        }
    }

    fn standing(&self, status: Status, detail: Detail) -> &'static str {
        match (status, detail) {
            (Status::Sent, Detail::Retrying) => "Inviato, in nuovo tentativo",
            (Status::Failed, Detail::Retrying) => "Fallito, in nuovo tentativo",
            (_, Detail::Retrying) => "In nuovo tentativo",
            (_, Detail::Queued) => "In attesa, in coda",
            (_, Detail::Awaiting) => "In attesa, ancora senza notizie",
            (_, Detail::Overdue) => "In attesa, oltre il termine",
            (_, Detail::Confirmed | Detail::Relayed) => "Inviato",
            (_, Detail::Inferred) => "Inviato, dedotto",
            (_, Detail::Hard) => "Fallito, hard bounce",
            (_, Detail::Soft) => "Fallito, tentativi abbandonati",
            (_, Detail::Expired) => "Fallito, scaduto",
            (_, Detail::Cancelled) => "Consegna annullata",
            (_, Detail::Excluded) => "Ignorato",
        }
    }

    fn status(&self, status: Status) -> &'static str {
        match status {
            Status::Pending => "In attesa",
            Status::Sent => "Inviato",
            Status::Failed => "Fallito",
            Status::Cancelled => "Consegna annullata",
            Status::Excluded => "Ignorato",
        }
    }

    fn detail(&self, detail: Detail) -> &'static str {
        match detail {
            Detail::Queued => "In coda",
            Detail::Awaiting => "Ancora senza notizie",
            Detail::Overdue => "Oltre il termine",
            Detail::Confirmed => "Confermato",
            Detail::Inferred => "Dedotto",
            Detail::Relayed => "Passato al server di posta",
            Detail::Retrying => "In nuovo tentativo",
            Detail::Hard => "Hard bounce",
            Detail::Soft => "Tentativi abbandonati",
            Detail::Expired => "Scaduto",
            Detail::Cancelled => "Annullato",
            Detail::Excluded => "Escluso",
        }
    }

    fn reason(&self, word: &str) -> String {
        let known = match word {
            "hard" => "Permanente (hard)",
            "soft" => "Temporanea (soft)",
            "user_unknown" => "Utente sconosciuto",
            "invalid_domain" => "Dominio non valido",
            "account_disabled" => "Account disattivato",
            "bad_address" => "Indirizzo errato",
            "relaying_denied" => "Inoltro negato",
            "mailbox_full" => "Casella piena",
            "unreachable" => "Non raggiungibile",
            "not_connected" => "Non connesso",
            "timeout" => "Tempo di risposta superato",
            "greylisted" => "Greylisting",
            "expired" => "Scaduto",
            "busy" => "Occupato",
            "refused" => "Rifiutato",
            "spam" => "Considerato spam",
            "blocked" => "Bloccato",
            "policy" => "Regole del provider",
            "reputation" => "Reputazione",
            "rate_limited" => "Limite di frequenza",
            "content" => "Contenuto",
            "unauthenticated" => "Non autenticato",
            "rendering_failed" => "Contenuto non generato",
            "quota_reached" => "Limite di invio raggiunto",
            "cancelled" => "Annullato",
            "text_too_long" => "Testo troppo lungo",
            "too_large" => "Troppo grande",
            "not_defined" | "undefined" => "Non definito",
            "error_ignored" => "Errore ignorato",
            word => return sentence(known_cause(word).unwrap_or(word)),
        };
        known.to_string()
    }

    fn recipient(&self, recipient: Recipient) -> &'static str {
        match recipient {
            Recipient::Person => "",
            Recipient::TestProfile => "Profilo di test",
            Recipient::Trap => "Indirizzo trappola",
        }
    }

    fn opened(&self, opened: Opened) -> &'static str {
        match opened {
            Opened::No => "",
            Opened::ByMachine => "Da sistema automatico",
            Opened::Yes => "Sì",
        }
    }

    fn action(&self, action: Action) -> &'static str {
        match action {
            Action::Open => "Apertura",
            Action::Click => "Clic nell’email",
            Action::MirrorPage => "Pagina mirror",
            Action::OptOut => "Disiscrizione",
        }
    }

    fn remedy(&self, remedy: Remedy) -> &'static str {
        match remedy {
            Remedy::FixAddress => "Correggi l’indirizzo",
            Remedy::Wait => "Attendi",
            Remedy::Suppressed => "In un elenco di soppressione",
            Remedy::Reputation => "La nostra reputazione",
            Remedy::StoppedByUs => "Fermato da noi",
            Remedy::Unknown => "Non noto",
        }
    }

    fn remedy_hint(&self, remedy: Remedy) -> &'static str {
        match remedy {
            Remedy::FixAddress => "L’indirizzo non esiste o non accetta posta. Chiedine un altro al destinatario.",
            Remedy::Wait => {
                "La casella del destinatario era piena o il suo server non raggiungibile. Una consegna successiva \
                 potrebbe arrivare."
            }
            Remedy::Suppressed => {
                "L’indirizzo è in quarantena o in un elenco di blocco. Solo il suo titolare può cambiare la situazione."
            }
            Remedy::Reputation => {
                "Il provider del destinatario ha rifiutato noi o questo contenuto. Chiedi al tuo team di deliverability."
            }
            Remedy::StoppedByUs => "Una regola o una persona dalla nostra parte lo ha trattenuto.",
            Remedy::Unknown => "Nessuno ha indicato il motivo.",
        }
    }

    fn group(&self, group: Group) -> &'static str {
        match group {
            Group::Targeted => "Individuati",
            Group::ToDeliver => "Da consegnare",
            Group::Excluded => "Esclusi",
            Group::SendingLogs => "Registri di invio",
            Group::ExclusionLogs => "Registri di esclusione",
            Group::Sent => "Inviati",
            Group::Delivered => "Recapitati",
            Group::BouncesErrors => "Mancati recapiti + errori",
            Group::Openers => "Aperture uniche",
            Group::Clickers => "Clic unici",
            Group::Arrived => "Recapitati, tutti i destinatari",
            Group::Awaiting => "In attesa di feedback",
            Group::Retrying => "Nuovi tentativi",
            Group::FailedForGood => "Falliti",
            Group::Cancelled => "Annullati",
            Group::Queued => "In coda",
            Group::Inferred => "Recapito dedotto",
            Group::Overdue => "Oltre il termine",
            Group::Complained => "Segnalazioni di spam",
            Group::OptedOut => "Disiscrizioni",
            Group::Probes => "Profili di test e indirizzi trappola",
            Group::NotReached => "Non l’hanno ricevuto",
            Group::Open => "Esito da definire",
            Group::Conflicts => "Recapitati dopo un hard bounce",
            Group::Unprepared => "Non nella preparazione",
            Group::BeforeSend => "Eventi prima dell’invio",
        }
    }

    fn explain(&self, group: Group, feedback: Feedback) -> &'static str {
        match (group, feedback) {
            (Group::Targeted, _) => {
                "Individuati = da consegnare + esclusi: tutti i destinatari esaminati dalla preparazione."
            }
            (Group::ToDeliver, _) => {
                "Da consegnare = individuati − esclusi. Sono compresi profili di test e indirizzi trappola."
            }
            (Group::Excluded, _) => "Esclusi = lasciati fuori da una regola durante la preparazione.",
            (Group::SendingLogs, _) => "Tutti i destinatari a cui consegnare e il gruppo di controllo.",
            (Group::ExclusionLogs, _) => "Tutti i destinatari esclusi da una regola, tranne il gruppo di controllo.",
            (Group::Sent, _) => {
                "Inviati = passati al server di posta. Sono compresi profili di test e indirizzi trappola."
            }
            (Group::Delivered, Feedback::On) => {
                "Recapitati = inviati e accettati dal server del destinatario, oppure con un’apertura o un clic. Senza \
                 profili di test e indirizzi trappola."
            }
            (Group::Delivered, Feedback::Off) => {
                "Recapitati = inviati − (mancati recapiti + errori): nessuno segnala i recapiti, quindi conta ciò che \
                 non è tornato indietro. Senza profili di test e indirizzi trappola."
            }
            (Group::BouncesErrors, Feedback::On) => {
                "Mancati recapiti + errori = hard bounce, tentativi abbandonati, scaduti e ancora in nuovo tentativo. \
                 Senza profili di test e indirizzi trappola."
            }
            (Group::BouncesErrors, Feedback::Off) => {
                "Mancati recapiti + errori = hard bounce, tentativi abbandonati e scaduti. Senza profili di test e \
                 indirizzi trappola."
            }
            (Group::Openers, _) => {
                "Aperture uniche = recapitati con almeno un’apertura, un clic, una visita alla pagina mirror o una \
                 disiscrizione."
            }
            (Group::Clickers, _) => "Clic unici = recapitati con almeno un clic.",
            (Group::Arrived, _) => {
                "Contati come recapitati e non più in nuovo tentativo, compresi profili di test e indirizzi trappola."
            }
            (Group::Awaiting, _) => "Passati al server di posta; nessuno ha ancora comunicato che cosa ne è stato.",
            (Group::Retrying, Feedback::On) => {
                "Non accettati per ora dal server del destinatario e in nuovo tentativo. Nel frattempo contano come \
                 falliti."
            }
            (Group::Retrying, Feedback::Off) => {
                "Non accettati per ora dal server del destinatario e in nuovo tentativo. Finché non falliscono contano \
                 come recapitati."
            }
            (Group::FailedForGood, _) => "Non arriveranno più, compresi profili di test e indirizzi trappola.",
            (Group::Cancelled, _) => "Fermati prima di essere passati al server di posta.",
            (Group::Queued, _) => "Preparati e non ancora passati al server di posta.",
            (Group::Inferred, _) => "Nessuno ha segnalato il recapito, ma il destinatario ha aperto o fatto clic.",
            (Group::Overdue, _) => "Passati al server di posta e rimasti senza notizie entro il periodo di validità.",
            (Group::Complained, _) => "Segnalati come spam dal destinatario. Lo stato resta invariato.",
            (Group::OptedOut, _) => "Hanno usato il link di disiscrizione.",
            (Group::Probes, _) => {
                "Profili di test e indirizzi trappola. Contano in «Da consegnare» e in «Inviati», e in nessun tasso."
            }
            (Group::NotReached, _) => "Non l’hanno ricevuto = falliti definitivamente + annullati + esclusi.",
            (Group::Open, _) => "Esito da definire = in coda, ancora senza notizie o in nuovo tentativo.",
            (Group::Conflicts, _) => {
                "Un recapito, un’apertura o un clic è arrivato dopo un hard bounce. Lo stato resta «Fallito»."
            }
            (Group::Unprepared, _) => "Sono arrivati eventi per un messaggio che nessuna preparazione ha indicato.",
            (Group::BeforeSend, _) => "È successo loro qualcosa prima che la consegna iniziasse l’invio.",
        }
    }

    fn rows(&self, count: u64, shown: &str) -> String {
        format!("{shown} {}", form(count, "riga", "di righe", "righe"))
    }

    fn position(&self, from: &str, to: &str, of: &str) -> String {
        format!("da {from} a {to} su {of}")
    }

    fn sort_by(&self, column: &str) -> String {
        format!("Ordina per {column}")
    }

    fn filter(&self, name: &str, value: &str) -> String {
        format!("{name}: {value}")
    }

    fn from(&self, at: &str) -> String {
        article(at, "dal ", "dall’")
    }

    fn until(&self, at: &str) -> String {
        before(at)
    }

    fn complete_until(&self, at: &str, ago: &str) -> String {
        format!("Completo fino {}. Ultimo segnale del servizio: {ago} fa.", article(at, "al ", "all’"))
    }

    fn not_complete(&self, read: &str) -> String {
        let events = form(count_of(read), "evento letto", "di eventi letti", "eventi letti");
        format!("Non ancora completo: {read} {events} finora.")
    }

    fn recount_equal(&self, events: &str, at: &str) -> String {
        format!("Ricontati tutti gli eventi ({events}) {}: ogni numero coincide.", on(at))
    }

    fn recount_differs(&self, events: &str, at: &str) -> String {
        format!(
            "Ricontati tutti gli eventi ({events}) {}. Questi numeri non coincidono; ricarica la pagina per vedere i nuovi:",
            on(at)
        )
    }

    fn difference(&self, name: &str, shown: &str, counted: &str, by: &str) -> String {
        format!("{name}: mostrato {shown}, contato {counted} ({by})")
    }

    fn figure(&self, figure: Figure) -> &'static str {
        match figure {
            Figure::Events => "Eventi",
            Figure::Targeted => "Individuati",
            Figure::ToDeliver => "Da consegnare",
            Figure::Excluded => "Esclusi",
            Figure::Sent => "Inviati",
            Figure::Delivered => "Recapitati",
            Figure::BouncesErrors => "Mancati recapiti + errori",
            Figure::Pending => "In attesa",
            Figure::Cancelled => "Annullati",
            Figure::Opens => "Aperture uniche",
            Figure::Clicks => "Clic unici",
            Figure::Complaints => "Segnalazioni di spam",
            Figure::Retrying => "Nuovi tentativi",
            Figure::Conflicts => "Contraddizioni",
        }
    }

    fn taking(&self, done: &str, total: &str) -> String {
        let rows = form(count_of(total), "riga", "di righe", "righe");
        format!("Scrittura del file: {done} su {total} {rows}")
    }

    fn taken(&self, rows: &str, name: &str) -> String {
        let count = count_of(rows);
        let exported = form(count, "Esportata", "Esportate", "Esportate");
        let shown = form(count, "riga", "di righe", "righe");
        format!("{exported} {rows} {shown} in {name}. L’esportazione è annotata nel registro.")
    }

    fn step(&self, kind: &str) -> String {
        match kind {
            "prepared" => "Preparato".to_string(),
            "excluded" => "Escluso durante la preparazione".to_string(),
            "relayed" => "Passato al server di posta".to_string(),
            "delivered" => "Accettato dal server del destinatario".to_string(),
            "deferred" => "Non accettato per ora dal server del destinatario".to_string(),
            "bounced" => "Mancato recapito".to_string(),
            "expired" => "Nuovi tentativi terminati".to_string(),
            "cancelled" => "Annullato prima di passare al server di posta".to_string(),
            "suppressed" => "Escluso dall’elenco del fornitore".to_string(),
            "auto_replied" => "Una macchina ha risposto al posto del destinatario".to_string(),
            "opened" => "Aperto".to_string(),
            "clicked" => "Clic su un link".to_string(),
            "mirror_viewed" => "Pagina mirror visualizzata".to_string(),
            "opted_out" => "Disiscrizione".to_string(),
            "complained" => "Segnalato come spam".to_string(),
            other => sentence(other),
        }
    }

    fn story_detail(&self, detail: StoryDetail) -> &'static str {
        match detail {
            StoryDetail::Preparation => "Preparazione",
            StoryDetail::Cause => "Causa",
            StoryDetail::Nature => "Natura",
            StoryDetail::Reason => "Motivo",
            StoryDetail::Smtp => "Risposta SMTP",
            StoryDetail::Enhanced => "Stato esteso",
            StoryDetail::Attempt => "Tentativo",
            StoryDetail::NextAttempt => "Prossimo tentativo",
            StoryDetail::Server => "Server",
            StoryDetail::By => "Eseguito da",
            StoryDetail::Url => "Link",
            StoryDetail::Label => "Etichetta",
            StoryDetail::Machine => "Da sistema automatico",
        }
    }

    fn outlook(&self, open: u64, shown: &str, worst: &str, best: &str) -> String {
        let open = still_open(open, shown);
        format!("{open}. Alla fine «Recapitati» potrà trovarsi ovunque tra {worst} e {best}.")
    }

    fn final_by(&self, at: &str) -> String {
        format!("L’ultimo sarà noto entro {}.", on(at))
    }

    fn declared(&self, declared: &str, there: &str) -> String {
        let messages = form(count_of(declared), "messaggio", "di messaggi", "messaggi");
        let are = agree(there, "ce n’è", "ce ne sono");
        format!("La preparazione ha dichiarato {declared} {messages} da consegnare; negli eventi {are} {there}.")
    }

    fn late_by(&self, span: &str) -> String {
        format!("in ritardo di {span}")
    }

    fn first_of(&self, shown: &str, all: &str) -> String {
        format!("Solo l’inizio dell’elenco, {shown} su {all}:")
    }
}

/// The form for so many. `many` is for whole millions, after which a noun takes "di".
fn form<'a>(count: u64, one: &'a str, many: &'a str, other: &'a str) -> &'a str {
    match plural(LOCALE, count) {
        Plural::One => one,
        Plural::Many => many,
        Plural::Zero | Plural::Two | Plural::Few | Plural::Other => other,
    }
}

/// The form of a verb, an adjective or a participle: whole millions change nothing.
fn agree<'a>(shown: &str, one: &'a str, other: &'a str) -> &'a str {
    form(count_of(shown), one, other, other)
}

/// The number in a text that is nothing but a number: `9.892`.
fn count_of(shown: &str) -> u64 {
    let digits = shown.bytes().filter(u8::is_ascii_digit);
    digits.fold(0, |count, digit| count * 10 + u64::from(digit - b'0'))
}

fn people(count: u64) -> &'static str {
    form(count, "persona", "di persone", "persone")
}

fn recipients(shown: &str) -> &'static str {
    form(count_of(shown), "destinatario", "di destinatari", "destinatari")
}

fn probes(count: u64, shown: &str) -> String {
    let probes = form(
        count,
        "profilo di test o indirizzo trappola",
        "tra profili di test e indirizzi trappola",
        "tra profili di test e indirizzi trappola",
    );
    format!("{shown} {probes}")
}

fn still_open(count: u64, shown: &str) -> String {
    let outcomes =
        form(count, "esito è ancora da definire", "di esiti sono ancora da definire", "esiti sono ancora da definire");
    format!("{shown} {outcomes}")
}

/// A date with the article before it: `il 23 nov 2026`, and `l’8 nov 2026`, for the number is read "otto".
fn on(date: &str) -> String {
    article(date, "il ", "l’")
}

fn before(date: &str) -> String {
    article(date, "prima del ", "prima dell’")
}

/// A date after an article, or a preposition with one. Only the 8th and the 11th are read with a vowel first.
fn article(date: &str, plain: &str, elided: &str) -> String {
    let day = date.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    let article = if matches!(day, "8" | "08" | "11") { elided } else { plain };
    format!("{article}{date}")
}

/// The state in the middle of a sentence: "la consegna è …".
const fn adjective(state: State) -> &'static str {
    match state {
        State::Editing => "non preparata",
        State::Preparing => "in preparazione",
        State::PreparationFailed => "non preparata: la preparazione non è riuscita",
        State::Prepared => "in attesa di conferma",
        State::Outdated => "da preparare di nuovo",
        State::Approving => "in attesa dell’approvazione di una seconda persona",
        State::Waiting => "confermata e in attesa della sua data",
        State::Sending => "in corso di invio",
        State::Repeating => "ricorrente e attiva",
        State::Paused => "sospesa",
        State::Skipped => "saltata",
        State::Missed => "scaduta: nessuno l’ha confermata in tempo",
        State::Stopped => "interrotta",
        State::Failed => "non riuscita",
        State::Finished => "terminata",
    }
}

/// A rule that leaves recipients out, by the service's word for it.
fn known_cause(word: &str) -> Option<&'static str> {
    Some(match word {
        "address_empty" | "address_not_specified" => "indirizzo mancante",
        "denylist" | "blacklist" => "in elenco di blocco",
        "quarantine" => "in quarantena",
        "suppressed" => "in elenco di soppressione",
        "duplicate" => "duplicato",
        "control_group" => "gruppo di controllo",
        "domain_exclusion" => "dominio escluso",
        "address_exclusion" => "indirizzo escluso",
        "over_delivery_limit" => "oltre il limite di invio",
        "bad_quality_address" => "indirizzo di scarsa qualità",
        "unqualified_address" => "indirizzo non qualificato",
        _ => return None,
    })
}

/// What the service answered, in its own words, where no better ones are known.
fn answered(problem: &Problem) -> String {
    if problem.detail.is_empty() {
        format!("Il servizio ha rifiutato la richiesta (HTTP {}). Riprova.", problem.status)
    } else {
        format!("Il servizio ha risposto: {}", problem.detail)
    }
}

/// A service's word as people read it: `user_unknown` as "User unknown".
fn sentence(word: &str) -> String {
    let mut text = word.replace('_', " ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

impl FileWords for Italian {
    fn label(&self, label: FileLabel) -> &'static str {
        match label {
            FileLabel::Title => "File di eventi",
            FileLabel::Intro => {
                "Quello che il provider racconta dei tuoi invii, come dashboard. I file vengono letti in questo browser e \
                 niente ne esce."
            }
            FileLabel::Drop => "Trascina qui i file di eventi",
            FileLabel::LetGo => "Rilascia per leggerli",
            FileLabel::Choose => "Scegli i file",
            FileLabel::Kinds => {
                "Webhook, risposte delle API e log di Amazon SES, SendGrid, SparkPost, Mailgun, Postmark, Mailjet, Brevo, \
                 Resend, Postal e KumoMTA, e CloudEvents: uno per riga, in un elenco o uno dopo l’altro; anche gzip. Più \
                 file, anche di provider diversi, formano una sola consegna."
            }
            FileLabel::Address => "O l’indirizzo di un file",
            FileLabel::Add => "Scarica",
            FileLabel::AddMore => "Aggiungi file",
            FileLabel::Files => "File",
            FileLabel::Remove => "Rimuovi",
            FileLabel::Coming => "in arrivo…",
            FileLabel::Reading => "Lettura dei file",
            FileLabel::Cancel => "Annulla",
            FileLabel::Open => "Apri la dashboard",
            FileLabel::NothingReadable => "Nessuno di questi file contiene eventi leggibili.",
            FileLabel::Counting => "Come si conta",
            FileLabel::CountingHint => "Nessun file lo dice da sé. Si può cambiare in ogni momento.",
            FileLabel::Validity => "I nuovi tentativi durano, in ore",
            FileLabel::ValidityHint => "Dopo, ciò che era solo rinviato è fallito. Al massimo 84 ore.",
            FileLabel::ValidityWrong => "Un numero intero da 1 a 84.",
            FileLabel::Comparison => "Per provider",
            FileLabel::Origin => "Eventi da",
            FileLabel::ComparisonHint => "Ognuno secondo ciò che racconta; gli eventi ripetuti contano una volta.",
        }
    }

    fn trouble(&self, trouble: &Trouble) -> String {
        match trouble {
            Trouble::Empty => "Non contiene niente.".to_string(),
            Trouble::Unknown { first_line } => format!(
                "Non vi sono stati trovati eventi. Cercati: i feed dei dieci provider nominati sopra e CloudEvents. \
                 Comincia con: {first_line}"
            ),
            Trouble::Unreadable => {
                "Non è stato possibile leggerlo: nel frattempo è stato spostato o modificato, o è danneggiato. Sceglilo di \
                 nuovo."
                    .to_string()
            }
            Trouble::Refused(status) => format!("L’indirizzo ha risposto con lo stato {status}."),
            Trouble::Unreachable => "Non è stato possibile scaricarlo: lì non risponde nessuno, oppure altre pagine non \
                possono leggerlo (CORS). Salvalo e trascina qui il file."
                .to_string(),
            Trouble::NoAddress => "Non è l’indirizzo di un file: comincia con https://.".to_string(),
        }
    }

    fn feedback(&self, feedback: Feedback) -> &'static str {
        match feedback {
            Feedback::On => "I recapiti vengono comunicati: Recapitati parte da 0 % e sale",
            Feedback::Off => "Vengono comunicati solo gli errori: Recapitati parte da 100 % e scende",
        }
    }

    fn others(&self) -> &'static str {
        "Tutte le altre"
    }

    fn read_so_far(&self, share: &str, total: &str) -> String {
        format!("{share} di {total}")
    }
}

impl TrayWords for Italian {
    fn label(&self, label: TrayLabel) -> &'static str {
        match label {
            TrayLabel::Title => "In sospeso",
            TrayLabel::Hint => {
                "Ciò che i provider hanno inviato e che nessuno qui ha potuto archiviare. Indica a quale consegna appartiene: \
                 sarà archiviato lì, come tutto ciò che arriverà in seguito dello stesso tipo."
            }
            TrayLabel::Empty => "Niente in sospeso: tutto ciò che è arrivato è archiviato.",
            TrayLabel::Delivery => "Appartiene alla consegna",
            TrayLabel::Assign => "Assegna",
            TrayLabel::DeliveryMissing => "Scrivi prima il numero della consegna, per esempio DM95.",
            TrayLabel::Discard => "Scarta",
            TrayLabel::Keep => "Tieni",
            TrayLabel::Discarded => "Scartato.",
            TrayLabel::Sample => "Che cosa dice uno di questi, senza indirizzi",
            TrayLabel::Engine => "il tuo motore",
        }
    }

    fn button(&self, count: u64, shown: &str) -> String {
        if count == 0 { "In sospeso".to_string() } else { format!("In sospeso · {shown}") }
    }

    fn kind(&self, kind: &str) -> String {
        LogWords::step(self, kind)
    }

    fn heap(&self, shown: &str, kind: &str, provider: &str) -> String {
        format!("{shown} × {kind}, da {provider}")
    }

    fn reason(&self, reason: &str, named: Option<&str>) -> String {
        match (reason, named) {
            ("untagged", _) => "Non nomina alcuna consegna.".to_string(),
            ("unknown_delivery", Some(named)) => format!("Nomina {named}, che qui non c’è."),
            ("unknown_delivery", None) => "Nomina una consegna che qui non c’è.".to_string(),
            ("unrecognised", _) => "Nessuno qui sa che cosa significhi.".to_string(),
            ("unreadable", _) => "Non è leggibile.".to_string(),
            (other, _) => other.to_string(),
        }
    }

    fn came(&self, first: &str, last: Option<&str>) -> String {
        match last {
            Some(last) => format!("Arrivati dal {first} al {last}."),
            None => format!("Arrivato il {first}."),
        }
    }

    fn discard_first(&self, count: u64, shown: &str) -> String {
        if count == 1 {
            return "Scartare per sempre? Se arriva di nuovo, non sarà più conservato.".to_string();
        }
        format!("Scartarne {shown} per sempre? Se arrivano di nuovo, non saranno più conservati.")
    }

    fn assigned(&self, delivery: &str) -> String {
        format!("Archiviato in {delivery}.")
    }
}
