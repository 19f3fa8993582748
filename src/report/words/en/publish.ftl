### The engine at work, and its answers to orders.

adapter-panicked = The program broke down while the request was out.
    .hint = This is a fault of the program; please report it, with the log.
adapter-panicked-early = The program broke down while it divided this post into parts, so it is held and everything else goes on. Nothing was sent.
    .hint = This is a fault of the program; please report it, with the log and the post. Another wording may work.
published-late = It went out { $minutes } minutes after its time, { $due }.
    .hint = Look whether that matters. The log tells why it was late.
account-left-alone = So many requests failed in a row that nothing more was sent for a while. Then the platform is asked whether it is well again, and sending goes on by itself.
    .hint = Look at the network, and whether the platform tells of a disturbance.
login-ends = The login ends at { $end }.
    .hint = Make a new token for the account in time, put it where the config says, and start the program again.
login-has-ended = The login ended at { $end }.
    .hint = Make a new token for the account, put it where the config says, and start the program again.
nothing-to-send = Nothing is left of the post to send.
    .hint = Write a text or add a picture, and put the post into the queue again.
journal-failed = The journal cannot be written, so nothing is sent until it can.{ platform-said }
    .hint = Make room on the disk of the state folder; sending goes on by itself. Do not end the program meanwhile.

order-done = Done.
order-not-possible = This cannot be done with delivery { $id } now: it is { delivery-state }.
    .hint = What is possible now: dakiya status
order-unknown-delivery = There is no open delivery { $id }.
    .hint = See all: dakiya status
order-after-expiry = The `expires` time of the post of delivery { $id } has passed, so it does not go out any more.
    .hint = Put it away: dakiya resolve { $id } --abandon. To publish it all the same, drop a copy with a later `expires` into the folder.
recall-left = { $left } of { $parts } public parts of delivery { $id } could not be deleted. { $cause }{ GIVEN($urls) ->
        [yes] {" "}Still there: { $urls }
       *[no] {""}
    }
    .hint = Delete what is left by hand, in the platform's app or a browser; or try again: dakiya recall { $id }
recall-left-doubt = What was known to be public of delivery { $id } is deleted. Whether part { $part } became public, too, was never cleared up.
    .hint = Look for it on the platform, and delete it there by hand.
recall-while-held = Delivery { $id } is held with its first parts public, and the rest still to come.
    .hint = Put the rest away: dakiya resolve { $id } --abandon, then delete what is public: dakiya recall { $id }
order-account-absent = Delivery { $id } is for the account "{ $account }", which the config does not have.
    .hint = Put the section [accounts.{ $account }] back into the config, restart the program, and say it again.{ $way ->
        [cancel] {" "}Or put the delivery away as it is: dakiya resolve { $id } --cancel
        [abandon] {" "}Or put the delivery away as it is: dakiya resolve { $id } --abandon
       *[none] {""}
    }
order-unknown-account = There is no account "{ $account }".
    .hint = The sections [accounts.NAME] of the config name all accounts; after a change there, restart the program.
cancelled-by-person = A person cancelled this delivery.

clock-suspect = The clock of this machine cannot be right: it shows { $now }, and { $known } has passed already. Nothing is sent.
    .hint = Set the machine's clock; sending goes on by itself. If it was wrong before and is right now: [policy] trust_clock = true, and start the program again.
clock-contradicted = The clock of this machine shows { $now }, but the platforms say { $platforms }. Nothing is sent.
    .hint = Set the machine's clock; sending goes on by itself. If the platforms are wrong: [policy] trust_clock = true
disk-almost-full = The disk of the state folder has { SIZE($free) } left, and { SIZE($needed) } are needed. Nothing is sent.
    .hint = Make room on the disk; sending goes on by itself.
look-cannot-know = The platform of delivery { $id } gives no way to see whether the post is there.
    .hint = Look yourself, then say what you saw: dakiya resolve { $id } --posted URL, or: dakiya resolve { $id } --post-again
look-failed = The look for delivery { $id } failed.{ platform-said }
    .hint = Try again later: dakiya resolve { $id } --look
look-found-nothing = Delivery { $id } was not found on the platform now.
    .hint = Look yourself to be sure, then: dakiya resolve { $id } --post-again
order-needs-address = More parts follow after this one, so the address of this part of delivery { $id } is needed.
    .hint = Copy the address of the part that is there: dakiya resolve { $id } --posted URL
stopped-by-file = there is a file called STOP in the posts folder.
    .hint = Remove the file, then: dakiya start
