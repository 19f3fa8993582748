//! Texts at their limits, and what composing finds.

use super::*;
use crate::failure::Class;

fn composed(text: &str) -> crate::platform::Composed {
    Desk::new().rig.platform.compose(&draft(text))
}

/// Whether the imitation takes a text as it is.
async fn taken(text: &str) -> Result<(), Failure> {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part(text), job).await;
    desk.rig.publish(&way, job).await.map(|_| ())
}

#[tokio::test]
async fn three_hundred_visible_characters_are_one_part_and_the_server_takes_them() {
    for unit in ["क", "क्ष", "स्त्र", "कि", "🙂", "क्‍ष"] {
        let text = unit.repeat(300);
        if text.len() > 3000 {
            continue;
        }
        assert_eq!(composed(&text).parts.len(), 1, "{unit}");
        taken(&text).await.unwrap();
        let over = taken(&unit.repeat(301)).await.unwrap_err();
        assert_eq!(over.reason, "bluesky-text-too-long", "{unit}");
        assert!(over.detail.contains("maximum 300, got 301"), "{over}");
    }
}

#[tokio::test]
async fn bytes_count_beside_visible_characters() {
    let family = "👨‍👩‍👧‍👦";
    assert_eq!(family.len(), 25);
    let most = family.repeat(120);
    assert_eq!(most.len(), 3000);
    assert_eq!(composed(&most).parts.len(), 1);
    taken(&most).await.unwrap();
    let over = taken(&format!("{most}a")).await.unwrap_err();
    assert_eq!(over.class, Class::Rejected);
    assert!(over.detail.contains("string too big (maximum 3000, got 3001)"), "{over}");
}

#[test]
fn a_free_warning_is_refused_with_the_ones_that_exist() {
    let mut warned = draft("सूचना");
    warned.warning = Some("चुनाव".to_owned());
    let composed = Desk::new().rig.platform.compose(&warned);
    assert_eq!(ids(&composed.findings), ["bluesky-warning-unknown"]);
    assert_eq!(composed.parts, []);
    let known = ("known", "graphic-media, nudity, porn, sexual".into());
    assert!(composed.findings[0].facts.contains(&known));
}

#[test]
fn an_empty_post_is_refused() {
    assert_eq!(ids(&composed(" ").findings), ["text-empty"]);
}

#[test]
fn a_part_says_everything_its_record_is_made_of() {
    let settings = format!("{SETTINGS}langs = [\"mr\"]\n");
    let mut none = draft("सूचना");
    none.lang = None;
    let part = Desk::of(&BLUESKY, &settings).rig.platform.compose(&none).parts.remove(0);
    assert_eq!(part.options["langs"], json!(["mr"]));
}

#[test]
fn unknown_options_and_unusable_cards_are_found() {
    let desk = Desk::new();
    let mut odd = draft("सूचना");
    option(&mut odd, "visibility", "public");
    odd.card =
        Card::Of { url: "example.org".into(), title: String::new(), description: String::new() };
    let composed = desk.rig.platform.compose(&odd);
    assert_eq!(ids(&composed.findings), ["unknown-option", "bluesky-card-address"]);
}

#[test]
fn a_card_beside_pictures_is_left_out_with_a_warning() {
    let desk = Desk::new();
    let mut both = draft("सूचना");
    both.card = card("शीर्षक");
    both.media = vec![desk.png(100)];
    let composed = desk.rig.platform.compose(&both);
    assert_eq!(ids(&composed.findings), ["bluesky-card-left-out"]);
    assert_eq!(composed.parts.len(), 1);
}

#[test]
fn the_picture_of_a_card_must_be_one_small_picture() {
    let desk = Desk::of(&BLUESKY, &format!("{SETTINGS}max_image_bytes = 2000000\n"));
    for (media, card, id) in [
        (vec![desk.png(100)], Card::Auto, "bluesky-thumb-without-card"),
        (vec![], card("शीर्षक"), "bluesky-thumb-one-picture"),
        (vec![desk.png(100), desk.png(101)], card("शीर्षक"), "bluesky-thumb-one-picture"),
        (vec![desk.film(100)], card("शीर्षक"), "bluesky-thumb-one-picture"),
        (vec![desk.png(1_000_001)], card("शीर्षक"), "media-too-large"),
    ] {
        let mut thumb = Draft { media, card, ..draft("सूचना") };
        option(&mut thumb, "thumb", true);
        let composed = desk.rig.platform.compose(&thumb);
        assert_eq!(ids(&composed.findings), [id]);
    }
}

#[test]
fn every_wrong_setting_is_found_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "handle = \"@asha\"\nlangs = [\"Hindi language\"]\nmax_image_bytes = 3000000\n\
                    server = \"http://plain.example\"\nmention = true\n";
    let findings = Rig::new(&BLUESKY, "bluesky", settings, folder.path()).unwrap_err();
    let expected = [
        "wrong-value",
        "missing-key",
        "address-without-tls",
        "wrong-value",
        "wrong-value",
        "unknown-key",
    ];
    assert_eq!(ids(&findings), expected);
    assert!(findings[5].facts.contains(&("nearest", "mentions".into())));
}

#[test]
fn the_sample_is_a_right_account() {
    let folder = tempfile::tempdir().unwrap();
    Rig::new(&BLUESKY, "bluesky", ROW.sample, folder.path()).unwrap();
}

#[test]
fn a_did_can_stand_for_the_handle() {
    let settings = SETTINGS.replace("office.example.org", "did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    let folder = tempfile::tempdir().unwrap();
    Rig::new(&BLUESKY, "bluesky", &settings, folder.path()).unwrap();
}
