//! Names for invented recipients. Domains end in `.example` or `.test`, which nobody owns (RFC 2606).

/// Given names in Latin letters.
pub const GIVEN: &[&str] = &[
    "giulia", "marco", "chiara", "luca", "sofia", "matteo", "elena", "paolo", "emma", "oliver", "amelia", "george",
    "isla", "harry", "ava", "noah", "louise", "hugo", "camille", "jules", "lena", "jonas", "mia", "felix", "lucia",
    "diego", "martina", "pablo", "ines", "tiago", "beatriz", "rafael", "anna", "jakub", "zofia", "antoni", "freja",
    "emil", "saga", "nils", "aino", "eetu", "priya", "arjun", "yuki", "haruto", "minji", "jiho", "amara", "kofi",
    "leila", "omar",
];

/// Family names in Latin letters.
pub const FAMILY: &[&str] = &[
    "rossi", "ferrari", "bianchi", "colombo", "ricci", "marino", "greco", "conti", "smith", "taylor", "walker",
    "hughes", "martin", "bernard", "dubois", "moreau", "schmidt", "fischer", "weber", "wagner", "garcia", "lopez",
    "romero", "navarro", "silva", "costa", "pereira", "nowak", "kowalska", "wojcik", "hansen", "nielsen", "lindgren",
    "virtanen", "korhonen", "sharma", "patel", "tanaka", "sato", "kim", "park", "mensah", "okafor", "haddad",
];

/// Local parts in other letters (RFC 6531).
pub const INTERNATIONAL: &[&str] = &[
    "zoë.müller",
    "josé.peña",
    "łukasz.wiśniewski",
    "søren.kjær",
    "françoise.lefèvre",
    "мария.иванова",
    "олена.шевченко",
    "γιώργος.παππάς",
    "ליאת.כהן",
    "ليلى.حداد",
    "प्रिया.शर्मा",
    "สมชาย.ใจดี",
    "王小明",
    "田中花子",
    "김민지",
    "nguyễn.thị.lan",
];

/// Domains, the more frequent ones first and repeated.
pub const DOMAINS: &[&str] = &[
    "mail.example",
    "mail.example",
    "mail.example",
    "mail.example",
    "post.example",
    "post.example",
    "post.example",
    "inbox.test",
    "inbox.test",
    "fastmail.example",
    "posta.example",
    "correo.example",
    "webpost.test",
    "studio.example",
    "workshop.test",
    "università.example",
    "почта.example",
    "郵件.example",
];

/// Links of the newsletters: label, address.
pub const LINKS: &[(&str, &str)] = &[
    ("Shop the collection", "https://shop.example/winter"),
    ("Read the story", "https://shop.example/journal/wool-mill"),
    ("Gift guide", "https://shop.example/gifts"),
    ("Find a store", "https://shop.example/stores"),
    ("Free returns", "https://shop.example/returns"),
];

/// Link to leave the list.
pub const UNSUBSCRIBE: (&str, &str) = ("Unsubscribe", "https://shop.example/unsubscribe");

/// Link to the page that shows the message in the browser.
pub const MIRROR_PAGE: (&str, &str) = ("View in browser", "https://shop.example/mirror");
