### Why a delivery may not go out now, and the rules that say so.

window-backwards = This blackout window does not end after it begins.
    .hint = "until" must be later than "from", for example: { $example }

blackout = Nothing goes out until { $until }: { $cause }.
    .hint = When the window is over, look at the delivery and release it or cancel it: dakiya release, dakiya cancel
time-is-over = The time of this delivery ended at { $end }.
    .hint = If it is still wanted, write a later "expires" into the post, or send it again: dakiya retry
time-was-missed = The time of this delivery, { $due }, passed while nothing could be sent.
    .hint = If it is still wanted: dakiya release. If not: dakiya cancel
account-paused-by-config = The account is paused in the config.
    .hint = Remove "paused = true" from its section when it is to go on.
