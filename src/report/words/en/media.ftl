### Pictures and films: what platforms want of them, what was made of them, and where they lie.

platform-fetches-media = This platform fetches pictures from an address, so [media_host] is needed.
media-sides-too-large = "{ $file }" has { $size } pixels, and at most { $limit } are possible.
    .hint = Save it smaller.
media-sides-too-small = "{ $file }" has { $size } pixels, and at least { $limit } are needed.
    .hint = Use a larger picture or film; making it larger by force would only blur it.
media-out-of-shape = "{ $file }" ({ $size } pixels) is too narrow or too wide; from { $narrowest } to { $widest } is possible.
    .hint = Cut it to another shape, or give this account a picture of its own: [for.NAME] media = ["…"]
film-too-long = "{ $file }" lasts { $seconds } seconds, and at most { $limit } are possible.
    .hint = Cut it shorter, or give this account a film of its own: [for.NAME] media = ["…"]
film-too-short = "{ $file }" lasts { $seconds } seconds, and at least { $limit } are needed.
    .hint = Use a longer film.
film-frame-rate = "{ $file }" shows { $found } pictures a second; from { $fewest } to { $most } are possible.
    .hint = Save it with 25 or 30 pictures a second.
film-pictures-not-taken = "{ $file }" is stored as { $found }; possible is: { $takes }.
    .hint = Save it as MP4 with H.264.
film-sound-not-taken = The sound of "{ $file }" is stored as { $found }; possible is: { $takes }.
    .hint = Save it as MP4 with AAC sound.
film-index-at-its-end = The index of "{ $file }" comes at its end, so it cannot be played while it is fetched.
    .hint = Save it for the web ("fast start").

fitted-smaller = "{ $file }" goes out smaller here: { $width }x{ $height } pixels.
fitted-lighter = "{ $file }" goes out with less detail here, in { SIZE($bytes) }.
fitted-converted = "{ $file }" goes out as { $kind } here.
fitted-anew = "{ $file }" is saved anew here, in the form that this platform takes.
fitted-margin = "{ $file }" gets a margin here, so that nothing is cut off: { $width }x{ $height } pixels.
fit-needs-ffmpeg = "{ $file }" would have to be saved in another form for this platform, which needs the program ffmpeg.
    .hint = Install it (sudo apt-get install ffmpeg), or save the film as MP4 with H.264 and AAC.
fit-medium-damaged = "{ $file }" cannot be read to the end: it is damaged.
    .hint = Save it again from where it came from.
fit-took-too-much = "{ $file }" would take too long, or too much memory, to be saved in another form.
    .hint = Save it smaller yourself.
fit-not-small-enough = "{ $file }" cannot be made small enough for this platform without spoiling it.
    .hint = Cut it shorter or smaller.
fit-cannot-read = "{ $file }" is of a kind that cannot be converted here.
    .hint = Save it as JPEG: on an iPhone under Settings, Camera, Formats choose "Most Compatible"; on a PC open it and save it as JPEG.
fit-failed = "{ $file }" could not be saved in another form.{ platform-said }
    .hint = Look at the machine's disk and memory; it is tried again when the file is touched.

media-host-missing = This platform fetches pictures and films from an address, and there is no place on the web for "{ $file }".
    .hint = Set one up in the config under [media_host], for example the media library of your WordPress site.
login-needed = Nobody has logged this account in yet.
    .hint = Run: dakiya login NAME
login-of-another = What came back from the browser does not belong to the login that was begun here.
    .hint = Begin again: dakiya login NAME
login-spent-by-lost-answer = The login cannot be renewed: an answer of the platform got lost, and it takes the old login no more.
    .hint = Log in again: dakiya login NAME
session-not-kept = The renewed login cannot be stored, so nothing is sent with it.{ platform-said }
    .hint = Look at the disk and at the state folder.
media-host-refuses = The place for media on the web refuses us, or does not show what was put there.{ platform-said }
    .hint = Look at the section [media_host] of the config: its login, its address and the rights of its user.
media-host-shows-something-else = Where "{ $file }" was put on the web, something else is shown ({ $problem }).
    .hint = Open the public address in a browser without a login; perhaps a page, a cache or a security plugin stands before it.
pdf-locked = "{ $file }" is locked with a password, or against printing and copying; some platforms refuse it, and people may not be able to open it.
    .hint = Open it with the password, print it to a new PDF, and put that here.
webp-stands-still = "{ $file }" moves, but most platforms show WebP pictures standing still.
    .hint = To show it moving, save it as an MP4 film or as a GIF.
pdf-keeps-notes = "{ $file }" goes out as it is, with what the document says of its author, its programs and its days.
    .hint = If nobody is to know that, print it into a new PDF without these entries, or run: exiftool -all:all= FILE.pdf; qpdf --linearize FILE.pdf NEW.pdf
media-heic = "{ $file }" is a HEIC picture, as iPhones make them; no platform shows it to everybody.
    .hint = Save it as JPEG: on the iPhone under Settings, Camera, Formats choose "Most Compatible"; on a PC open it and save it as JPEG.
