//! `dakiya login`: walks a person through the login of an account, once.

use std::sync::Arc;

use tokio::sync::oneshot;

use super::resolve::answer_to;
use crate::app::{
    DaemonError, Door, LoggingIn, Network, StateBeside, Unusable, came_back, usual_back,
};
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, complain, print};
use crate::clock::{self, SharedClock};
use crate::failure::{Class, Failure};
use crate::finding::{Fact, any_error};
use crate::journal::{Journal, OrderId, SqliteJournal};
use crate::platform::{Begun, CameBack, Identity, WayBack};

pub(super) async fn login(desk: &Desk, options: &args::Login) -> Done {
    let clock: SharedClock = clock::machine();
    let state = StateBeside::open(&desk.config.journal.path, &clock).await?;
    let journal = state.journal();
    let network =
        Network::world(&desk.config, Arc::clone(&clock)).map_err(DaemonError::Findings)?;
    let (recipes, name) = (desk.recipes.clone(), options.account.clone());
    let account = LoggingIn::of(&desk.config, state, &network, recipes, name, clock).await;
    let account = account.map_err(DaemonError::Findings)?;
    let done = match account.way_back() {
        Some(way) => walk(desk, &account, way, options).await?,
        None => {
            tell(desk, "login-is-by-hand", &[("account", options.account.as_str().into())])?;
            Ok(())
        }
    };
    let exit = match done {
        Ok(()) => who(desk, &account).await?,
        Err(failure) => refused(desk, &failure),
    };
    match account.hand_over().await? {
        Some(order) => Ok(exit.max(handed_over(desk, journal.as_ref(), order).await?)),
        None => Ok(exit),
    }
}

/// What the daemon made of the login.
async fn handed_over(desk: &Desk, journal: &dyn Journal, order: OrderId) -> anyhow::Result<Exit> {
    if !SqliteJournal::has_daemon(&desk.config.journal.path) {
        tell(desk, "login-waits", &[])?;
        return Ok(Exit::Fine);
    }
    match answer_to(journal, order).await? {
        Some(answer) if answer.done => tell(desk, "login-is-used", &[])?,
        Some(answer) => {
            let said = desk.words.reason(&answer.reason);
            complain(&format!("{} {}", said.message, said.hint.unwrap_or_default()));
            return Ok(Exit::Refused);
        }
        None => tell(desk, "order-waits", &[])?,
    }
    Ok(Exit::Fine)
}

/// From the address that the person opens to tokens that are kept.
async fn walk(
    desk: &Desk,
    account: &LoggingIn,
    way: WayBack,
    options: &args::Login,
) -> anyhow::Result<Result<(), Failure>> {
    let back = options.back.clone().map_or_else(|| usual_back(way), Ok)?;
    let door = match way {
        WayBack::Loopback => Door::at(&back).await?,
        WayBack::Pasted | WayBack::Pin => None,
    };
    let back = door.as_ref().map_or(back, |door| door.back().clone());
    let begun = match account.begin(&back).await {
        Ok(begun) => begun,
        Err(failure) => return Ok(Err(failure)),
    };
    tell(desk, "login-open", &[("url", begun.url.to_string().into())])?;
    tell(desk, how(way, door.is_some()), &[("back", back.to_string().into())])?;
    let came = came(desk, &begun, door.as_ref()).await?;
    Ok(match came {
        Ok(came) => account.finish(&begun, &back, &came).await,
        Err(failure) => Err(failure),
    })
}

fn how(way: WayBack, has_door: bool) -> &'static str {
    match way {
        WayBack::Pin => "login-type-number",
        WayBack::Loopback if has_door => "login-wait-or-paste",
        WayBack::Loopback | WayBack::Pasted => "login-paste",
    }
}

/// What came back first: a visit of the browser, or a line that a person pasted.
async fn came(
    desk: &Desk,
    begun: &Begun,
    door: Option<&Door>,
) -> anyhow::Result<Result<CameBack, Failure>> {
    let page = format!("<meta charset=utf-8><p>{}</p>", desk.say("login-page", &[]));
    let text = match door {
        Some(door) => tokio::select! {
            visit = door.visit(&page, |address| is_for(begun, address)) => visit?,
            Some(line) = typed() => line,
        },
        None => typed().await.unwrap_or_default(),
    };
    Ok(came_back(begun, &text)
        .map_err(|unusable| Failure::new(Class::Auth, "login-came-back-unusable", unusable)))
}

/// Whether an address says anything about this login: a page elsewhere can send a browser here too.
fn is_for(begun: &Begun, address: &str) -> bool {
    !matches!(came_back(begun, address), Err(Unusable::Foreign | Unusable::NoCode))
}

/// The next line of the standard input; nothing where nobody types there. The thread that waits for
/// it ends with the program.
async fn typed() -> Option<String> {
    let (say, hear) = oneshot::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line);
        // Nobody waits any more where the browser was faster.
        let _ = say.send(read.is_ok_and(|bytes| bytes > 0).then_some(line));
    });
    hear.await.ok().flatten()
}

/// Who we are now, and what is worth knowing.
async fn who(desk: &Desk, account: &LoggingIn) -> anyhow::Result<Exit> {
    match account.whoami().await {
        Ok(identity) => welcome(desk, &identity),
        Err(failure) => Ok(refused(desk, &failure)),
    }
}

fn welcome(desk: &Desk, identity: &Identity) -> anyhow::Result<Exit> {
    tell(desk, "login-done", &[("name", identity.name.as_str().into())])?;
    if let Some(ends) = identity.ends {
        let end = desk.config.zone.local(ends).format("%Y-%m-%d").to_string();
        tell(desk, "login-lasts-until", &[("end", end.into())])?;
    }
    desk.show(&identity.findings);
    Ok(if any_error(&identity.findings) { Exit::Findings } else { Exit::Fine })
}

fn refused(desk: &Desk, failure: &Failure) -> Exit {
    let said = desk.words.reason(&failure.why());
    complain(&format!("{} {}", desk.say("login-failed", &[]), said.message));
    if let Some(hint) = said.hint {
        complain(&hint);
    }
    Exit::Findings
}

fn tell(desk: &Desk, id: &str, facts: &[(&str, Fact)]) -> anyhow::Result<()> {
    print(&(desk.say(id, facts) + "\n"))
}
