//! The words of the schedule's editor. They are apart from the others because its code is loaded when it is opened.

use delivery_app::draft::{Ending, Rhythm};
use delivery_core::domain::recurrence::{Nth, Weekday};
use delivery_core::domain::schedule::{Aggregation, Fixed, Why};

/// The fixed texts of the editor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EditorLabel {
    /// Send as soon as confirmed.
    OnceConfirmed,
    /// Send on a date.
    OnDate,
    /// The date.
    StartFrom,
    /// The first date of what repeats.
    First,
    /// The zone of the date.
    Zone,
    /// At each recipient's own time.
    RecipientZone,
    /// Whether somebody has to confirm.
    RequestConfirmation,
    /// What asking for confirmation means for a date.
    AskedOnce,
    /// What not asking means for a date.
    NotAsked,
    /// What asking means for what repeats.
    AskedEachTime,
    /// What not asking means for what repeats.
    NeverAsked,
    /// How often.
    Repeat,
    /// Every so many minutes.
    EveryMinutes,
    /// Every so many days.
    EveryDays,
    /// Every so many weeks.
    EveryWeeks,
    /// Every so many months.
    EveryMonths,
    /// Every so many years.
    EveryYears,
    /// The last time of each day.
    UntilTime,
    /// On which days of the week.
    OnDays,
    /// On which day of the month.
    DayOfMonth,
    /// Which of the month's weekdays.
    Which,
    /// The weekday.
    Weekday,
    /// Until when.
    Ends,
    /// How many times.
    Times,
    /// The last day.
    LastDay,
    /// What is counted together.
    Together,
    /// The next dates.
    NextDates,
    /// A date that was moved out of a gap.
    Moved,
    /// A date that the clock shows twice.
    FirstOfTwo,
    /// The clock was changed since the date before.
    ClockChanged,
    /// No fatigue rules without a date.
    NoFatigueRules,
    /// No date is to come.
    NoneLeft,
    /// In less than a day, by recipients' zones: for some it is past.
    NotReadyBy,
    /// Something has to be put right before saving.
    PutRight,
    /// Save.
    Save,
}

/// The editor's words in one language.
pub trait EditorWords: Sync {
    /// A fixed text.
    fn label(&self, label: EditorLabel) -> &'static str;

    /// The title.
    fn title(&self, label: &str) -> String;

    /// What is wrong with a field, and what to do.
    fn why(&self, why: Why) -> &'static str;

    /// Why there is no choice about confirmation.
    fn fixed(&self, why: Fixed) -> &'static str;

    /// How often.
    fn rhythm(&self, rhythm: Rhythm) -> &'static str;

    /// Until when.
    fn ending(&self, ending: Ending) -> &'static str;

    /// What is counted together.
    fn aggregation(&self, aggregation: Aggregation) -> &'static str;

    /// Which of a month's weekdays.
    fn nth(&self, nth: Nth) -> &'static str;

    /// A day of the week.
    fn weekday(&self, day: Weekday) -> &'static str;

    /// A zone's offset on the date.
    fn offset(&self, offset: &str) -> String;

    /// The date is past.
    fn past(&self, date: &str) -> String;

    /// So many dates are past.
    fn passed(&self, count: u32) -> String;

    /// The clock jumps over a date.
    fn gap(&self, wall: &str, moved: &str) -> String;

    /// The clock shows a date twice.
    fn overlap(&self, wall: &str, first: &str, second: &str) -> String;

    /// By when a delivery in recipients' zones has to be confirmed.
    fn ready_by(&self, date: &str) -> String;

    /// How long messages are tried at most.
    fn validity_cut(&self, hours: u32) -> String;
}
