//! One account on its stage, driven as the engine drives it: what a restart would lose is lost,
//! and what the journal would keep goes through the journal's own form.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dakiya::clock::{Clock as _, Instant};
use dakiya::delivery::{Found, Receipt};
use dakiya::failure::{Class, Failure};
use dakiya::http::{Transport, Url};
use dakiya::platform::mock::{Direct, Mischief, Public, Rig, Trick};
use dakiya::platform::{Identity, Job, Platform, Prepared, fitted, wanted_for};
use dakiya::post::{Done, Draft, Fitted, Made, Media, MediaKind, Part, Wanted};
use serde_json::Value;
use tempfile::TempDir;

use super::cases::Case;
use super::exceptions::{needs_a_film, needs_media};
use super::line::Line;
use super::pictures::{film, jpeg};

/// More steps than any part needs.
const MOST_STEPS: usize = 100;

/// What passes between two requests of ours, so that no rate limit of a service is met.
const PACE: Duration = Duration::from_secs(10);

/// The account and all that is around it.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) case: Case,
    pub(crate) rig: Rig,
    pub(crate) line: Arc<Line>,
    /// How many messages were public before the test began.
    past: usize,
    said: Mutex<Vec<String>>,
    folder: TempDir,
}

/// One delivery on its way.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) parts: Vec<Part>,
    pub(crate) receipts: Vec<Receipt>,
    pub(crate) progress: Value,
    pub(crate) due: Instant,
    delivery: u32,
}

impl Bench {
    /// An account on a stage without any network.
    pub(crate) fn new(case: &Case) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(case.row, case.kind, &case.settings, folder.path());
        let rig = rig.unwrap_or_else(|findings| panic!("the sample has findings: {findings:?}"));
        let direct = Arc::new(Direct::to(rig.stage.clone()));
        let address = Url::parse("http://127.0.0.1:9").unwrap();
        Self::of(case, rig, folder, direct, address)
    }

    /// The same account behind another transport.
    pub(crate) fn moved(self, transport: Arc<dyn Transport>, address: Url) -> Self {
        Self::of(&self.case, self.rig, self.folder, transport, address).past(self.past)
    }

    fn past(self, past: usize) -> Self {
        Self { past, ..self }
    }

    fn of(
        case: &Case,
        rig: Rig,
        folder: TempDir,
        transport: Arc<dyn Transport>,
        address: Url,
    ) -> Self {
        let line = Line::to(transport);
        let rig = rig.through(Arc::clone(&line) as _, address).unwrap();
        Self { case: case.clone(), rig, line, past: 0, said: Mutex::default(), folder }
    }

    /// An account that has posted before, which is not counted any more.
    pub(crate) async fn experienced(case: &Case) -> Self {
        let mut bench = Self::new(case);
        let mut way = bench.way(&super::drafts::draft("पहली सूचना"), 1000).unwrap();
        bench.send(&mut way).await.unwrap();
        bench.pass(Duration::from_secs(3600));
        bench.past = bench.ledger().len();
        bench
    }

    /// The same account after a restart of the program.
    pub(crate) fn restarted(self) -> Self {
        Self { rig: self.rig.restarted().unwrap(), ..self }
    }

    pub(crate) fn platform(&self) -> &dyn Platform {
        self.rig.platform.as_ref()
    }

    pub(crate) fn now(&self) -> Instant {
        self.rig.clock.now()
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.rig.clock.advance_to(self.now() + time);
    }

    /// Orders a mischief for the next visible request.
    pub(crate) fn visible(&self, trick: Trick) {
        self.rig.order(Mischief::visible(trick));
    }

    /// Orders a mischief for the next invisible request.
    pub(crate) fn invisible(&self, trick: Trick) {
        self.rig.order(Mischief::invisible(trick));
    }

    /// A picture in the store.
    pub(crate) fn picture(&self, kind: MediaKind, bytes: &[u8], alt: &str) -> Media {
        Media {
            width: Some(16),
            height: Some(8),
            alt: Some(alt.to_owned()),
            ..Media::of(
                format!("चित्र {}.{}", bytes.len(), kind.ending()),
                self.rig.store(bytes).unwrap(),
                kind,
                bytes.len() as u64,
            )
        }
    }

    /// `draft` as the engine hands it to this account: media that it does not take as they are
    /// have been made anew.
    pub(crate) fn taken(&self, draft: &Draft) -> Draft {
        let draft = self.completed(draft);
        let limits = self.platform().limits();
        let wanted = wanted_for(&draft, &limits).into_iter();
        let made: Vec<_> = wanted.map(|(medium, wanted)| self.made(&medium, wanted)).collect();
        fitted(draft, &made, &limits).0
    }

    /// What is made of `medium`, which the account does not take as it is.
    fn made(&self, medium: &Media, wanted: Wanted) -> Fitted {
        let picture = self.picture(MediaKind::Jpeg, &jpeg(), "");
        let square = Media { width: Some(16), height: Some(16), ..picture };
        let made = Ok(Made { medium: square, done: vec![Done::Converted] });
        Fitted { of: medium.digest, wanted, made }
    }

    /// Composes `draft`, if the platform takes it.
    pub(crate) fn way(&self, draft: &Draft, delivery: u32) -> Option<Way> {
        let composed = self.platform().compose(&self.taken(draft));
        self.say(&format!("{:?}", composed.findings));
        (!composed.parts.is_empty()).then(|| Way {
            parts: composed.parts,
            receipts: Vec::new(),
            progress: Value::Null,
            due: self.now(),
            delivery,
        })
    }

    /// `draft` with what the platform takes nothing without.
    fn completed(&self, draft: &Draft) -> Draft {
        let mut draft = draft.clone();
        let bare = draft.media.is_empty();
        if bare && draft.text.trim().is_empty() {
            return draft;
        }
        if needs_a_film(self.case.kind) {
            draft.media.insert(0, self.picture(MediaKind::Mp4, &film(), "सभा"));
        } else if needs_media(self.case.kind) && bare {
            draft.media.push(self.picture(MediaKind::Jpeg, &jpeg(), "मंच पर वक्ता"));
        }
        draft
    }

    /// One step; whether it was the last. The clock moves on a little, for the sake of limits.
    pub(crate) async fn step(&self, way: &mut Way) -> Result<bool, Failure> {
        self.pass(Duration::from_secs(1));
        let key = way.key();
        let (done, progress, wait) =
            match self.kept(self.platform().prepare(&way.job(&key))).await? {
                Prepared::More { progress } => (false, progress, Duration::ZERO),
                Prepared::Wait { progress, after } => (false, progress, after),
                Prepared::Done { progress, .. } => (true, progress, Duration::ZERO),
            };
        way.progress = through_the_journal(&progress);
        self.say(&progress.to_string());
        self.pass(wait);
        Ok(done)
    }

    /// All steps of the present part; how many there were.
    pub(crate) async fn prepare(&self, way: &mut Way) -> Result<usize, Failure> {
        for steps in 1..MOST_STEPS {
            if self.step(way).await? {
                return Ok(steps);
            }
        }
        panic!("preparing does not end");
    }

    /// The visible request of the present part.
    pub(crate) async fn publish(&self, way: &Way) -> Result<Receipt, Failure> {
        let before = self.rig.stage.visible_requests();
        let key = way.key();
        let answer = self.kept(self.platform().publish(&way.job(&key))).await;
        let sent = self.rig.stage.visible_requests() - before;
        assert!(sent <= 1, "publish sent {sent} visible requests");
        answer
    }

    /// Goes on to the next part.
    pub(crate) fn accept(&self, way: &mut Way, receipt: &Receipt) {
        way.receipts.push(through_the_journal(receipt));
        way.progress = Value::Null;
        self.pass(PACE);
    }

    /// All that is left of the delivery.
    pub(crate) async fn send(&self, way: &mut Way) -> Result<(), Failure> {
        while way.receipts.len() < way.parts.len() {
            self.prepare(way).await?;
            let receipt = self.publish(way).await?;
            self.accept(way, &receipt);
        }
        Ok(())
    }

    /// Looks for the present part; reads only.
    pub(crate) async fn find(&self, way: &Way, since: Instant) -> Result<Found, Failure> {
        let before = self.outside();
        let key = way.key();
        let found = self.kept(self.platform().find(&way.job(&key), since)).await;
        assert_eq!(before, self.outside(), "looking changed what is public");
        found
    }

    pub(crate) async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.kept(self.platform().recall(receipt)).await
    }

    /// Who we are; nothing must come of asking.
    pub(crate) async fn whoami(&self) -> Result<Identity, Failure> {
        let before = self.outside();
        let identity = self.kept(self.platform().whoami()).await;
        assert_eq!(before, self.outside(), "asking who we are changed what is public");
        identity
    }

    pub(crate) async fn refresh(&self) -> Result<(), Failure> {
        self.kept(self.platform().refresh()).await
    }

    /// Does what the engine (or a person told by it) does about a failure that left nothing
    /// behind, before the request is repeated. A login that is gone is not mended.
    pub(crate) async fn recover(&self, failure: &Failure) -> Result<(), Failure> {
        if failure.class == Class::Session {
            self.refresh().await?;
        }
        let asked = match failure.pause {
            dakiya::failure::Pause::For(pause) => pause.min(Duration::from_secs(120)),
            dakiya::failure::Pause::Unsaid => Duration::ZERO,
        };
        self.pass(asked.max(PACE));
        Ok(())
    }

    pub(crate) fn ledger(&self) -> Vec<Public> {
        self.rig.ledger().split_off(self.past)
    }

    /// How many messages of `way` are in the ledger; none of them twice, none wrong.
    pub(crate) fn assert_public(&self, way: &Way, parts: usize) {
        let ledger = self.ledger();
        let texts: Vec<_> = ledger.iter().map(|public| public.text.as_str()).collect();
        assert_eq!(ledger.len(), parts, "public: {texts:#?}\nparts: {:#?}", way.parts);
    }

    /// Everything the adapter gave away: progress, receipts, failures, findings, its `Debug`.
    pub(crate) fn said(&self) -> Vec<String> {
        let mut said = self.said.lock().unwrap().clone();
        said.push(format!("{:?}", self.platform()));
        said
    }

    /// The secrets that must not be in it: those of the account, what makes secret addresses
    /// secret, and everything that went out as a login.
    pub(crate) fn canaries(&self) -> Vec<String> {
        let own = self.rig.stage.secrets().into_iter().flat_map(|(_, value)| pieces(&value));
        let seen = self.rig.stage.seen();
        let logins = seen.iter().filter_map(|(asked, _)| asked.header("authorization"));
        let logins = logins.filter_map(|login| login.split(' ').nth(1)).map(str::to_owned);
        own.chain(logins).collect()
    }

    fn say(&self, what: &str) {
        self.said.lock().unwrap().push(what.to_owned());
    }

    /// Awaits what an adapter does; it must neither sleep nor say a secret.
    async fn kept<T: std::fmt::Debug>(
        &self,
        work: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let before = self.now();
        let result = work.await;
        assert_eq!(before, self.now(), "the adapter slept");
        self.say(&format!("{result:?}"));
        if let Err(failure) = &result {
            self.say(&failure.to_string());
        }
        result
    }

    fn outside(&self) -> (Vec<Public>, u64) {
        (self.ledger(), self.rig.stage.visible_requests())
    }
}

impl Way {
    /// The present part.
    pub(crate) fn part(&self) -> &Part {
        &self.parts[self.receipts.len()]
    }

    fn key(&self) -> String {
        Rig::key(self.delivery, self.number())
    }

    fn number(&self) -> u16 {
        u16::try_from(self.receipts.len()).unwrap()
    }

    fn job<'a>(&'a self, key: &'a str) -> Job<'a> {
        Job {
            part: self.part(),
            index: self.number(),
            parts: u16::try_from(self.parts.len()).unwrap(),
            key,
            due: self.due,
            progress: &self.progress,
            root: self.receipts.first(),
            parent: self.receipts.last(),
        }
    }
}

/// What is left of a value after it was written down and read again.
fn through_the_journal<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// A secret and, where it is an address, the places in it that are secret by themselves.
fn pieces(secret: &str) -> Vec<String> {
    let mut pieces = vec![secret.to_owned()];
    if let Ok(url) = Url::parse(secret) {
        let segments = url.path().split('/').map(str::to_owned);
        let values = url.query_pairs().map(|(_, value)| value.into_owned());
        pieces.extend(segments.chain(values).filter(|piece| piece.len() >= 20));
    }
    pieces
}
