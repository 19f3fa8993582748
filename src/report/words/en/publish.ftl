### The engine at work, and its answers to orders.

adapter-panicked = The program broke down while the request was out.
    .hint = This is a fault of the program; please report it, with the log.
nothing-to-send = Nothing is left of the post to send.
    .hint = Write a text or add a picture, and put the post into the queue again.
journal-failed = The journal cannot be written, so nothing is sent until it can.{ platform-said }
    .hint = Make room on the disk of the state folder; sending goes on by itself. Do not end the program meanwhile.

order-done = Done.
order-not-possible = This cannot be done with delivery { $id } now: it is { delivery-state }.
    .hint = What is possible now: dakiya status
order-unknown-delivery = There is no open delivery { $id }.
    .hint = See all: dakiya status
order-unknown-account = There is no account "{ $account }".
    .hint = The sections [accounts.NAME] of the config name all accounts; after a change there, restart the program.
cancelled-by-person = A person cancelled this delivery.
