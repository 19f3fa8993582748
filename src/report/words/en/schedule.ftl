### Crontab lines, time zones and fixed times.

cron-field = { $field ->
    [minute] minute
    [hour] hour
    [day-of-month] day of the month
    [month] month
   *[weekday] weekday
}

cron-empty = The crontab line is empty.
    .hint = Write minute, hour, day of the month, month and weekday, for example "{ $example }".
cron-field-count = The crontab line has { $found } fields; it needs five.
    .hint = Write minute, hour, day of the month, month and weekday, for example "{ $example }". Seconds and years are not used; a nickname such as "@daily" stands alone.
cron-nickname-unknown = "{ $found }" is not a crontab nickname.
    .hint = Write "{ $example }". The nicknames are @hourly, @daily, @midnight, @weekly, @monthly, @yearly and @annually.
cron-reboot = "{ $found }" does not name a time.
    .hint = Say when posts are to go out, for example "{ $example }".
cron-zone-inside = "{ $found }" stands in front of the crontab line.
    .hint = Write the zone as a line of its own, for example: { $example }
cron-foreign-signs = The crontab line contains "{ $found }"; only plain digits, signs and English letters are read.
    .hint = Write it as "{ $example }".
cron-extension = "{ $found }" in the field "{ cron-field }" is not part of crontab(5); only some other programs know it.
    .hint = Use numbers, ranges, lists and steps, for example "{ $example }".
cron-name-unknown = "{ $found }" is not a name for the field "{ cron-field }".
    .hint = Months and weekdays have names of three English letters, the other fields only numbers. For example "{ $example }".
cron-not-a-number = "{ $found }" in the field "{ cron-field }" is not a number.
    .hint = Write for example "{ $example }".
cron-number-missing = A number is missing in the field "{ cron-field }".
    .hint = Write for example "{ $example }".
cron-out-of-range = "{ $found }" is out of range for the field "{ cron-field }".
    .hint = The field takes { $min } to { $max }, for example "{ $example }".
cron-range-backwards = The range "{ $found }" in the field "{ cron-field }" runs backwards.
    .hint = Write it as "{ $example }".
cron-step-without-range = The step in "{ $found }" (field "{ cron-field }") has no range in front of it.
    .hint = If every one from there on is meant, write "{ $example }".
cron-step-out-of-range = The step "{ $found }" does not fit the field "{ cron-field }".
    .hint = A step here goes from { $min } to { $max }, for example "*/{ $example }".
cron-starred-days = "{ $found }" in the field "{ cron-field }" is not clear while the other day field is set too: programs differ in how they read it.
    .hint = Write the days out: "{ $example }".
cron-never-fires = "{ $found }" never fires, because no month it names has that day.
    .hint = Choose a day that exists, for example "{ $example }".

zone-misspelt = No time zone is called "{ $found }".
    .hint = Did you mean "{ $example }"?
zone-unknown = No time zone is called "{ $found }".
    .hint = Write a name from the IANA list, for example "{ $example }".

time-in-gap = { $found } does not exist in { $zone }: the clocks there are put forward over it.
    .hint = Write a time that exists, for example { $example }.
time-ambiguous = { $found } comes twice in { $zone }, because the clocks there are put back.
    .hint = Add the offset: { $first } for the earlier one, { $second } for the later one.
time-second-sixty = { $found } has a second 60, which clocks do not show.
    .hint = Write a second from 0 to 59, for example { $example }.
time-year-out-of-range = { $found } is too far away.
    .hint = Write a year from { $min } to { $max }, for example 2026-11-25T09:00:00.

fixed-time = The post names this time.
at-once = The post goes out at once.
slot-taken = It has its place in the slot "{ $slot }".
next-free-slot = The next free place is in the slot "{ $slot }".
no-free-slot = No slot has a free place for it.
    .hint = Add a slot for the account, or write a time into the post, for example: at = 2026-11-25T09:00:00
expires-before-slot = It expires before the next free place, in the slot "{ $slot }".
    .hint = Write a later "expires" or a time of its own into the post, for example: at = 2026-11-25T09:00:00
minimum-gap = It was meant for { $wanted }, and goes out later to keep the shortest gap between two posts.
catch-up-gap = It was meant for { $wanted }, and goes out later because posts that are late after downtime keep apart.
account-waits = It was meant for { $wanted }, and goes out later because the platform asked the account to wait, or could not be reached.
budget-used = It was meant for { $wanted }, and goes out later because the platform takes only so many posts in a span of time.
