### Why a delivery may not go out now, and the rules that say so.

window-backwards = This blackout window does not end after it begins.
    .hint = "until" must be later than "from", for example: { $example }

blackout = Nothing goes out until { $until }: { $cause }
    .hint = When the window is over, let it go out or take it back.
time-is-over = The time of this delivery ended at { $end }.
    .hint = If it is still wanted, put the post into the queue again, with a later time and only this account: to = ["NAME"]
time-was-missed = The time of this delivery, { $due }, passed while nothing could be sent.
    .hint = Look whether it is still wanted; if not, take it back.
account-paused-by-config = The account is paused in the config.
    .hint = Remove "paused = true" from its section when it is to go on.
