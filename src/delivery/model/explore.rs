//! Every situation that can be reached, breadth first, and whether the promises hold in it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::chances::{By, Chances, chances};
use super::driver::Model;
use super::rules::Rules;
use super::sketch::{Place, Sketch};
use super::world::{Setting, World, Wrong};

/// What was explored without finding anything wrong.
#[derive(Debug)]
pub(super) struct Explored {
    pub(super) states: usize,
    pub(super) transitions: usize,
    /// Where it stands still until a person comes, and in how many situations.
    pub(super) quiet: BTreeMap<Place, usize>,
}

/// A broken promise, and the shortest way to it.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) wrong: Wrong,
    way: Vec<String>,
}

struct Exploration {
    model: Model,
    worlds: Vec<World>,
    numbers: HashMap<World, u32>,
    /// How each situation was reached first.
    from: Vec<(u32, &'static str)>,
    /// What happens by itself, from one situation to another.
    edges: Vec<(u32, u32)>,
    quiet: Vec<u32>,
    transitions: usize,
}

/// Tries everything that can happen in `setting` under `rules`, until a promise is broken.
pub(super) fn explore(rules: Rules, setting: Setting) -> Result<Explored, Broken> {
    Exploration::of(rules, setting).run(|_| true)
}

/// Tries everything that can happen in `setting` under `rules`, until this promise is broken.
pub(super) fn seek(rules: Rules, setting: Setting, wrong: Wrong) -> Result<Explored, Broken> {
    Exploration::of(rules, setting).run(|found| found == wrong)
}

impl Exploration {
    fn of(rules: Rules, setting: Setting) -> Self {
        Self {
            model: Model::new(rules, setting),
            worlds: Vec::new(),
            numbers: HashMap::new(),
            from: Vec::new(),
            edges: Vec::new(),
            quiet: Vec::new(),
            transitions: 0,
        }
    }

    fn run(mut self, counts: impl Fn(Wrong) -> bool) -> Result<Explored, Broken> {
        self.number(World::start(), u32::MAX, "start");
        let mut next = 0;
        while next < self.worlds.len() {
            self.visit(u32::try_from(next).unwrap(), &counts)?;
            next += 1;
        }
        self.endless()?;
        Ok(self.explored())
    }

    fn number(&mut self, world: World, from: u32, what: &'static str) -> u32 {
        let next = u32::try_from(self.worlds.len()).unwrap();
        let number = *self.numbers.entry(world).or_insert(next);
        if number == next {
            self.worlds.push(world);
            self.from.push((from, what));
        }
        number
    }

    fn visit(&mut self, number: u32, counts: &impl Fn(Wrong) -> bool) -> Result<(), Broken> {
        let world = self.worlds[index(number)];
        let Chances { found, mut wrong, .. } = chances(&mut self.model, world);
        let quiet = found.iter().all(|next| next.by != By::Itself);
        if quiet && !is_settled(&world) {
            wrong.push(("nothing", Wrong::Stuck));
        }
        if let Some((what, wrong)) = wrong.into_iter().find(|(_, wrong)| counts(*wrong)) {
            return Err(self.broken(wrong, number, what));
        }
        self.transitions += found.len();
        self.quiet.extend(quiet.then_some(number));
        for next in found {
            let to = self.number(next.world, number, next.what);
            self.edges.extend((next.by == By::Itself).then_some((number, to)));
        }
        Ok(())
    }

    /// From everywhere a way leads on by itself to an end or to a question.
    fn endless(&self) -> Result<(), Broken> {
        let mut before = vec![Vec::new(); self.worlds.len()];
        for (from, to) in &self.edges {
            before[index(*to)].push(*from);
        }
        let mut good: Vec<bool> = self.worlds.iter().map(is_settled).collect();
        let all = 0..u32::try_from(good.len()).unwrap();
        let mut todo: Vec<u32> = all.filter(|number| good[index(*number)]).collect();
        while let Some(number) = todo.pop() {
            for from in &before[index(number)] {
                if !good[index(*from)] {
                    good[index(*from)] = true;
                    todo.push(*from);
                }
            }
        }
        match good.iter().position(|good| !good) {
            Some(bad) => Err(self.broken(Wrong::Endless, u32::try_from(bad).unwrap(), "…")),
            None => Ok(()),
        }
    }

    fn broken(&self, wrong: Wrong, number: u32, what: &'static str) -> Broken {
        let mut way = vec![format!("{what}: {wrong:?}")];
        let mut at = number;
        while at != u32::MAX {
            let (from, what) = self.from[index(at)];
            way.push(format!("{what}: {}", self.worlds[index(at)]));
            at = from;
        }
        way.reverse();
        Broken { wrong, way }
    }

    fn explored(&self) -> Explored {
        let mut quiet = BTreeMap::new();
        for number in &self.quiet {
            *quiet.entry(self.worlds[index(*number)].journal.place).or_default() += 1;
        }
        Explored { states: self.worlds.len(), transitions: self.transitions, quiet }
    }
}

/// Whether a person knows that it waits for them. Whoever was given a part may have missed it, until
/// others hear of it.
fn is_settled(world: &World) -> bool {
    let Sketch { place, reported, .. } = world.journal;
    match place {
        Place::Handed => reported,
        _ => world.journal.is_end() || world.journal.is_held(),
    }
}

fn index(number: u32) -> usize {
    usize::try_from(number).unwrap()
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} states, {} transitions, quiet in", self.states, self.transitions)?;
        self.quiet.iter().try_for_each(|(place, count)| write!(f, " {place:?} {count}"))
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}:\n{}", self.wrong, self.way.join("\n"))
    }
}
