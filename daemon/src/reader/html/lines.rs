//! Lines that stand in the middle of an article and are no part of it, told by how they read: credits, bylines, dates,
//! links to other stories, calls to subscribe, in the languages of many newsrooms.

/// Longer text than this is never told by its words alone.
pub(super) const LINE_BYTES_MAX: usize = 260;

/// Words before a colon, a bar, a bracket or a sign of copyright that open a credit, a caption or a link.
const LABELS: &[&str] = &[
    // Pictures and their owners.
    "photo",
    "photos",
    "image",
    "images",
    "picture",
    "pictures",
    "pic",
    "credit",
    "photo credit",
    "image credit",
    "source",
    "file photo",
    "getty",
    "video",
    "watch",
    "caption",
    "photograph",
    "foto",
    "fotos",
    "bild",
    "bilder",
    "quelle",
    "bildquelle",
    "crédit",
    "crédit photo",
    "crédits",
    "photo d'illustration",
    "légende",
    "vidéo",
    "fuente",
    "imagen",
    "crédito",
    "vídeo",
    "fonte",
    "imagem",
    "immagine",
    "foto di",
    "bron",
    "beeld",
    "afbeelding",
    "kilde",
    "källa",
    "kuva",
    "zdjęcie",
    "źródło",
    "fot.",
    "фото",
    "источник",
    "видео",
    "fotoğraf",
    "kaynak",
    "صورة",
    "المصدر",
    "图片",
    "图",
    "来源",
    "摄影",
    "写真",
    "出典",
    "画像",
    "사진",
    "출처",
    // Other stories.
    "read",
    "read more",
    "read also",
    "also read",
    "see also",
    "see more",
    "related",
    "more",
    "recommended",
    "tags",
    "tag",
    "topics",
    "topic",
    "filed under",
    "more from",
    "listen",
    "must read",
    "don't miss",
    "don’t miss",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "siehe auch",
    "auch interessant",
    "lire aussi",
    "à lire aussi",
    "voir aussi",
    "à voir",
    "à lire",
    "lea también",
    "lee también",
    "ver también",
    "te puede interesar",
    "más información",
    "leia também",
    "leia mais",
    "veja também",
    "saiba mais",
    "leggi anche",
    "vedi anche",
    "lees ook",
    "lees meer",
    "bekijk ook",
    "läs också",
    "läs även",
    "läs mer",
    "les også",
    "læs også",
    "lue myös",
    "czytaj też",
    "czytaj także",
    "zobacz też",
    "zobacz także",
    "čtěte také",
    "читайте также",
    "читать также",
    "смотрите также",
    "теги",
    "ayrıca okuyun",
    "ilgili haber",
    "اقرأ أيضا",
    "اقرأ أيضاً",
    "相关阅读",
    "相关新闻",
    "延伸阅读",
    "関連記事",
    "あわせて読みたい",
    "관련기사",
    "schlagworte",
    "etiquetas",
    "mots-clés",
];

/// Beginnings that no paragraph of an article has.
const BEGINNINGS: &[&str] = &[
    "read more",
    "read also",
    "read next",
    "read our",
    "read full",
    "read the full",
    "also read",
    "see also",
    "see more",
    "see full",
    "click here",
    "click to",
    "click on",
    "watch the video",
    "watch live",
    "watch now",
    "watch more",
    "you may also",
    "you might also",
    "you may like",
    "you might like",
    "you may be interested",
    "more from ",
    "more on ",
    "more about ",
    "related articles",
    "related stories",
    "related content",
    "related topics",
    "recommended for",
    "sign up ",
    "subscribe ",
    "follow us",
    "follow me",
    "follow @",
    "follow him on",
    "follow her on",
    "follow them on",
    "follow our",
    "like us on",
    "join us on",
    "find us on",
    "continue reading",
    "advertisement",
    "story continues",
    "article continues",
    "share this",
    "share on",
    "share via",
    "filed under",
    "get the latest",
    "get our",
    "get the app",
    "don't miss",
    "don’t miss",
    "trending now",
    "top stories",
    "most read",
    "most popular",
    "copyright ",
    "©",
    "(c) ",
    "all rights reserved",
    "download our",
    "download the app",
    "this article was originally",
    "this story was originally",
    "this post was originally",
    "register now",
    "log in",
    "sign in",
    "leave a comment",
    "view comments",
    "post a comment",
    "anzeige",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "das könnte sie",
    "jetzt abonnieren",
    "alle rechte vorbehalten",
    "folgen sie uns",
    "artikel teilen",
    "lire aussi",
    "à lire aussi",
    "lire la suite",
    "abonnez-vous",
    "inscrivez-vous",
    "tous droits réservés",
    "suivez-nous",
    "partager sur",
    "partagez sur",
    "publicité",
    "lea también",
    "lee también",
    "te puede interesar",
    "suscríbete",
    "suscríbase",
    "síguenos",
    "síganos",
    "compartir en",
    "todos los derechos",
    "publicidad",
    "leia também",
    "leia mais",
    "veja também",
    "assine ",
    "inscreva-se",
    "siga-nos",
    "siga o ",
    "compartilhe",
    "todos os direitos",
    "publicidade",
    "leggi anche",
    "iscriviti",
    "abbonati",
    "seguici",
    "condividi",
    "riproduzione riservata",
    "© riproduzione",
    "tutti i diritti",
    "lees ook",
    "lees meer",
    "abonneer",
    "volg ons",
    "deel dit",
    "alle rechten",
    "läs också",
    "läs även",
    "följ oss",
    "dela artikeln",
    "les også",
    "læs også",
    "følg oss",
    "følg os",
    "lue myös",
    "czytaj też",
    "czytaj także",
    "zobacz też",
    "udostępnij",
    "wszelkie prawa",
    "čtěte také",
    "читайте также",
    "читать далее",
    "подписывайтесь",
    "подпишитесь",
    "поделиться",
    "все права",
    "реклама",
    "abone ol",
    "takip et",
    "tüm hakları",
    "اقرأ أيضا",
    "جميع الحقوق",
    "相关阅读",
    "相关新闻",
    "版权所有",
    "责任编辑",
    "原标题",
    "点击",
    "関連記事",
    "無断転載",
    "続きを読む",
    "관련기사",
    "무단전재",
    "무단 전재",
    "저작권자",
];

/// Whole lines that are none of an article.
const WHOLE: &[&str] = &[
    "loading",
    "loading...",
    "loading…",
    "caption",
    "close",
    "comments",
    "comment",
    "share",
    "tweet",
    "advertisement",
    "related",
    "print",
    "email",
    "e-mail",
    "reply",
    "save",
    "more",
    "next",
    "previous",
    "menu",
    "search",
    "subscribe",
    "newsletter",
    "anzeige",
    "werbung",
    "teilen",
    "kommentare",
    "drucken",
    "partager",
    "commentaires",
    "imprimer",
    "compartir",
    "comentarios",
    "imprimir",
    "compartilhar",
    "comentários",
    "condividi",
    "commenti",
    "stampa",
    "delen",
    "dela",
    "del",
    "jaa",
    "udostępnij",
    "поделиться",
    "комментарии",
    "paylaş",
    "yorumlar",
    "مشاركة",
    "分享",
    "评论",
    "打印",
    "シェア",
    "コメント",
    "공유",
    "댓글",
    "publicité",
    "publicidad",
    "publicidade",
    "pubblicità",
    "reclame",
    "annons",
    "reklama",
    "реклама",
    "reklam",
    "إعلان",
    "广告",
    "広告",
    "광고",
];

/// Ends that no paragraph of an article has.
const ENDS: &[&str] = &[
    "read more",
    "read more.",
    "read more »",
    "read more…",
    "read more >",
    "sign up here",
    "sign up here.",
    "subscribe now",
    "subscribe now.",
    "getty images",
    "getty images)",
    "/getty images",
    "via getty images",
    "/reuters",
    "(reuters)",
    "/afp",
    "(afp)",
    "/ap)",
    "(ap photo)",
    "all rights reserved",
    "all rights reserved.",
    "click here",
    "click here.",
];

/// Beginnings of lines that give a date of publishing.
const DATED: &[&str] = &[
    "updated",
    "published",
    "posted",
    "last updated",
    "last modified",
    "first published",
    "veröffentlicht",
    "aktualisiert",
    "stand:",
    "publié",
    "mis à jour",
    "modifié",
    "publicado",
    "actualizado",
    "atualizado",
    "pubblicato",
    "aggiornato",
    "gepubliceerd",
    "bijgewerkt",
    "publicerad",
    "uppdaterad",
    "publisert",
    "oppdatert",
    "offentliggjort",
    "opdateret",
    "julkaistu",
    "päivitetty",
    "opublikowano",
    "aktualizacja",
    "опубликовано",
    "обновлено",
    "yayınlanma",
    "güncelleme",
    "نُشر",
    "发布时间",
    "更新时间",
    "公開日",
    "更新日",
    "입력",
    "수정",
];

/// Beginnings of lines that name the author.
const BY: &[&str] = &["by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ", "written by ", "reported by "];

/// Whether a line is no part of an article, whatever stands around it.
pub(super) fn is_beside(line: &str) -> bool {
    if line.len() > LINE_BYTES_MAX {
        return false;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|character: char| character.is_whitespace() || "()[]|•·>»«–—-:".contains(character));
    WHOLE.contains(&bare)
        || starts_with_any(bare, BEGINNINGS)
        || ENDS.iter().any(|end| lower.ends_with(end))
        || is_labelled(bare)
        || is_count(bare)
        || (bare.len() < 110 && starts_with_any(bare, DATED) && bare.bytes().any(|byte| byte.is_ascii_digit()))
        || is_byline(line)
}

fn starts_with_any(line: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| {
        line.strip_prefix(beginning).is_some_and(|rest| {
            // Whole words only; scripts without spaces have no borders to ask for.
            !beginning.ends_with(|last: char| last.is_ascii_alphabetic())
                || !rest.starts_with(|next: char| next.is_alphabetic())
        })
    })
}

/// `Photo: …`, `Read more | …`, `Source © …`.
fn is_labelled(line: &str) -> bool {
    let Some(at) = line.find([':', '：', '©', '|', '(', '／']) else { return false };
    LABELS.contains(&line[..at].trim())
}

/// `3 of 12`, `image 3 of 12`, `slide 3/12`, `1 / 8`.
fn is_count(line: &str) -> bool {
    if line.len() > 40 {
        return false;
    }
    let rest = ["image ", "photo ", "slide ", "picture ", "bild ", "foto "]
        .iter()
        .find_map(|word| line.strip_prefix(word))
        .unwrap_or(line);
    let after = rest.trim_start_matches(|character: char| character.is_ascii_digit());
    let after_space = after.trim_start();
    after.len() < rest.len()
        && ["of ", "/", "von ", "sur ", "de "].iter().any(|between| {
            after_space
                .strip_prefix(between)
                .is_some_and(|total| total.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        })
}

/// `By Ada Field and Ben Stone, Science editor`: a word for *by*, then few words, the names among them capitalised.
fn is_byline(line: &str) -> bool {
    let line = line.trim_start_matches(|character: char| !character.is_alphanumeric());
    let Some(by) = BY.iter().find(|by| line.get(..by.len()).is_some_and(|start| start.eq_ignore_ascii_case(by))) else {
        return false;
    };
    let names = line[by.len()..].split([',', '|', '•', '–', '—']).next().unwrap_or_default();
    let words: Vec<_> = names.split_whitespace().collect();
    let is_capitalised = |word: &&str| word.starts_with(|first: char| first.is_uppercase());
    let is_joint = |word: &&str| matches!(*word, "and" | "und" | "et" | "y" | "e" | "en" | "och" | "og" | "&");
    line.len() < 120
        && !line.ends_with(['.', '!', '?'])
        && (1..=8).contains(&words.len())
        && words.iter().all(|word| is_capitalised(word) || is_joint(word) || word.len() <= 3)
        && words.first().is_some_and(is_capitalised)
}

/// Whether text ends as a sentence does.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.ends_with(['.', '!', '?', '"', '”', '。', '…', '»', ':', '’', ')', '！', '？', '」', '』', '؟', '۔', '।', '“'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_beside_an_article_are_told_by_their_words() {
        for line in [
            "Photo: Ada Field / The Harbour Post",
            "READ MORE: Ferry talks fail",
            "Lesen Sie auch: Die Fähre steht still",
            "Leia também | Porto fechado",
            "Читайте также: Порт закрыт",
            "関連記事：港の閉鎖",
            "Updated 3 May 2026, 10:04",
            "By Ada Field and Ben Stone",
            "Von Ada Feld, Hamburg",
            "Image 3 of 12",
            "Share",
            "Sign up for our newsletter",
            "The harbour at dawn. Getty Images",
        ] {
            assert!(is_beside(line), "{line}");
        }
    }

    #[test]
    fn sentences_that_begin_like_them_are_kept() {
        for line in [
            "Reading the report took him a week.",
            "See how the tide turns, he said.",
            "By Monday the harbour had closed.",
            "More than 300 people came.",
            "Watching the boats is his life.",
            "Subscribers paid twice.",
            "Photography was forbidden.",
        ] {
            assert!(!is_beside(line), "{line}");
        }
    }
}
