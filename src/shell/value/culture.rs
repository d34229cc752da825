//! How cultures write numbers and dates: the most used ones, as the Unicode locale data have them and .NET on Linux shows them.
//!
//! The session itself is always en-US; another culture is what a script hands to `ToString`, `[string]::Format`, `Parse` and their kin. A culture
//! that is not in the table writes as the invariant one does.

/// What is known of one culture.
#[derive(Debug, PartialEq, Eq)]
pub struct Culture {
    /// `de-DE`; empty for the invariant culture.
    pub name: &'static str,
    /// `German (Germany)`.
    pub english: &'static str,
    /// `Deutsch (Deutschland)`.
    pub native: &'static str,
    /// Windows' number of it.
    pub lcid: i32,
    /// Between whole and fraction.
    pub decimal: &'static str,
    /// Between groups of three digits.
    pub group: &'static str,
    /// Before a negative number.
    pub minus: &'static str,
    /// Places of `N`, `F` and `P` without a number.
    pub digits: usize,
    /// Places of `C` without a number.
    pub currency_digits: usize,
    /// The sign of the currency.
    pub currency: &'static str,
    /// Where it stands: `$` is the sign, `n` the number.
    pub currency_form: &'static str,
    /// The same of a negative amount, `-` being the minus.
    pub currency_negative: &'static str,
    /// `n%`, `n %` or `%n`.
    pub percent_form: &'static str,
    /// Between the items of a list.
    pub list: &'static str,
    /// `d`.
    pub short_date: &'static str,
    /// `D`.
    pub long_date: &'static str,
    /// `t`.
    pub short_time: &'static str,
    /// `T`.
    pub long_time: &'static str,
    /// `M`.
    pub month_day: &'static str,
    /// `Y`.
    pub year_month: &'static str,
    /// The halves of a day.
    pub halves: [&'static str; 2],
    /// The first day of a week, 0 for Sunday.
    pub first_day: i64,
    /// From Sunday on.
    pub days: [&'static str; 7],
    /// Their abbreviations.
    pub short_days: [&'static str; 7],
    /// The months.
    pub months: [&'static str; 12],
    /// The months beside a day, where the language bends them.
    pub months_of_days: Option<[&'static str; 12]>,
    /// Their abbreviations.
    pub short_months: [&'static str; 12],
}

const ENGLISH_DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The culture of every session.
pub static EN_US: Culture = Culture {
    name: "en-US",
    english: "English (United States)",
    native: "English (United States)",
    lcid: 1033,
    decimal: ".",
    group: ",",
    minus: "-",
    digits: 3,
    currency_digits: 2,
    currency: "$",
    currency_form: "$n",
    currency_negative: "-$n",
    percent_form: "n%",
    list: ",",
    short_date: "M/d/yyyy",
    long_date: "dddd, MMMM d, yyyy",
    short_time: "h:mm tt",
    long_time: "h:mm:ss tt",
    month_day: "MMMM d",
    year_month: "MMMM yyyy",
    halves: ["AM", "PM"],
    first_day: 0,
    days: ENGLISH_DAYS,
    short_days: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    months: ENGLISH_MONTHS,
    months_of_days: None,
    short_months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
};

/// The culture without a country.
pub static INVARIANT: Culture = Culture {
    name: "",
    english: "Invariant Language (Invariant Country)",
    native: "Invariant Language (Invariant Country)",
    lcid: 127,
    digits: 2,
    currency: "¤",
    currency_negative: "($n)",
    percent_form: "n %",
    short_date: "MM/dd/yyyy",
    long_date: "dddd, dd MMMM yyyy",
    short_time: "HH:mm",
    long_time: "HH:mm:ss",
    month_day: "MMMM dd",
    year_month: "yyyy MMMM",
    ..EN_US_PARTS
};

/// What other tables take over from en-US. A static cannot be spread into another one; a constant can.
const EN_US_PARTS: Culture = Culture {
    name: "",
    english: "",
    native: "",
    lcid: 4096,
    decimal: ".",
    group: ",",
    minus: "-",
    digits: 3,
    currency_digits: 2,
    currency: "¤",
    currency_form: "$n",
    currency_negative: "-$n",
    percent_form: "n%",
    list: ",",
    short_date: "MM/dd/yyyy",
    long_date: "dddd, dd MMMM yyyy",
    short_time: "HH:mm",
    long_time: "HH:mm:ss",
    month_day: "d MMMM",
    year_month: "MMMM yyyy",
    halves: ["AM", "PM"],
    first_day: 0,
    days: ENGLISH_DAYS,
    short_days: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    months: ENGLISH_MONTHS,
    months_of_days: None,
    short_months: [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ],
};

/// Much of continental Europe: `1.234,50 €`, weeks from Monday.
const CONTINENT: Culture = Culture {
    decimal: ",",
    group: ".",
    currency: "€",
    currency_form: "n $",
    currency_negative: "-n $",
    list: ";",
    first_day: 1,
    ..EN_US_PARTS
};

const GERMAN: Culture = Culture {
    percent_form: "n %",
    short_date: "dd.MM.yyyy",
    long_date: "dddd, d. MMMM yyyy",
    month_day: "d. MMMM",
    days: [
        "Sonntag",
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
    ],
    short_days: ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"],
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    short_months: [
        "Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez",
    ],
    ..CONTINENT
};

static OTHERS: &[Culture] = &[
    Culture {
        name: "de-DE",
        english: "German (Germany)",
        native: "Deutsch (Deutschland)",
        lcid: 1031,
        ..GERMAN
    },
    Culture {
        name: "de-AT",
        english: "German (Austria)",
        native: "Deutsch (Österreich)",
        lcid: 3079,
        group: "\u{a0}",
        currency_form: "$ n",
        currency_negative: "-$ n",
        ..GERMAN
    },
    Culture {
        name: "de-CH",
        english: "German (Switzerland)",
        native: "Deutsch (Schweiz)",
        lcid: 2055,
        decimal: ".",
        group: "’",
        currency: "CHF",
        currency_form: "$ n",
        currency_negative: "$-n",
        percent_form: "n%",
        ..GERMAN
    },
    Culture {
        name: "en-GB",
        english: "English (United Kingdom)",
        native: "English (United Kingdom)",
        lcid: 2057,
        currency: "£",
        short_date: "dd/MM/yyyy",
        long_date: "dddd, d MMMM yyyy",
        halves: ["am", "pm"],
        first_day: 1,
        ..EN_US_PARTS
    },
    Culture {
        name: "fr-FR",
        english: "French (France)",
        native: "français (France)",
        lcid: 1036,
        group: "\u{202f}",
        percent_form: "n %",
        short_date: "dd/MM/yyyy",
        long_date: "dddd d MMMM yyyy",
        days: [
            "dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
        ],
        short_days: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
        months: [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        short_months: [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
            "nov.", "déc.",
        ],
        ..CONTINENT
    },
    Culture {
        name: "es-ES",
        english: "Spanish (Spain)",
        native: "español (España)",
        lcid: 3082,
        percent_form: "n %",
        short_date: "d/M/yyyy",
        long_date: "dddd, d 'de' MMMM 'de' yyyy",
        short_time: "H:mm",
        long_time: "H:mm:ss",
        month_day: "d 'de' MMMM",
        year_month: "MMMM 'de' yyyy",
        halves: ["a. m.", "p. m."],
        days: [
            "domingo",
            "lunes",
            "martes",
            "miércoles",
            "jueves",
            "viernes",
            "sábado",
        ],
        short_days: ["dom", "lun", "mar", "mié", "jue", "vie", "sáb"],
        months: [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
        short_months: [
            "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
        ],
        ..CONTINENT
    },
    Culture {
        name: "it-IT",
        english: "Italian (Italy)",
        native: "italiano (Italia)",
        lcid: 1040,
        short_date: "dd/MM/yyyy",
        long_date: "dddd d MMMM yyyy",
        days: [
            "domenica",
            "lunedì",
            "martedì",
            "mercoledì",
            "giovedì",
            "venerdì",
            "sabato",
        ],
        short_days: ["dom", "lun", "mar", "mer", "gio", "ven", "sab"],
        months: [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
        short_months: [
            "gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic",
        ],
        ..CONTINENT
    },
    Culture {
        name: "nl-NL",
        english: "Dutch (Netherlands)",
        native: "Nederlands (Nederland)",
        lcid: 1043,
        currency_form: "$ n",
        currency_negative: "$ -n",
        short_date: "dd-MM-yyyy",
        long_date: "dddd d MMMM yyyy",
        days: [
            "zondag",
            "maandag",
            "dinsdag",
            "woensdag",
            "donderdag",
            "vrijdag",
            "zaterdag",
        ],
        short_days: ["zo", "ma", "di", "wo", "do", "vr", "za"],
        months: [
            "januari",
            "februari",
            "maart",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
        short_months: [
            "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
        ],
        ..CONTINENT
    },
    Culture {
        name: "pt-BR",
        english: "Portuguese (Brazil)",
        native: "português (Brasil)",
        lcid: 1046,
        currency: "R$",
        currency_form: "$ n",
        currency_negative: "-$ n",
        short_date: "dd/MM/yyyy",
        long_date: "dddd, d 'de' MMMM 'de' yyyy",
        month_day: "d 'de' MMMM",
        year_month: "MMMM 'de' yyyy",
        first_day: 0,
        days: [
            "domingo",
            "segunda-feira",
            "terça-feira",
            "quarta-feira",
            "quinta-feira",
            "sexta-feira",
            "sábado",
        ],
        short_days: ["dom.", "seg.", "ter.", "qua.", "qui.", "sex.", "sáb."],
        months: [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
        short_months: [
            "jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.",
            "dez.",
        ],
        ..CONTINENT
    },
    Culture {
        name: "pl-PL",
        english: "Polish (Poland)",
        native: "polski (Polska)",
        lcid: 1045,
        group: "\u{a0}",
        currency: "zł",
        short_date: "dd.MM.yyyy",
        long_date: "dddd, d MMMM yyyy",
        days: [
            "niedziela",
            "poniedziałek",
            "wtorek",
            "środa",
            "czwartek",
            "piątek",
            "sobota",
        ],
        short_days: ["niedz.", "pon.", "wt.", "śr.", "czw.", "pt.", "sob."],
        months: [
            "styczeń",
            "luty",
            "marzec",
            "kwiecień",
            "maj",
            "czerwiec",
            "lipiec",
            "sierpień",
            "wrzesień",
            "październik",
            "listopad",
            "grudzień",
        ],
        months_of_days: Some([
            "stycznia",
            "lutego",
            "marca",
            "kwietnia",
            "maja",
            "czerwca",
            "lipca",
            "sierpnia",
            "września",
            "października",
            "listopada",
            "grudnia",
        ]),
        short_months: [
            "sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paź", "lis", "gru",
        ],
        ..CONTINENT
    },
    Culture {
        name: "cs-CZ",
        english: "Czech (Czechia)",
        native: "čeština (Česko)",
        lcid: 1029,
        group: "\u{a0}",
        currency: "Kč",
        percent_form: "n %",
        short_date: "dd.MM.yyyy",
        long_date: "dddd d. MMMM yyyy",
        short_time: "H:mm",
        long_time: "H:mm:ss",
        month_day: "d. MMMM",
        halves: ["dop.", "odp."],
        days: [
            "neděle",
            "pondělí",
            "úterý",
            "středa",
            "čtvrtek",
            "pátek",
            "sobota",
        ],
        short_days: ["ne", "po", "út", "st", "čt", "pá", "so"],
        months: [
            "leden",
            "únor",
            "březen",
            "duben",
            "květen",
            "červen",
            "červenec",
            "srpen",
            "září",
            "říjen",
            "listopad",
            "prosinec",
        ],
        months_of_days: Some([
            "ledna",
            "února",
            "března",
            "dubna",
            "května",
            "června",
            "července",
            "srpna",
            "září",
            "října",
            "listopadu",
            "prosince",
        ]),
        short_months: [
            "led", "úno", "bře", "dub", "kvě", "čvn", "čvc", "srp", "zář", "říj", "lis", "pro",
        ],
        ..CONTINENT
    },
    Culture {
        name: "sv-SE",
        english: "Swedish (Sweden)",
        native: "svenska (Sverige)",
        lcid: 1053,
        group: "\u{a0}",
        minus: "\u{2212}",
        currency: "kr",
        percent_form: "n %",
        short_date: "yyyy-MM-dd",
        long_date: "dddd d MMMM yyyy",
        halves: ["fm", "em"],
        days: [
            "söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag",
        ],
        short_days: ["sön", "mån", "tis", "ons", "tors", "fre", "lör"],
        months: [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
        short_months: [
            "jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.",
            "dec.",
        ],
        ..CONTINENT
    },
    Culture {
        name: "da-DK",
        english: "Danish (Denmark)",
        native: "dansk (Danmark)",
        lcid: 1030,
        currency: "kr.",
        percent_form: "n %",
        short_date: "dd.MM.yyyy",
        long_date: "dddd 'den' d. MMMM yyyy",
        short_time: "HH.mm",
        long_time: "HH.mm.ss",
        month_day: "d. MMMM",
        days: [
            "søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag",
        ],
        short_days: ["søn.", "man.", "tirs.", "ons.", "tors.", "fre.", "lør."],
        months: [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ],
        short_months: [
            "jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.",
            "dec.",
        ],
        ..CONTINENT
    },
    Culture {
        name: "ru-RU",
        english: "Russian (Russia)",
        native: "русский (Россия)",
        lcid: 1049,
        group: "\u{a0}",
        currency: "₽",
        percent_form: "n %",
        short_date: "dd.MM.yyyy",
        long_date: "dddd, d MMMM yyyy 'г'.",
        year_month: "MMMM yyyy 'г'.",
        days: [
            "воскресенье",
            "понедельник",
            "вторник",
            "среда",
            "четверг",
            "пятница",
            "суббота",
        ],
        short_days: ["вс", "пн", "вт", "ср", "чт", "пт", "сб"],
        months: [
            "январь",
            "февраль",
            "март",
            "апрель",
            "май",
            "июнь",
            "июль",
            "август",
            "сентябрь",
            "октябрь",
            "ноябрь",
            "декабрь",
        ],
        months_of_days: Some([
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ]),
        short_months: [
            "янв.",
            "февр.",
            "март",
            "апр.",
            "май",
            "июнь",
            "июль",
            "авг.",
            "сент.",
            "окт.",
            "нояб.",
            "дек.",
        ],
        ..CONTINENT
    },
    Culture {
        name: "ja-JP",
        english: "Japanese (Japan)",
        native: "日本語 (日本)",
        lcid: 1041,
        currency: "￥",
        currency_digits: 0,
        short_date: "yyyy/MM/dd",
        long_date: "yyyy年M月d日dddd",
        short_time: "H:mm",
        long_time: "H:mm:ss",
        month_day: "M月d日",
        year_month: "yyyy年M月",
        halves: ["午前", "午後"],
        days: [
            "日曜日",
            "月曜日",
            "火曜日",
            "水曜日",
            "木曜日",
            "金曜日",
            "土曜日",
        ],
        short_days: ["日", "月", "火", "水", "木", "金", "土"],
        months: [
            "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月",
        ],
        short_months: [
            "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月",
        ],
        ..EN_US_PARTS
    },
    Culture {
        name: "zh-CN",
        english: "Chinese (China)",
        native: "中文（中国）",
        lcid: 2052,
        currency: "¥",
        short_date: "yyyy/M/d",
        long_date: "yyyy年M月d日dddd",
        month_day: "M月d日",
        year_month: "yyyy年M月",
        halves: ["上午", "下午"],
        first_day: 1,
        days: [
            "星期日",
            "星期一",
            "星期二",
            "星期三",
            "星期四",
            "星期五",
            "星期六",
        ],
        short_days: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        months: [
            "一月",
            "二月",
            "三月",
            "四月",
            "五月",
            "六月",
            "七月",
            "八月",
            "九月",
            "十月",
            "十一月",
            "十二月",
        ],
        short_months: [
            "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月",
        ],
        ..EN_US_PARTS
    },
];

impl Culture {
    /// The culture of a name; a language alone (`de`) is its first country, and a name that is not in the table is written as the invariant culture.
    pub fn of(name: &str) -> &'static Culture {
        let all = || [&EN_US, &INVARIANT].into_iter().chain(OTHERS);
        let is_first = |culture: &&Culture| {
            !name.is_empty()
                && culture
                    .name
                    .split_once('-')
                    .is_some_and(|(language, _)| language.eq_ignore_ascii_case(name))
        };
        all()
            .find(|culture| culture.name.eq_ignore_ascii_case(name))
            .or_else(|| all().find(is_first))
            .unwrap_or(&INVARIANT)
    }

    /// The cultures that have a country.
    pub fn named() -> impl Iterator<Item = &'static Culture> {
        std::iter::once(&EN_US).chain(OTHERS)
    }

    /// Between the parts of a short date: what `/` in a format stands for.
    pub fn date_separator(&self) -> &'static str {
        match self.short_date.find(|c: char| !c.is_ascii_alphabetic()) {
            Some(at) => self.short_date.get(at..=at).unwrap_or("/"),
            None => "/",
        }
    }

    /// Between the parts of a time: what `:` in a format stands for.
    pub fn time_separator(&self) -> &'static str {
        if self.long_time.contains('.') {
            "."
        } else {
            ":"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_culture_is_found_by_any_of_its_names() {
        assert_eq!(Culture::of("DE-de").name, "de-DE");
        assert_eq!(Culture::of("fr").name, "fr-FR");
        assert_eq!(Culture::of("").lcid, 127);
        assert_eq!(Culture::of("xx-YY").lcid, 127);
        assert_eq!(Culture::of("da-DK").time_separator(), ".");
        assert_eq!(Culture::of("sv-SE").date_separator(), "-");
    }
}
