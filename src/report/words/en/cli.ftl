### The words of the command line.

severity-error = error
severity-warning = warning
severity-note = note
severity-hint = help
finding-accounts = account
findings-summary = { $errors ->
        [0] {""}
        [one] { $errors } error
       *[other] { $errors } errors
    }{ $both ->
        [1] {", "}
       *[0] {""}
    }{ $warnings ->
        [0] {""}
        [one] { $warnings } warning
       *[other] { $warnings } warnings
    }

## Headings of tables

column-when = When
column-utc = UTC
column-account = Account
column-state = State
column-parts = Parts
column-post = Post
column-why = Why
column-next = Next due
column-late = Late
column-number = No.

## check, plan, dry-run

check-summary = { $posts ->
        [0] { $broken ->
            [0] The queue is empty.
           *[other] No post in the queue could be read.
        }
        [one] { $posts } post was read.
       *[other] { $posts } posts were read.
    }
check-fine = Nothing is wrong.
preview-heading = { $post } → { $account }{ $parts ->
        [0] : nothing, see below
        [one] {""}
       *[other] {" "}({ $parts } parts)
    }
preview-medium = { $file }: { $kind }{ $width ->
        [0] {""}
       *[other] {" "}{ $width }x{ $height }
    }{ $seconds ->
        [0] {""}
       *[other] , { $seconds } s
    }, { SIZE($bytes) }{ GIVEN($alt) ->
        [yes] {" "}"{ $alt }"
       *[no] {""}
    }
preview-no-such-post = There is no post called "{ $post }" in the queue.{ GIVEN($there) ->
        [yes] {" "}There are: { $there }
       *[no] {" "}{ $broken ->
            [0] The queue is empty.
           *[other] No post in it can be read; dakiya check says why.
        }
    }
plan-costs = What lies in the queue costs about ${ $dollars } at the platforms that charge.
plan-costs-messages = What lies in the queue is { $count } messages that are paid for one by one; the price goes by country and kind.
plan-left-out = { $count ->
        [one] One more delivery is not shown.
       *[other] { $count } more deliveries are not shown.
    }
    .hint = For a longer list: dakiya plan --most 500
plan-empty = Nothing waits to go out.
dry-run-summary = Until { $until }: { $published ->
        [one] { $published } delivery would be published
       *[other] { $published } deliveries would be published
    } ({ $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }){ $other ->
        [0] {""}
       *[other] {", "}{ $other } would end otherwise or wait for a person
    }{ $later ->
        [0] {""}
       *[other] {", "}{ $later } would still be open
    }.

## status and the answers to it

status-never-started = The program has not run yet; there is nothing to show.
    .hint = To start it: dakiya run. To try it out first: dakiya run --mock
status-stopped = Everything is stopped: { $why }
    .hint = To let it go on:
status-account-paused = The account { $account } is paused: { $why }
    .hint = When that is mended:
status-late = { $minutes } min
status-account-alone = The account { $account } is left alone until { $until }, after failures in a row.
    .hint = Nothing has to be done: then its platform is asked whether it is well again.
status-film = { $post } is not taken in yet: since { $since } its film "{ $file }" is being saved in another form.
    .hint = Nothing needs to be done; a long film can take an hour. All other posts go on.
status-nothing-open = No delivery is open.
status-question = Delivery { $number }, { $post } on { $account }, is { delivery-state }: { $why }
status-notice = { $at }: delivery { $number }, { $post } on { $account }, is { delivery-state }: { $why }
    .hint = When you have seen to it:
status-notice-plain = { $at }: { $why }
    .hint = When that is mended:
status-notice-account = { $at }, account { $account }: { $why }
    .hint = When that is mended:
answer-posted = it is there (the address may be left out)
answer-post-again = it is not there: send it
answer-abandon = leave it as it is and end it
answer-hand-again = it was lost on the way: give it to the person again
answer-abandon-handed = it will not be published: end it
answer-abandon-rest = what is not public yet shall not go out any more
answer-look = look once more whether it is there
answer-release = it shall go out now
answer-cancel = it shall not go out

account-known = { $account }, on { $platform }: { $name }{ GIVEN($url) ->
        [yes] {" "}({ $url })
       *[no] {""}
    }
account-never-asked = { $account }, on { $platform }: not known yet who it is there
account-class = { $class ->
        [A] Class A: a post goes out exactly once, also where an answer is lost.
        [B] Class B: a post goes out exactly once where a lost answer is noticed in time; later the account is read back.
        [C] Class C: where an answer is lost, the account is read back; if nothing is found there, a person is asked.
       *[D] Class D: where an answer is lost, a person is asked, as the platform shows us nothing.
    }
account-asked = Asked on { $at }.
account-login-ends = The login ends on { $at }.
account-trouble = It could not be asked: { $why }
recall-nothing = There is nothing public of "{ $found }".
    .hint = Write the number of a delivery, or the name under which the post lay in the queue, for example: dakiya recall notice.md
recall-without-daemon = The program is not running, so nothing is deleted yet. The order is written down and is carried out as soon as it runs.
    .hint = To start it:

order-waits = The order is written down. The program is not running, or has not got to it yet; it carries the order out as soon as it can.
resolve-bad-address = "{ $found }" is not a web address.
    .hint = Write it in full, for example: --posted https://mastodon.example/@office/1 Or leave it out: --posted
stop-set = Stopped: nothing more goes out on any account until this is lifted. A request that is out already cannot be called back.
    .hint = To let it go on:
stop-lifted = The stop is lifted; publishing goes on.
stop-lifted-vanished = The stop is lifted; publishing goes on. Posts whose files are still gone are cancelled; a file that is put back counts again.
stopped-by-person = a person stopped it{ GIVEN($cause) ->
        [yes] {" "}({ $cause })
       *[no] {""}
    }.

## run --mock

mock-begins = Trying out: every platform is imitated, nothing leaves this machine, and the posts folder is left as it is. Ctrl-C ends it.
mock-ends = Ended. Nothing was published and nothing is kept.
mock-outcome = { $at }  { $account }: { $post } is { delivery-state } ({ $parts ->
        [one] { $parts } part
       *[other] { $parts } parts
    }){ GIVEN($why) ->
        [yes] {". "}{ $why }
       *[no] {""}
    }

## The receipt beside a post

receipt-heading = What became of this post: a section for each account.

## Logging in

login-open = Open this address in a browser, on this machine or on another, log in there as the organisation and agree:

      { $url }

login-wait-or-paste = Then the browser comes back here by itself. If it is on another machine, it ends at a page that cannot be shown: copy that page's whole address (it begins with { $back }) and paste it here, then press Enter.
login-paste = Then the browser ends at a page whose address begins with { $back }. Copy the whole address and paste it here, then press Enter.
login-type-number = Then the platform shows a number. Type it here and press Enter.
login-page = The login is done. You can close this page and go back to the program.
login-done = Logged in as { $name }.
login-lasts-until = This login lasts until { $end }; you will be reminded 14, 7 and 1 days before.
login-is-by-hand = The login of "{ $account }" is made by hand on the platform's own pages, and put where its section of the config says; docs/platforms shows how. Now the platform is asked whether it works …
login-is-used = The running program uses this login from now on; nothing has to be stopped or started.
login-waits = The login is kept, sealed. The program is not running; it uses the login as soon as it is started.
login-not-of-this-state = The login of "{ $account }" cannot be opened with the key of this state, and was not used.
    .hint = Log in once more, as the user that the program runs as: dakiya login NAME
login-failed = The login did not work.
login-by-hand = The login of "{ $account }" is made by hand.
    .hint = The page of the platform in docs/platforms shows how.
login-came-back-unusable = What came back from the browser cannot be used.{ platform-said }
    .hint = Begin again: dakiya login NAME
