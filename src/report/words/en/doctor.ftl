### What `dakiya doctor` says of everything around the program.

doctor-mark = { $mark ->
        [good] good
        [needs-you] needs you
       *[cannot-tell] cannot be told
    }
doctor-topic = { $topic ->
        [config] Config file
        [folders] Posts folder
        [disk] Disk
        [state] State folder and program
        [clock] Clock
        [tools] Pictures and films
        [media-host] Media host
       *[accounts] Account { $account }
    }
doctor-summary = { $needs ->
        [0] Nothing needs you.
        [one] One thing needs you.
       *[other] { $needs } things need you.
    } { $unseen ->
        [0] All else is good.
        [one] One thing cannot be told from here. All else is good.
       *[other] { $unseen } things cannot be told from here. All else is good.
    }

## Config file and secrets

doctor-config-good = It can be read and has { $count ->
        [one] one account
       *[other] { $count } accounts
    }.
doctor-credentials-unseen = Whether the credential "{ $name }" is there cannot be seen: systemd gives credentials to the service alone.
    .hint = See whether the unit has LoadCredential={ $name }:/path and the file is there: systemctl cat dakiya.service

## Posts folder

doctor-folder-good = { $folder } can be read and written.
doctor-folder-to-be-made = { $folder } is not there yet; the program makes it.
doctor-folder-far = { $folder } is on a network or kept in step with another machine; files there rest longer before they are read.
doctor-folder-closed = { $folder } cannot be used: { $detail }
    .hint = Give it to the user that the program runs as; deploy/README.md shows how: setfacl -R -m g:dakiya-posts:rwX FOLDER
doctor-no-folder = { $folder } is a file, and a folder has to be there.
    .hint = Move the file elsewhere.
doctor-links-in-queue = { $count ->
        [one] The entry "{ $file }" of the queue is a link
       *[other] { $count } entries of the queue are links, among them "{ $file }"
    }, and links are never followed.
    .hint = Put the file itself there, in place of the link.

## Disk

doctor-disk-good = { SIZE($free) } are free where the state lies; { SIZE($needed) } have to be.
doctor-disk-unseen = How much room there is on the disk cannot be asked.
    .hint = Look with: df -h
doctor-ballast-good = The reserve on the disk lies ready.
doctor-ballast-missing = The reserve on the disk (the file "ballast") is not there. The running program lays it within a day, where there is room.
    .hint = Make room if the disk is almost full.

## State folder and program

doctor-other-user = The state belongs to the user { $owner }, and { $user } is looking: what may be read and written is told for { $user } only.
    .hint = Run it as the program's user: sudo -u { $owner } dakiya doctor --config FILE
doctor-state-open-to-others = Others can look into the state folder (mode { $mode }).
    .hint = Close it: chmod 700 FOLDER
doctor-journal-whole = The journal can be read and is whole.
doctor-key-good = The key that seals logins is there, and nobody else can read it.
doctor-program-runs = The program has been running since { $since } (version { $version }).
doctor-program-ended = The program is not running; it was ended on { $end }. Nothing goes out.
    .hint = Start it: systemctl start dakiya.service
doctor-program-died = The program is not running. It was started on { $since } and did not end by itself: it was killed, or the machine was. Nothing goes out.
    .hint = See why with journalctl -u dakiya.service, then start it: systemctl start dakiya.service
doctor-program-never-ran = The program has not run yet. Nothing goes out.
    .hint = Start it: systemctl start dakiya.service
doctor-stopped = Everything is stopped: { $why }
    .hint = To let it go on: dakiya start
doctor-notices = { $count ->
        [one] One notice waits
       *[other] { $count } notices wait
    } for somebody to see to it.
    .hint = Look at them, each with its answer: dakiya status

## Clock

doctor-clock-agrees = The clock agrees with what the platforms say.
doctor-clock-kept = The machine keeps its clock right by itself.
doctor-clock-not-kept = Nothing keeps the machine's clock right; posts would go out at wrong times.
    .hint = Switch it on: timedatectl set-ntp true
doctor-clock-unseen = Whether something keeps the machine's clock right cannot be asked here.
    .hint = Compare with a phone; with systemd: timedatectl
doctor-zone = Times without an offset are meant in { $zone }; there it is now { $now }.

## Pictures and films

doctor-helper-works = The helper process that makes pictures over works.
doctor-helper-fails = The helper process that makes pictures over does not work: { $detail }
    .hint = Install the program anew. Under a unit of your own, compare with deploy/dakiya.service.
doctor-helper-confined = The helper process is shut off from everything but its work.
doctor-helper-not-confined = This machine's kernel does not shut the helper process off; its time and memory are limited all the same.
    .hint = A kernel of 5.13 or newer with Landlock does it.
doctor-ffmpeg-good = ffmpeg { $version } makes films over.
doctor-ffmpeg-missing = There is no ffmpeg, so films go out as they are or not at all. Whether you need it depends on your films.
    .hint = Install it: apt-get install ffmpeg

## Media host

doctor-host-missing = { $accounts } fetch pictures from an address, and there is no [media_host] in the config.
    .hint = Write the section, for example kind = "wordpress"; docs/config.md has all of them.
doctor-host-not-tried = The media host is set up; whether pictures can be fetched there was not tried.
    .hint = Try it: dakiya doctor --ask
doctor-host-works = A picture was put on the media host, could be fetched from there, and is gone again.

## Accounts

doctor-account-set-up = Its settings are right and its secrets can be read.
doctor-account-paused = It is paused: { $why }
    .hint = When that is mended: dakiya start --account { $account }
doctor-paused-by-config = The config says paused = true; nothing goes out there.
doctor-account-left-alone = It is left alone until { $until }, after failures in a row; then it is tried again by itself.
    .hint = Nothing has to be done, unless it goes on for hours: dakiya doctor --ask
doctor-never-asked = The platform was never asked who it is there.
    .hint = Ask now: dakiya doctor --ask
doctor-asked-long-ago = The platform last answered on { $since }, as { $name }.
    .hint = Ask now: dakiya doctor --ask
doctor-account-known = The platform knows it as { $name }, and answered on { $since }.
doctor-not-reached = The platform could not be asked: { $why }
doctor-login-lasts = The login lasts until { $end }; you will be reminded 14, 7 and 1 days before.
doctor-budget = { $used } of { $most } requests that people see were used in the last { $hours } hours, as far as this program knows.
doctor-budget-used = All { $most } requests that people see in { $hours } hours are used; further posts wait by themselves.
