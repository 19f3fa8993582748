//! Composing and settings.

use serde_json::json;

use super::*;

#[test]
fn one_film_with_at_most_one_picture() {
    let desk = Desk::new();
    let found = |media: Vec<Media>| {
        let findings = desk.compose(&Draft { media, ..draft("शीर्षक") });
        findings.first().map(|finding| finding.id)
    };
    assert_eq!(found(vec![]), Some("youtube-film-missing"));
    assert_eq!(found(vec![desk.film(99)]), None);
    let mut described = desk.picture();
    described.alt = Some("मंच".to_owned());
    assert_eq!(found(vec![described.clone(), desk.film(99)]), None);
    assert_eq!(found(vec![described.clone()]), Some("youtube-film-missing"));
    assert_eq!(found(vec![described.clone(); 2]), Some("youtube-film-missing"));
    assert_eq!(found(vec![desk.film(99), desk.film(98)]), Some("media-does-not-mix"));
    let three = vec![desk.film(99), described.clone(), described.clone()];
    assert_eq!(found(three), Some("too-many-media"));
    let heavy = Media { bytes: 2_000_001, ..described };
    assert_eq!(found(vec![desk.film(99), heavy]), Some("media-too-large"));
    assert_eq!(found(vec![Media { bytes: 0, ..desk.film(99) }]), Some("youtube-file-empty"));
    let long = crate::post::Film { millis: 12 * 3_600_000 + 1, ..Default::default() };
    let long = Media { film: Some(long), ..desk.film(99) };
    assert_eq!(found(vec![long]), Some("film-too-long"));
}

#[test]
fn the_title_is_the_first_line_or_its_own() {
    let desk = Desk::new();
    let hundred = "क".repeat(100);
    for (text, title, id) in [
        ("शीर्षक\nपाठ", None, None),
        (hundred.as_str(), None, None),
        (&format!("{hundred}ख"), None, Some("youtube-title-too-long")),
        (&format!("{hundred}ख"), Some("छोटा"), None),
        ("", None, Some("youtube-title-missing")),
        ("", Some("छोटा"), None),
        ("पाठ", Some("a < b"), Some("wrong-option")),
        ("पाठ", Some(""), Some("wrong-option")),
        ("पाठ", Some("a\nb"), Some("wrong-option")),
        ("a < b", None, Some("youtube-angle-brackets")),
    ] {
        let mut draft = desk.draft(text);
        if let Some(title) = title {
            draft = option(draft, "title", title);
        }
        let findings = desk.compose(&draft);
        assert_eq!(findings.first().map(|finding| finding.id), id, "{text:?} {title:?}");
    }
}

#[test]
fn a_description_is_counted_in_bytes() {
    let desk = Desk::new();
    let body = |letters: usize| format!("शीर्षक\n{}", "क".repeat(letters));
    let spare = 5000 / 3;
    assert_eq!(ids(&desk.compose(&desk.draft(&body(spare)))), [""; 0]);
    assert_eq!(ids(&desk.compose(&desk.draft(&body(spare + 1)))), ["text-too-long"]);
}

#[test]
fn options_are_checked() {
    let desk = Desk::new();
    for (name, value, id) in [
        ("tags", json!(["किसान", "बड़ा मेला"]), None),
        ("tags", json!("किसान"), Some("wrong-option")),
        ("tags", json!(["a,b"]), Some("wrong-option")),
        ("tags", json!(["क".repeat(484)]), None),
        ("tags", json!(["क".repeat(485)]), Some("wrong-option")),
        ("tags", json!([format!("{} क", "क".repeat(481))]), Some("wrong-option")),
        ("category", json!(29), None),
        ("category", json!("29"), Some("wrong-option")),
        ("privacy", json!("unlisted"), None),
        ("privacy", json!("private"), Some("wrong-option")),
        ("playlist", json!("PLimitatedPlaylist"), None),
        ("playlist", json!("https://youtube.com/?list=PL"), Some("wrong-option")),
        ("made_for_kids", json!(1), Some("wrong-option")),
        ("captions", json!("a.srt"), Some("unknown-option")),
    ] {
        let findings = desk.compose(&option(desk.draft("शीर्षक"), name, value.clone()));
        assert_eq!(findings.first().map(|finding| finding.id), id, "{name} = {value}");
    }
}

#[tokio::test]
async fn everything_that_is_said_of_a_film_is_sent_with_it() {
    let desk = Desk::new();
    let mut draft = desk.draft("आज की सभा\nविवरण");
    draft = option(draft, "tags", json!(["किसान"]));
    draft = option(draft, "category", 29);
    draft = option(draft, "embeddable", false);
    draft = option(draft, "notify", false);
    draft.ai = true;
    desk.post(&draft).await.unwrap();
    let open = desk
        .seen()
        .into_iter()
        .find(|asked| asked.path.ends_with("/videos") && asked.method == "POST");
    let open = open.unwrap();
    let body: Value = serde_json::from_slice(&open.body).unwrap();
    assert_eq!(open.query("notifySubscribers"), Some("false"));
    assert_eq!(open.query("part"), Some("snippet,status"));
    let marker = body["snippet"]["tags"][1].as_str().unwrap().to_owned();
    assert!(marker.starts_with("dk-") && marker.len() == 15, "{marker}");
    let snippet = json!({
        "title": "आज की सभा", "description": "विवरण", "tags": ["किसान", marker],
        "categoryId": "29", "defaultLanguage": "hi", "defaultAudioLanguage": "hi",
    });
    let status = |privacy: &str| {
        json!({
            "privacyStatus": privacy, "selfDeclaredMadeForKids": false,
            "containsSyntheticMedia": true, "embeddable": false, "license": "youtube",
            "publicStatsViewable": true,
        })
    };
    assert_eq!(body, json!({ "snippet": snippet, "status": status("private") }));
    let update = desk.seen().pop().unwrap();
    assert_eq!((update.method.as_str(), update.query("part")), ("PUT", Some("status")));
    let id = desk.rig.ledger()[0].id.clone();
    assert_eq!(update.json().unwrap(), json!({ "id": id, "status": status("public") }));
}

#[test]
fn a_warning_is_the_first_line_of_the_description_and_not_the_title() {
    let desk = Desk::new();
    let warned = Draft {
        warning: Some("दुर्घटना".to_owned()), ..desk.draft("शीर्षक\nपाठ")
    };
    let part = desk.rig.platform.compose(&warned).parts.remove(0);
    assert_eq!(part.text, "दुर्घटना\n\nपाठ");
    assert_eq!(part.options["title"], "शीर्षक");
}

#[test]
fn settings_that_cannot_be_used_are_found() {
    let found = |settings: &str| {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(&YOUTUBE, "youtube", settings, folder.path());
        rig.err().map(|findings| findings[0].id)
    };
    for (settings, id) in [
        (SETTINGS.to_owned(), None),
        (ROW.sample.to_owned(), None),
        (SETTINGS.replace("UCimitated", "UUimitated"), Some("wrong-value")),
        (SETTINGS.replace("channel = ", "chanel = "), Some("missing-key")),
        (SETTINGS.replace("1-a.apps", "1-a.app"), Some("wrong-value")),
        (format!("{SETTINGS}privacy = \"private\"\n"), Some("wrong-value")),
        (format!("{SETTINGS}category = \"25\"\n"), Some("wrong-value")),
        (
            format!("{SETTINGS}server = \"http://www.googleapis.com\"\n"),
            Some("address-without-tls"),
        ),
    ] {
        assert_eq!(found(&settings), id, "{settings}");
    }
}

#[test]
fn the_address_of_a_film_leads_to_its_id() {
    let desk = Desk::new();
    for (address, id) in [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1", Some("dQw4w9WgXcQ")),
        ("https://youtu.be/dQw4w9WgXcQ", Some("dQw4w9WgXcQ")),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", Some("dQw4w9WgXcQ")),
        ("https://www.youtube.com/watch?v=", None),
        ("x", None),
    ] {
        assert_eq!(desk.rig.platform.id_in(address).as_deref(), id, "{address}");
    }
}
