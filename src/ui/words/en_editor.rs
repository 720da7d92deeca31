//! English: the schedule's editor.

use delivery_app::draft::{Ending, Rhythm};
use delivery_core::domain::recurrence::{Nth, Weekday};
use delivery_core::domain::schedule::{Aggregation, Fixed, Why};

use super::English;
use super::editor::{EditorLabel as L, EditorWords};

impl EditorWords for English {
    fn label(&self, label: L) -> &'static str {
        match label {
            L::OnceConfirmed => "Messages to be sent once confirmed",
            L::OnDate => "Messages to be sent automatically on the date specified below",
            L::StartFrom => "Start sending from",
            L::First => "First date and time",
            L::Zone => "Time zone",
            L::RecipientZone => "Send at the recipient’s time zone",
            L::RequestConfirmation => "Request confirmation before sending messages",
            L::AskedOnce => {
                "Nothing leaves before somebody has confirmed. Confirmed after the date, it leaves at once."
            }
            L::NotAsked => "Once prepared, it leaves on its date by itself. Nobody is asked.",
            L::AskedEachTime => {
                "Each execution asks for confirmation. One that nobody confirms before its date is not sent. Switched on, \
                 this holds at once for every execution that nobody has confirmed."
            }
            L::NeverAsked => {
                "Each execution is prepared up to a day ahead and leaves on its date by itself. One that asks already goes \
                 on asking."
            }
            L::Repeat => "Repeat",
            L::EveryMinutes => "Every … minutes",
            L::EveryDays => "Every … days",
            L::EveryWeeks => "Every … weeks",
            L::EveryMonths => "Every … months",
            L::EveryYears => "Every … years",
            L::UntilTime => "Until, each day",
            L::OnDays => "On",
            L::DayOfMonth => "Day of the month",
            L::Which => "Which",
            L::Weekday => "Weekday",
            L::Ends => "End",
            L::Times => "Number of times",
            L::LastDay => "Last day",
            L::Together => "Aggregation",
            L::NextDates => "Next executions",
            L::Moved => "Moved: the clock jumps ahead",
            L::FirstOfTwo => "The clock shows it twice: the first time",
            L::ClockChanged => "After a clock change",
            L::NoFatigueRules => "The fatigue rules won’t be applied if no contact date is defined.",
            L::NoneLeft => "All dates are past: nothing would be sent.",
            L::PutRight => "Put right what is marked above.",
            L::Save => "Save",
        }
    }

    fn title(&self, label: &str) -> String {
        format!("Schedule of {label}")
    }

    fn why(&self, why: Why) -> &'static str {
        match why {
            Why::ImpossibleDate => "There is no such date or time. Check it.",
            Why::UnknownZone => "There is no such time zone. Choose one of the list, such as Europe/Rome.",
            Why::ZeroInterval => "Give a whole number from 1 on.",
            Why::TooOften => "At least 10 minutes have to lie between two executions.",
            Why::DayEndsBeforeStart => "The last time of the day is before the first one.",
            Why::NoWeekday => "Choose at least one day.",
            Why::NoSuchDay => "Give a day from 1 to 31. In a shorter month it is the last day.",
            Why::ZeroTimes => "Give a whole number from 1 on.",
            Why::EndBeforeStart => "The end is before the start.",
            Why::NoOccurrence => "No date fits between the start and the end.",
            Why::ConfirmationNotOffered => "Confirmation cannot be requested here.",
            Why::OtherInstant => {
                "The service reads this date otherwise than was shown. Nothing was saved; look at it again."
            }
        }
    }

    fn fixed(&self, why: Fixed) -> &'static str {
        match why {
            Fixed::ConfirmingSends => "It is sent when somebody confirms it.",
            Fixed::ManyDates => {
                "Not offered with aggregation: an execution stands for many dates, which leave by themselves. Choose No \
                 aggregation to be asked each time."
            }
        }
    }

    fn rhythm(&self, rhythm: Rhythm) -> &'static str {
        match rhythm {
            Rhythm::Once => "Once",
            Rhythm::TimesADay => "Several times a day",
            Rhythm::Daily => "Daily",
            Rhythm::Weekly => "Weekly",
            Rhythm::MonthlyOnDay => "Monthly, on a day",
            Rhythm::MonthlyOnWeekday => "Monthly, on a weekday",
            Rhythm::Yearly => "Yearly",
        }
    }

    fn ending(&self, ending: Ending) -> &'static str {
        match ending {
            Ending::Never => "Never",
            Ending::After => "After a number of times",
            Ending::Until => "On a date",
        }
    }

    fn aggregation(&self, aggregation: Aggregation) -> &'static str {
        match aggregation {
            Aggregation::None => "No aggregation",
            Aggregation::Day => "By day",
            Aggregation::Week => "By week",
            Aggregation::Month => "By month",
            Aggregation::Year => "By year",
        }
    }

    fn nth(&self, nth: Nth) -> &'static str {
        match nth {
            Nth::First => "First",
            Nth::Second => "Second",
            Nth::Third => "Third",
            Nth::Fourth => "Fourth",
            Nth::Last => "Last",
        }
    }

    fn weekday(&self, day: Weekday) -> &'static str {
        match day {
            Weekday::Mon => "Monday",
            Weekday::Tue => "Tuesday",
            Weekday::Wed => "Wednesday",
            Weekday::Thu => "Thursday",
            Weekday::Fri => "Friday",
            Weekday::Sat => "Saturday",
            Weekday::Sun => "Sunday",
        }
    }

    fn offset(&self, offset: &str) -> String {
        format!("{offset} on that date")
    }

    fn past(&self, date: &str) -> String {
        format!("{date} is past: messages leave as soon as they may.")
    }

    fn passed(&self, count: u32) -> String {
        match count {
            1 => "1 date is past and is left out.".to_string(),
            _ => format!("{count} dates are past and are left out."),
        }
    }

    fn gap(&self, wall: &str, moved: &str) -> String {
        format!("On {wall} the clock jumps ahead and never shows that time: it will be {moved}.")
    }

    fn overlap(&self, wall: &str, first: &str, second: &str) -> String {
        format!("The clock shows {wall} twice. The first time counts: {first}, not {second}.")
    }

    fn ready_by(&self, date: &str) -> String {
        format!("Confirm it before {date}: for recipients whose clocks are ahead it is late afterwards.")
    }

    fn validity_cut(&self, hours: u32) -> String {
        format!("Retries end after {hours} hours (3½ days), although the delivery allows more.")
    }
}
