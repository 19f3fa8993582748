//! A random day in an office: files are dropped, edited, broken, renamed, deleted and dropped again
//! while uploads hang and the program is started anew. Every text that its people let stand goes out, once for
//! each time it was dropped, and none that they took back in time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::SystemTime;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::super::Task;
use super::Rig;
use crate::clock::Clock as _;
use crate::intake::Hint;

const DAYS: u64 = 12;

const ACTIONS: u32 = 40;

struct Day {
    rig: Rig,
    dice: ChaCha8Rng,
    /// What stands in the files of the queue that can be understood.
    standing: BTreeMap<String, String>,
    /// How often a text may be public, at most.
    may: BTreeMap<String, usize>,
    /// The bytes of the files of all texts, and the names under which they lay last.
    written: BTreeMap<String, (String, Vec<u8>)>,
    stalled: bool,
    number: u32,
}

impl Day {
    async fn begin(seed: u64) -> Self {
        let mut rig = Rig::new().await;
        rig.look().await;
        Self {
            rig,
            dice: ChaCha8Rng::seed_from_u64(seed),
            standing: BTreeMap::new(),
            may: BTreeMap::new(),
            written: BTreeMap::new(),
            stalled: false,
            number: 0,
        }
    }

    fn public(&self, text: &str) -> usize {
        self.rig.toy.public().iter().filter(|public| *public == text).count()
    }

    fn name(&mut self) -> String {
        format!("post-{}.md", self.dice.random_range(0..4))
    }

    /// A file is written with a text that was never there before; what stood there is taken back.
    fn write(&mut self, name: &str) {
        self.number += 1;
        let text = format!("पाठ {}", self.number);
        let minutes = self.dice.random_range(1..10);
        self.rig.put(name, minutes, &text);
        self.stamp(name);
        self.take_back(name);
        let bytes = fs::read(self.rig.path(name)).unwrap();
        self.written.insert(text.clone(), (name.to_owned(), bytes));
        self.may.insert(text.clone(), 1);
        self.standing.insert(name.to_owned(), text);
    }

    /// The file was written now, by the rig's clock.
    fn stamp(&self, name: &str) {
        let file = fs::File::options().append(true).open(self.rig.path(name)).unwrap();
        file.set_modified(SystemTime::from(self.rig.clock.now())).unwrap();
    }

    fn take_back(&mut self, name: &str) {
        if let Some(text) = self.standing.remove(name) {
            let public = self.public(&text);
            self.may.insert(text, public);
        }
    }

    /// A text that went out and was filed away is dropped once more.
    fn drop_again(&mut self) {
        let done = |text: &&String| self.public(text) > 0 && self.public(text) == self.may[*text];
        let standing: BTreeSet<&String> = self.standing.values().collect();
        let done = self.written.keys().filter(|text| !standing.contains(text)).find(done).cloned();
        let Some(text) = done else { return };
        let (name, bytes) = self.written[&text].clone();
        if !self.rig.path(&name).exists() {
            fs::write(self.rig.path(&name), bytes).unwrap();
            self.stamp(&name);
            *self.may.get_mut(&text).unwrap() += 1;
            self.standing.insert(name, text);
        }
    }

    fn rename(&mut self, name: &str) {
        let to = self.name();
        if self.rig.path(name).exists() && !self.rig.path(&to).exists() {
            self.rig.rename(name, &to);
            if let Some(text) = self.standing.remove(name) {
                self.written.get_mut(&text).unwrap().0.clone_from(&to);
                self.standing.insert(to, text);
            }
        }
    }

    fn stall(&mut self) {
        self.stalled = !self.stalled;
        if self.stalled {
            self.rig.toy.uploads.forget_permits(100_000);
        } else {
            self.rig.toy.uploads.add_permits(10_000);
        }
    }

    async fn act(&mut self) {
        let name = self.name();
        let here = self.rig.path(&name).exists();
        match self.dice.random_range(0..10) {
            0..4 => self.write(&name),
            4 if here => {
                fs::remove_file(self.rig.path(&name)).unwrap();
                self.take_back(&name);
            }
            5 if here => {
                fs::write(self.rig.path(&name), "+++\nat = never\n+++\nx\n").unwrap();
                self.take_back(&name);
            }
            6 => self.rename(&name),
            7 => self.drop_again(),
            8 => self.stall(),
            9 => {
                self.rig.end().await;
                self.rig.start().await;
                self.rig.look().await;
            }
            _ => {}
        }
        let names = (0..4).map(|number| format!("post-{number}.md")).collect();
        self.rig.run(Task::Look(Hint::Names(names))).await;
        let seconds = self.dice.random_range(7..60);
        self.rig.pass(seconds).await;
        self.forget_filed();
    }

    /// Files that went where finished posts go do not stand in the queue any more.
    fn forget_filed(&mut self) {
        let rig = &self.rig;
        self.standing.retain(|name, _| rig.path(name).exists());
    }

    async fn end(&mut self) {
        self.rig.toy.uploads.add_permits(10_000);
        for _ in 0..3 {
            self.rig.pass(600).await;
            self.rig.look().await;
        }
    }
}

#[tokio::test]
async fn what_people_let_stand_goes_out_and_what_they_took_back_in_time_does_not() {
    for seed in 0..DAYS {
        let mut day = Day::begin(seed).await;
        for action in 0..ACTIONS {
            day.act().await;
            for (text, may) in &day.may {
                let public = day.public(text);
                assert!(public <= *may, "seed {seed}, action {action}: {text}: {public} > {may}");
            }
        }
        day.end().await;
        for (text, may) in &day.may {
            assert_eq!(day.public(text), *may, "seed {seed}: {text}");
        }
        assert_eq!(day.rig.open().await.len(), 0, "seed {seed}");
        for file in fs::read_dir(day.rig.path("")).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let noted = name.ends_with(".problem.txt") || day.rig.note(&name).is_some();
            assert!(noted, "seed {seed}: {name} lies there without a word");
        }
    }
}
