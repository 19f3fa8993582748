### The engine at work, and its answers to orders.

adapter-panicked = The program broke down while the request was out.
    .hint = This is a fault of the program; please report it, with the log.
nothing-to-send = Nothing is left of the post to send.
    .hint = Look at the post's text and media, then send it again: dakiya retry
journal-failed = The journal cannot be written, so nothing is sent until it can.{ platform-said }
    .hint = Look at the disk: dakiya doctor

order-done = Done.
order-not-possible = This cannot be done with delivery { $id } now: it is { delivery-state }.
    .hint = Look what can be done: dakiya status
order-unknown-delivery = There is no open delivery { $id }.
    .hint = See all: dakiya status
order-unknown-account = There is no account "{ $account }".
    .hint = See all: dakiya accounts
cancelled-by-person = A person cancelled this delivery.
