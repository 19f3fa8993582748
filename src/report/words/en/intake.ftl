### From a file in the queue to a post: what people read in a note beside their file.

## The file itself

file-not-beside = "{ $file }" is not the name of a file beside the post.
    .hint = Put the file next to the post and write only its name, without a folder: media = ["rally.jpg"]
file-missing = There is no file "{ $file }" beside the post.
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"?
       *[no] Copy the file next to the post, or take its name out of the settings. Small and capital letters count.
    }
file-is-link = "{ $file }" is only a link to something else; links are not followed.
    .hint = Copy the file itself here.
file-many-names = "{ $file }" is one file with { $links } names (hard links); the others may lie elsewhere.
    .hint = Copy the file instead of linking it.
file-not-plain = "{ $file }" is { $kind ->
        [folder] a folder
        [pipe] a pipe
        [socket] a socket
        [device] a device
       *[other] something unknown
    }, not a file.
    .hint = Put a plain file here.
file-owner = "{ $file }" belongs to user number { $owner }, whose files are not taken.
    .hint = Only people who may publish put files here; ask whoever looks after the program.
file-too-large = "{ $file }" has { SIZE($bytes) }; at most { SIZE($most) } are taken.
    .hint = Make it smaller.
file-unreadable = "{ $file }" cannot be read: { $problem }.
    .hint = It is tried again by itself. Look at the rights of the file and at the disk.
file-changing = "{ $file }" is being changed right now.
    .hint = Wait a moment and try again.
file-not-moved = "{ $file }" cannot be moved to "{ $folder }": { $problem }.
    .hint = It is tried again by itself. Look at the rights of the folder and at the disk.
file-other-filesystem = "{ $file }" cannot be moved to "{ $folder }", which lies on another disk.
    .hint = Keep the folder of posts on one disk, or let files stay where they are: [posts] after = "keep"
name-odd = The name of "{ $file }" has characters in it that cannot be seen.
    .hint = Give the file a simple name, for example: notice.md
name-unreadable = The name of "{ $file }" is not readable text.
    .hint = Give the file a simple name, for example: notice.md
not-a-post = "{ $file }" is neither a post nor a picture or film.
    .hint = Save the text as plain text, for example notice.txt or notice.md, and take this file away.

## The text

text-utf16 = "{ $file }" is saved as UTF-16 ("Unicode" in Notepad).
    .hint = Save it again: "Save as", and at "Encoding" choose UTF-8.
text-of-a-document = "{ $file }" is the document of a word processor, not plain text.
    .hint = Open it there and save it with "Save as" as plain text, UTF-8.
text-not-utf8 = "{ $file }" is not UTF-8 text: byte { $offset } is { $byte }.
    .hint = Save it again: "Save as", and at "Encoding" choose UTF-8.
text-control = There is a control character ({ $character }) in the text, which cannot be seen.
    .hint = Delete it and type this place anew.
text-direction = There is a sign ({ $character }) in the text that turns the reading direction; people may see another order than the platform.
    .hint = If you did not mean it, delete it and type this place anew.
text-lost-character = There is a "{ $character }" in the text, which stands for a letter that was lost in copying.
    .hint = Type this place anew.
post-empty = "{ $file }" has neither text nor pictures.
    .hint = Write a text below the settings.

## The settings above the text

front-matter-open = The settings begin here and never end.
    .hint = Write a line with only +++ between the settings and the text.
front-matter-fence = This line looks like the beginning of the settings but is not.
    .hint = Write exactly three plus signs, alone on the line: +++
front-matter-unfenced = This looks like a setting, but it would be published as text.
    .hint = Write a line with only +++ above the settings and another one below them.
front-matter-yaml = These settings are written as for another program.
    .hint = Write +++ instead of ---, and settings with an equals sign, for example: lang = "hi"
front-matter-not-first = There is something above the settings.
    .hint = The line +++ must be the first of the file; the text comes after the settings.
front-matter-too-large = The settings have { SIZE($bytes) }; at most { SIZE($most) } are read.
    .hint = Write long texts below the settings.
front-matter-many-keys = There are { $keys } settings; at most { $most } are read.
    .hint = Take out what is not needed.
front-matter-deep = The settings are nested too deeply; at most { $most } levels are read.
    .hint = Write them more simply, for example: [for.x] and below it text = "…"
to-wrong = The accounts in "{ $key }" cannot be read.
    .hint = Write them like this: { $example }
to-nobody = The list of accounts is empty, or a name in it is.
    .hint = Write at least one name: { $example } To use the usual accounts, take the line out.
media-wrong = The files in "{ $key }" cannot be read.
    .hint = Write them like this: { $example }
card-wrong = "{ $key }" cannot be read.
    .hint = Write card = "auto", card = "off", or card = { "{" } url = "https://…", title = "…" { "}" }
lang-wrong = "{ $found }" is not the code of a language.
    .hint = Write two or three letters, hi for Hindi, en for English: { $example }
slot-no-name = "{ $found }" cannot be the name of a slot.
    .hint = Write the name of a slot from the config file, for example: { $example }
setting-of-the-post = "{ $key }" is a setting of the whole post and cannot differ between platforms.
    .hint = Write this line above the first section [for.…].
option-not-finite = "{ $key }" is not a number that can be counted with.
    .hint = Write a plain number, for example: { $key } = 5
time-unreadable = "{ $found }" is not a time.
    .hint = Write year, month, day, the letter T and the time of day: { $example }
time-impossible = { $found } does not exist: there is no such day, or no such time of day.
    .hint = A month has 28 to 31 days, and a day ends at 23:59. For example: { $example }
time-date-alone = { $found } has no time of day.
    .hint = Add it: { $example }
time-clock-alone = { $found } has no date.
    .hint = Add it: { $example }
at-and-slot = Both "at" and "slot" say when the post goes out.
    .hint = Keep one of the two lines.
expires-before-at = The post would expire before it goes out.
    .hint = Write a later time at "expires", or take the line out.

## Pictures, films and folders

media-empty = "{ $file }" is empty (0 bytes).
    .hint = Copy it here again.
media-unknown = "{ $file }" is no picture or film that can be posted{ GIVEN($kind) ->
        [yes] {" "}({ $kind })
       *[no] {""}
    }.
    .hint = { $family ->
        [picture] Open it and save it as JPEG or PNG.
        [film] Save it as MP4 with H.264 and AAC.
        [sound] No platform takes sound alone. Make a film of it in a program for films, with a picture, and save that as MP4.
        [document] Save it as PDF, or write what it says into the text of the post.
        [archive] Unpack it, and put the pictures and films that are in it here.
       *[other] Pictures can be JPEG, PNG, WebP or GIF, films MP4, MOV or WebM, documents PDF. Take anything else out of the folder.
    }
media-damaged = "{ $file }" begins like a picture or film ({ $kind }) but is damaged.
    .hint = Open it in a program for pictures or films, save it again and copy it here.
media-truncated = The end of "{ $file }" ({ $kind }) is missing; it was not copied completely.
    .hint = Copy it here again.
picture-too-large = "{ $file }" has { $width } by { $height } pixels. At most { $most_side } a side and { $most_area } in all are taken.
    .hint = Make the picture smaller, for example 4000 by 3000 pixels.
media-misnamed = "{ $file }" is called { $named } but is { $kind }.
    .hint = Nothing has to be done; it goes out as { $kind }.
post-too-many-media = "{ $file }" has { $found } pictures and films; at most { $most } are taken.
    .hint = Make several posts of it.
media-without-post = "{ $file }" lies here without a post that uses it.
    .hint = Write a post beside it that names it: media = ["{ $file }"]
media-not-listed = "{ $file }" lies in the folder but is not named in the post; it does not go out.
    .hint = Name it under "media", or take it out of the folder.
alt-without-media = "{ $file }" describes a picture that is not here.
    .hint = Name it after the picture: the description of stage.jpg is stage.jpg.alt.txt
extra-file = "{ $file }" lies in the folder of the post and is of no use there.
    .hint = Take it out of the folder.
folder-without-post = The folder "{ $file }" has no text.
    .hint = Put the text into it as a file with the name post.md or post.txt.
folder-two-posts = There are two texts in the folder: "{ $first }" and "{ $second }".
    .hint = Keep one of them; every post has a folder of its own.
folder-in-folder = There is a folder "{ $file }" in the folder of the post.
    .hint = Put the pictures directly into the folder of the post.

## Whose folder it is

user-unknown = There is no user "{ $found }" on this machine.
    .hint = Write the name of a user as in /etc/passwd, or the number of one who stands elsewhere: { $example }
owner-stranger = The folder of posts belongs to another installation (machine { $machine }, state { $state }). Nothing is published, so that no post goes out twice.
    .hint = Let only one machine publish. If it is to be this one: stop the other for good, remove the file .dakiya-owner from the folder of posts, and start again.
owner-unreadable = The marker "{ $file }" in the folder of posts cannot be read. Nothing is published, so that no post goes out twice.
    .hint = If no other machine publishes from this folder, remove that file and start again.

## What became of a file after it was taken

edited-before-sending = The file was changed before anything was sent; the new text takes the place of the old one.
    .hint = Nothing has to be done.
edited-after-sending = The file was changed after sending had begun; all accounts get the text as it was.
    .hint = To correct what is public, edit or delete it on the platform; the receipt has its address.
broken-before-sending = The file was changed and can no longer be understood; the post waits.
    .hint = Mend the file as the note beside it says, or take it out of the queue.
broken-after-sending = The file was changed after sending had begun and can no longer be understood; all accounts get the text as it was.
    .hint = To correct what is public, edit or delete it on the platform; the receipt has its address.
deleted-before-sending = The file was deleted before anything was sent; the post is cancelled.
    .hint = To send it after all, put the file into the queue again.
deleted-after-sending = The file was deleted after sending had begun; the post goes out all the same.
    .hint = To take back what is public, delete it on the platform; the receipt has its address. To hold back the rest at once: dakiya stop
lost-before-sending = The files of all posts are gone at once, as when a disk or share is not connected; nothing is sent.
    .hint = Connect the folder again, then let publishing go on: dakiya start
lost-after-sending = The files of all posts are gone at once, after sending of this one had begun; it goes out all the same.
    .hint = Connect the folder again.

subtitles-without-film = "{ $file }" is named like subtitles, and its film is not here.
    .hint = Name it after the film: the Hindi subtitles of film.mp4 are film.hi.srt. Or name it: media = [{ "{" } file = "film.mp4", subtitles = "{ $file }" { "}" }]
subtitles-kind = "{ $file }" is no file of subtitles by its name.
    .hint = Save them as SubRip (film.hi.srt) or WebVTT (film.hi.vtt).
subtitles-of-no-film = "{ $file }" holds subtitles, and "{ $medium }" is no film.
    .hint = Name it at the film: media = [{ "{" } file = "film.mp4", subtitles = "{ $file }" { "}" }]
subtitles-no-language = Nobody says in which language the subtitles in "{ $file }" are.
    .hint = Put it into the name (film.hi.srt), or write: lang = "hi"
subtitles-twice = There are two files of subtitles in the same language ({ $lang }); "{ $file }" is the second.
    .hint = Leave one, or say whose language is which: subtitles = [{ "{" } file = "a.srt", lang = "hi" { "}" }, { "{" } file = "b.srt", lang = "en" { "}" }]
subtitles-no-times = "{ $file }" has no line with times here, which subtitles have to have.
    .hint = Write the times before each text, and a blank line after it: 00:00:01,000 --> 00:00:04,500
subtitles-out-of-order = A subtitle in "{ $file }" ends before it begins, or begins before the one above it.
    .hint = Put them in the order of their times: 00:00:01,000 --> 00:00:04,500
subtitles-empty = "{ $file }" holds no subtitles.
    .hint = Write them like this, with a blank line after each: 00:00:01,000 --> 00:00:04,500, and the text on the next line.
subtitles-longer-than-film = The subtitles in "{ $file }" go on after the end of "{ $medium }".
    .hint = See whether they are those of this film.
