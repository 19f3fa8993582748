//! A transport that watches what passes, and spoils what it is told to.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use dakiya::http::{Answer, Kind, Lost, Request, Transport};

/// What becomes of a request.
#[derive(Debug, Clone)]
pub(crate) enum Spoil {
    /// It does not arrive, and this is all we know.
    Lose(Lost),
    /// It arrives, and this is all we know.
    ApplyThenLose(Lost),
    /// It does not arrive, and this is answered.
    Answer(Answer),
    /// It arrives, and this is answered in place of the platform's words.
    ApplyThenAnswer(Answer),
}

/// What passed.
#[derive(Debug, Clone)]
pub(crate) struct Passed {
    pub(crate) visible: bool,
    pub(crate) answer: Option<Answer>,
}

/// The transport. Its `Debug` shows nothing of what passed.
pub(crate) struct Line {
    inner: Arc<dyn Transport>,
    orders: Mutex<VecDeque<Order>>,
    passed: Mutex<Vec<Passed>>,
}

#[derive(Debug)]
struct Order {
    visible: bool,
    /// How many of these requests pass before.
    skip: usize,
    times: usize,
    spoil: Spoil,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Line")
    }
}

impl Line {
    /// A line that ends at `inner`.
    pub(crate) fn to(inner: Arc<dyn Transport>) -> Arc<Self> {
        Arc::new(Self { inner, orders: Mutex::default(), passed: Mutex::default() })
    }

    /// Spoils the next visible requests, so many of them.
    pub(crate) fn spoil_visible(&self, spoil: Spoil, times: usize) {
        self.order(Order { visible: true, skip: 0, times, spoil });
    }

    /// Spoils the next invisible request but `skip`.
    pub(crate) fn spoil_invisible(&self, skip: usize, spoil: Spoil) {
        self.order(Order { visible: false, skip, times: 1, spoil });
    }

    /// Spoils no more; whether anything ordered was still to come.
    pub(crate) fn forgive(&self) -> bool {
        !std::mem::take(&mut *self.orders.lock().unwrap()).is_empty()
    }

    /// Everything that passed, in order.
    pub(crate) fn passed(&self) -> Vec<Passed> {
        self.passed.lock().unwrap().clone()
    }

    fn order(&self, order: Order) {
        self.orders.lock().unwrap().push_back(order);
    }

    fn next(&self, visible: bool) -> Option<Spoil> {
        let mut orders = self.orders.lock().unwrap();
        let order = orders.iter_mut().find(|order| order.visible == visible)?;
        if order.skip > 0 {
            order.skip -= 1;
            return None;
        }
        order.times -= 1;
        let spoil = order.spoil.clone();
        orders.retain(|order| order.times > 0);
        Some(spoil)
    }
}

#[async_trait]
impl Transport for Line {
    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost> {
        let visible = kind != Kind::Invisible;
        let answer = match self.next(visible) {
            None => self.inner.send(kind, request).await,
            Some(Spoil::Lose(lost)) => Err(lost),
            Some(Spoil::Answer(answer)) => Ok(answer),
            Some(Spoil::ApplyThenLose(lost)) => {
                let _applied = self.inner.send(kind, request).await;
                Err(lost)
            }
            Some(Spoil::ApplyThenAnswer(answer)) => {
                let _applied = self.inner.send(kind, request).await;
                Ok(answer)
            }
        };
        let passed = Passed { visible, answer: answer.as_ref().ok().cloned() };
        self.passed.lock().unwrap().push(passed);
        answer
    }
}
