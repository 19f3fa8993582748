//! Films in pieces, and reels in one stream.

use serde_json::json;

use super::params::Params;
use super::{Graph, Outcome, not_there, refused, success};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Public, Reply};

/// How many reels a Page may begin in a day.
const REELS_A_DAY: usize = 30;

const VIDEO: [&str; 11] = [
    "upload_phase",
    "upload_session_id",
    "file_size",
    "start_offset",
    "video_file_chunk",
    "title",
    "description",
    "published",
    "unpublished_content_type",
    "scheduled_publish_time",
    "appsecret_proof",
];
const REEL: [&str; 7] = [
    "upload_phase",
    "video_id",
    "video_state",
    "title",
    "description",
    "scheduled_publish_time",
    "appsecret_proof",
];

/// A film.
#[derive(Debug, Clone)]
pub(super) struct Film {
    pub(super) id: String,
    /// Whether it goes up in one stream: a reel, or the film of a story.
    pub(super) reel: bool,
    /// The post that it becomes as a story; none where it is a reel or a film.
    pub(super) story: Option<String>,
    /// The session of its upload; none once that is over.
    session: Option<String>,
    /// How many bytes it will have, where that is known.
    size: Option<usize>,
    pub(super) bytes: Vec<u8>,
    /// When the last byte came, or the upload was ended.
    pub(super) whole: Option<Instant>,
    begun: Instant,
    pub(super) text: String,
    /// When it was asked to be shown.
    pub(super) shown: Option<Instant>,
    /// Whether it is in the ledger.
    pub(super) public: bool,
    /// Whether it has a cover of its own, and the languages of its subtitles.
    pub(super) cover: bool,
    pub(super) captions: Vec<String>,
}

impl Film {
    pub(super) fn is_public(&self) -> bool {
        self.public
    }

    fn new(id: String, reel: bool, size: Option<usize>, now: Instant) -> Self {
        let session = (!reel).then(|| format!("9{}", &id[1..]));
        Self {
            id,
            reel,
            story: None,
            session,
            size,
            bytes: Vec::new(),
            whole: None,
            begun: now,
            text: String::new(),
            shown: None,
            public: false,
            cover: false,
            captions: Vec::new(),
        }
    }
}

impl Graph {
    pub(super) fn new_film(&mut self, reel: bool, size: Option<usize>, now: Instant) -> &mut Film {
        let id = self.number().to_string();
        self.films.push(Film::new(id, reel, size, now));
        let last = self.films.len() - 1;
        &mut self.films[last]
    }

    pub(super) fn is_processed(&self, film: &Film, now: Instant) -> bool {
        let processed = film.whole.map(|whole| whole + self.config.processing);
        processed.is_some_and(|at| at <= now) && !self.config.breaks_films
    }

    /// Films become public by themselves when they were processed.
    pub(super) fn show_films(&mut self, ledger: &mut Ledger, now: Instant) {
        for at in 0..self.films.len() {
            let film = &self.films[at];
            let wait = if film.reel { self.config.publishing } else { chrono::Duration::zero() };
            let due = film.shown.is_some_and(|shown| shown + wait <= now);
            if film.public || !due || !self.is_processed(film, now) {
                continue;
            }
            ledger.add(Public {
                id: film.story.as_ref().unwrap_or(&film.id).clone(),
                text: film.text.clone(),
                media: 1 + usize::from(film.cover),
                alt: Vec::new(),
                parent: None,
                at: now,
                deleted: false,
            });
            self.films[at].public = true;
        }
    }

    pub(super) fn post_video(
        &mut self,
        params: &Params,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        params.only(&VIDEO)?;
        match params.one_of("upload_phase", &["start", "transfer", "finish", "cancel"])?.as_deref()
        {
            Some("start") => self.start_video(params, now),
            Some("transfer") => self.take_piece(params),
            Some("finish") => self.finish_video(params, ledger, now),
            _ => Err(refused(100, None, "The parameter upload_phase is required")),
        }
    }

    fn start_video(&mut self, params: &Params, now: Instant) -> Outcome {
        let size = params.number("file_size")?.filter(|size| *size > 0);
        let size = size.ok_or_else(|| refused(100, None, "The parameter file_size is required"))?;
        let piece = self.config.piece;
        let film = self.new_film(false, usize::try_from(size).ok(), now);
        Ok(Reply::json(
            200,
            &json!({
                "upload_session_id": film.session,
                "video_id": film.id,
                "start_offset": "0",
                "end_offset": size.min(piece).to_string(),
            }),
        ))
    }

    fn take_piece(&mut self, params: &Params) -> Outcome {
        let piece = usize::try_from(self.config.piece).unwrap_or(usize::MAX);
        let film = self.in_session(params)?;
        let size = film.size.unwrap_or_default();
        let (start, end) = (film.bytes.len(), size.min(film.bytes.len() + piece));
        let chunk = params.file("video_file_chunk");
        let chunk = chunk.ok_or_else(|| refused(100, None, "Requires video_file_chunk"))?;
        let given = params.number("start_offset")?;
        if given != Some(start as u64) {
            return Err(wrong_offset(start, end));
        }
        if chunk.bytes.len() != end - start || chunk.bytes.is_empty() {
            return Err(refused(6000, Some(1_363_019), "There was a problem uploading your video"));
        }
        film.bytes.extend_from_slice(&chunk.bytes);
        let next = film.bytes.len();
        Ok(Reply::json(
            200,
            &json!({
                "start_offset": next.to_string(),
                "end_offset": size.min(next + piece).to_string(),
            }),
        ))
    }

    fn finish_video(&mut self, params: &Params, ledger: &mut Ledger, now: Instant) -> Outcome {
        let published = params.bool("published")?.unwrap_or(true);
        params.one_of("unpublished_content_type", &["DRAFT", "ADS_POST", "SCHEDULED"])?;
        let (title, text) = (params.string("title")?, params.string("description")?);
        let film = self.in_session(params)?;
        if Some(film.bytes.len()) != film.size || !is_film(&film.bytes) {
            return Err(refused(352, None, "The video file you selected is not supported"));
        }
        film.session = None;
        film.whole = Some(now);
        film.text = worded(title, text);
        film.shown = published.then_some(now);
        self.show_films(ledger, now);
        Ok(success())
    }

    fn in_session(&mut self, params: &Params) -> Result<&mut Film, Reply> {
        let session = params.text("upload_session_id").unwrap_or_default();
        let film = self.films.iter_mut().find(|film| film.session.as_deref() == Some(&session));
        film.ok_or_else(|| not_there(&session))
    }

    /// `POST /{video-id}`: one that was finished without being shown is shown.
    pub(super) fn change_film(
        &mut self,
        id: &str,
        params: &Params,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        let film = self.films.iter().position(|film| film.id == id && !film.reel);
        let at = film.ok_or_else(|| not_there(id))?;
        params.only(&["published", "appsecret_proof"])?;
        if params.bool("published")? != Some(true) || !self.is_processed(&self.films[at], now) {
            return Err(refused(100, None, "The video cannot be published"));
        }
        self.films[at].shown.get_or_insert(now);
        self.show_films(ledger, now);
        Ok(success())
    }

    /// Something that hangs on a film whose bytes are all there.
    pub(super) fn hang(&mut self, id: &str, edge: &str, params: &Params) -> Outcome {
        let film = self.films.iter_mut().find(|film| film.id == id);
        let film = film.filter(|film| film.whole.is_some()).ok_or_else(|| not_there(id))?;
        if edge == "thumbnails" {
            params.only(&["source", "is_preferred", "appsecret_proof"])?;
            let source =
                params.file("source").map(|file| file.bytes.as_slice()).unwrap_or_default();
            let kind = infer::get(source).map(|kind| kind.mime_type());
            if !matches!(kind, Some("image/jpeg" | "image/png")) {
                return Err(refused(324, None, "Missing or invalid image file"));
            }
            film.cover |= params.bool("is_preferred")?.unwrap_or(false);
            return Ok(success());
        }
        params.only(&["captions_file", "default_locale", "appsecret_proof"])?;
        let file = params.file("captions_file");
        let name = file.and_then(|file| file.file.clone()).unwrap_or_default();
        let pieces: Vec<_> = name.split('.').collect();
        let locale = match pieces.as_slice() {
            [_, locale, "srt"] if is_locale(locale) => (*locale).to_owned(),
            _ => return Err(refused(386, None, "The captions file is not named NAME.ll_CC.srt")),
        };
        let bytes = file.map(|file| file.bytes.clone()).unwrap_or_default();
        let srt = String::from_utf8(bytes).unwrap_or_default();
        if crate::text::read_subtitles(&srt).is_err() {
            return Err(refused(385, None, "The captions file is not a valid SubRip file"));
        }
        film.captions.push(locale);
        Ok(success())
    }

    pub(super) fn post_reel(&mut self, params: &Params, now: Instant) -> Outcome {
        params.only(&REEL)?;
        match params.one_of("upload_phase", &["start", "finish", "START", "FINISH"])?.as_deref() {
            Some("start" | "START") => self.start_reel(now),
            Some(_) => self.finish_reel(params, now),
            None => Err(refused(100, None, "The parameter upload_phase is required")),
        }
    }

    fn start_reel(&mut self, now: Instant) -> Outcome {
        let day = now - chrono::Duration::days(1);
        let reels = self.films.iter().filter(|film| film.reel && film.story.is_none());
        let today = reels.filter(|film| film.begun > day).count();
        if today >= REELS_A_DAY {
            return Err(refused(613, None, "Calls to this api have exceeded the rate limit."));
        }
        let film = self.new_film(true, None, now).id.clone();
        Ok(self.begun(&film))
    }

    /// What is answered to the start of an upload in one stream.
    pub(super) fn begun(&self, film: &str) -> Reply {
        let served = self.config.served;
        let url = format!("https://rupload.facebook.com/video-upload/{served}/{film}");
        Reply::json(200, &json!({ "video_id": film, "upload_url": url }))
    }

    fn finish_reel(&mut self, params: &Params, now: Instant) -> Outcome {
        let id = params.text("video_id").unwrap_or_default();
        let state = params.one_of("video_state", &["PUBLISHED", "DRAFT", "SCHEDULED"])?;
        let (title, text) = (params.string("title")?, params.string("description")?);
        let reel = |film: &&mut Film| film.id == id && film.reel && film.story.is_none();
        let film = self.films.iter_mut().find(reel).ok_or_else(|| not_there(&id))?;
        if film.whole.is_none() {
            return Err(refused(6000, Some(1_363_019), "The video was not uploaded"));
        }
        if state.as_deref() == Some("PUBLISHED") && film.shown.is_none() {
            film.shown = Some(now);
            film.text = worded(title, text);
        }
        Ok(success())
    }

    /// The host that takes bytes: another login, and refusals of another form.
    pub(super) fn take_bytes(
        &mut self,
        asked: &Asked,
        version: &str,
        id: &str,
        now: Instant,
    ) -> Outcome {
        super::is_version(version)?;
        let login = asked.header("authorization").and_then(|login| login.strip_prefix("OAuth "));
        if self.check_page_token(login.unwrap_or_default()).is_err() {
            return Err(login_refused());
        }
        let breaks_at = self.config.breaks_upload_at.take();
        let film = self.films.iter_mut().find(|film| film.id == id && film.reel);
        let film = film.filter(|film| film.whole.is_none()).ok_or_else(|| not_there(id))?;
        let number = |name: &str| asked.header(name).and_then(|value| value.parse::<usize>().ok());
        let (Some(offset), Some(size)) = (number("offset"), number("file_size")) else {
            return Err(bytes_refused("OffsetInvalidError", "offset and file_size are required"));
        };
        if offset != film.bytes.len() || film.size.is_some_and(|known| known != size) {
            return Err(bytes_refused("OffsetInvalidError", "Request starting offset is invalid"));
        }
        film.size = Some(size);
        let taken = breaks_at.unwrap_or(asked.body.len()).min(asked.body.len());
        film.bytes.extend_from_slice(&asked.body[..taken]);
        if film.bytes.len() != size {
            return Err(bytes_refused(
                "PartialRequestError",
                "Partial request (did not match length)",
            ));
        }
        film.whole = Some(now);
        Ok(success())
    }
}

fn is_locale(text: &str) -> bool {
    let Some((language, country)) = text.split_once('_') else { return false };
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn worded(title: Option<String>, text: Option<String>) -> String {
    let words = [title, text].into_iter().flatten();
    words.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn is_film(bytes: &[u8]) -> bool {
    infer::get(bytes)
        .is_some_and(|kind| matches!(kind.mime_type(), "video/mp4" | "video/quicktime"))
}

fn wrong_offset(start: usize, end: usize) -> Reply {
    Reply::json(
        400,
        &json!({ "error": {
        "message": "(#6001) There was a problem uploading your video. Please try again.",
        "type": "OAuthException",
        "code": 6001,
        "error_subcode": 1_363_037,
        "error_data": { "start_offset": start, "end_offset": end },
        "fbtrace_id": "AbCdEf012",
    } }),
    )
}

fn login_refused() -> Reply {
    let message = "User not authorized to perform this request";
    let info = json!({ "retriable": false, "type": "NotAuthorizedError", "message": message });
    Reply::json(400, &json!({ "debug_info": info }))
}

fn bytes_refused(kind: &str, message: &str) -> Reply {
    let info = json!({ "retriable": true, "type": kind, "message": message });
    Reply::json(400, &json!({ "debug_info": info }))
}
