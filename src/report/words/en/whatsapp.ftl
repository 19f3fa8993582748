### WhatsApp: who may write to whom, settings, refusals and remarks.

whatsapp-political = WhatsApp's policy does not let a { $kind } use this interface at all, so this account stays off.
    .hint = Use the account with platform = "handoff": at its time the post lies ready, and one of you sends it by hand to your channel or group.
whatsapp-government-needs-leave = Government offices need Meta's own leave before they may use this interface.
    .hint = Ask for it in the WhatsApp Manager before the first message.
whatsapp-policy-read-long-ago = The policy was last read on { $date }.
    .hint = Read https://business.whatsapp.com/policy again, and write today's date: policy_confirmed_on = 2026-11-20
whatsapp-opt-outs-old = The people who want no more messages were last taken over { $days } days ago; at most { $most } days are allowed, so nobody is written to.
    .hint = Enter them in the recipients file (column "opted_out_at") and save it, or write the day: opt_outs_imported_on = 2026-11-25. Then: dakiya start --account NAME

whatsapp-recipients-unreadable = The file { $file } with the people who get messages cannot be read: { $problem }
    .hint = Save it as CSV or TOML in UTF-8 beside the config file, for example: recipients = "whatsapp-recipients.csv"
whatsapp-recipients-wrong = The file { $file } has a mistake in line { $line }, column { $column }, so nobody is written to.
    .hint = dakiya check shows what is wrong there. When it is mended: dakiya start --account NAME
whatsapp-recipients-empty = There are no columns in the file with the people who get messages.
    .hint = Its first line is: number,opt_in_text,opt_in_at,opt_in_source,categories,opted_out_at
whatsapp-column-unknown = There is no column of this name.
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"? The columns are: { $known }
       *[no] The columns are: { $known }
    }
whatsapp-column-missing = The column "{ $column }" is missing.
    .hint = The columns are: { $known }
whatsapp-columns-count = There are { $found } fields in this line, not { $wanted }.
    .hint = Put a text with a comma in it between quotes. A right line is: { $example }
whatsapp-quote-open = A text in quotes begins here, and does not end before a comma of this line.
    .hint = Close the quotes right before the comma. Two quotes inside a text stand for one: "the ""big"" form"
whatsapp-person-wrong = The column "{ $column }" cannot be taken: { $problem }.
    .hint = Write it like this: { $example }
whatsapp-recipients-unfinished = The list ends in the middle of a line, so it may not be saved whole; nobody is written to.
    .hint = Save it again, with the last line ended by the Enter key, too.
whatsapp-person-twice = This number stands in line { $line } already.
    .hint = Keep one row for each person; if one of the two has an "opted_out_at", keep that one.
whatsapp-nobody = Nobody in the recipients file agreed to "{ $category }" and still wants it.
    .hint = Look at the column "categories", or choose another one for the post: [for.whatsapp] category = "notices"
whatsapp-too-many-people = This would go to { $count } people, and at most { $most } are allowed.
    .hint = If that is meant, and the cost with it, write into the account's section: max_recipients = { $count }
whatsapp-people = { $count } people get what is of the category "{ $category }"; each message is paid for.

whatsapp-places = The text has { $found } lines, and the template { $wanted } places for one line each.
    .hint = Write { $wanted } lines for this account: [for.whatsapp] text = "…"
whatsapp-blanks = WhatsApp takes no tabs, and no more than four blanks in a row.
    .hint = Take them out.
whatsapp-header-missing = The template begins with something that this post does not have ({ $header ->
        [image] a picture
        [video] a video
       *[document] a PDF
    }).
    .hint = Add one file of that kind: media = ["notice.jpg"]
whatsapp-card-left-out = Whether a link is shown with a preview is in the template, not in the post.
    .hint = Nothing needs to be done.
whatsapp-too-long-together = The text and the template's own words have { $length } characters together; at most { $limit } are allowed.
    .hint = Shorten the text for this account: [for.whatsapp] text = "…"

whatsapp-template-missing = There is no template "{ $template }" in the language "{ $language }".
    .hint = Compare name and language with the WhatsApp Manager under Message templates.
whatsapp-template-not-approved = The template "{ $template }" ({ $language }) is not approved; its state is { $status }.
    .hint = Look in the WhatsApp Manager what Meta says of it. When it is approved: dakiya start --account NAME
whatsapp-template-named = The template "{ $template }" ({ $language }) has named places; only numbered ones are filled.
    .hint = Make a template whose places are numbered, like {"{{1}}"}.
whatsapp-template-places = The template "{ $template }" ({ $language }) has { $found } places, and the settings say { $wanted }.
    .hint = Write into the account's section: parameters = { $found }
whatsapp-template-header = The template "{ $template }" ({ $language }) has the header "{ $found }", and the settings say "{ $wanted }".
    .hint = Correct "header" in the account's section: none, image, video or document. Headers with a place in their text are not filled.
whatsapp-template-button = The template "{ $template }" ({ $language }) has a button with a place in its address, which is not filled.
    .hint = Make a template whose buttons have whole addresses.
whatsapp-number-not-ready = The number cannot send; its state is { $status }.
    .hint = Register it in the WhatsApp Manager. When it is connected: dakiya start --account NAME
whatsapp-quality-low = Meta rates the quality of the number { $rating }: people blocked or reported its messages.
    .hint = Write less often, and only what people agreed to. If it goes on, the number is restricted.
whatsapp-name-not-approved = The name that people see is not approved; its state is { $status }.
    .hint = Look in the WhatsApp Manager under Phone numbers.
whatsapp-tier-low = The number may write to { $day } people in 24 hours, and up to { $most } are allowed here; the rest goes out on the next day.
    .hint = Nothing needs to be done, or write a smaller "max_recipients".
whatsapp-token-for-a-day = The token ends within three days: it is one from the app's own page, and not a system user's.
    .hint = Make a system user's token that never expires, as docs/platforms/whatsapp.md says.

whatsapp-person-unreachable = This person was not reached: no WhatsApp under this number, too old an app, or the number is blocked.{ platform-said }
    .hint = Look whether the number is right; if this happens again, take the row out.
whatsapp-person-not-today = This person was not reached: Meta chose not to bring more messages to them today.{ platform-said }
    .hint = Do not send it again today.
whatsapp-person-stopped = This person was not reached: they want no more messages.{ platform-said }
    .hint = Enter the day in the column "opted_out_at" of their row.
whatsapp-person-too-soon = This person was not reached: they got too many messages in a short time.{ platform-said }
    .hint = Send fewer posts one after the other.
whatsapp-person-opted-out = This person was passed over: they want no more messages by now.
    .hint = Nothing needs to be done.
whatsapp-person-not-listed = This person was passed over: their row is gone by now, or does not cover the category any more.
    .hint = Nothing needs to be done.
whatsapp-held-for-quality = WhatsApp took the message and holds it back to look at its quality first.
    .hint = Look in the WhatsApp Manager at the state of the template.
whatsapp-delivery-paused = WhatsApp took the message and has paused its delivery.
    .hint = Look in the WhatsApp Manager at the state of the template.

whatsapp-media-gone = What was uploaded is gone; it is uploaded again.{ platform-said }
    .hint = Nothing needs to be done.
whatsapp-media-refused = WhatsApp cannot use the picture, video or document.{ platform-said }
    .hint = Save it anew (JPEG or PNG, MP4 with H.264 and AAC, or PDF) and drop the post again.
whatsapp-spam-limit = WhatsApp lets this number send nothing more for now, as too many people blocked or reported it.{ platform-said }
    .hint = Wait some days, look at the number's quality in the WhatsApp Manager, and only then let the post go on.
whatsapp-account-locked = Meta has locked the account for a breach of its rules.{ platform-said }
    .hint = Read what the WhatsApp Manager says. Nothing is sent until you let it go on: dakiya start --account NAME
whatsapp-billing = WhatsApp cannot charge the account.{ platform-said }
    .hint = Put the payment method in order in the WhatsApp Manager. Then: dakiya start --account NAME
whatsapp-number-not-registered = The number is not registered, or was deleted.{ platform-said }
    .hint = Register it in the WhatsApp Manager, or correct "phone_number_id". Then: dakiya start --account NAME
whatsapp-window-closed = Only a template may be sent to this person now.{ platform-said }
    .hint = Look whether "template" in the account's section is still there and approved.
whatsapp-parameters-refused = The template has other places than were filled.{ platform-said }
    .hint = Compare "parameters" and "header" in the account's section with the template in the WhatsApp Manager.
whatsapp-template-too-long = With this text the template is too long.{ platform-said }
    .hint = Shorten the text for this account: [for.whatsapp] text = "…"
whatsapp-text-refused = WhatsApp does not take the text in this template.{ platform-said }
    .hint = Take out line breaks, tabs and long blanks, and write plainly what the template is for.
whatsapp-template-refused = The template is not there, or is paused or disabled.{ platform-said }
    .hint = Look in the WhatsApp Manager what Meta says of it, then drop the post again.
whatsapp-unavailable = WhatsApp is not available for the moment, and took nothing.{ platform-said }
    .hint = Nothing needs to be done; it is tried again.
whatsapp-no-way-back = A message that was sent over WhatsApp cannot be taken back by a program.
    .hint = Send a second message that puts it right, if it must be.
