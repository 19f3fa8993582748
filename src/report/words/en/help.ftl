### The help of the command line. A hint says how the value is written, where it was written wrong.

help-dakiya = Publishes posts from a folder to an organisation's own accounts, exactly once and on time.
help-config = The config file.
help-json = Print data as JSON, one document or one document a line.
help-language = The language of messages: en or hi; without it, the config's.
    .hint = Write one of these: --language en, --language hi

help-run = Publish: watch the folder and send each post at its time, until told to end.
help-run-mock = Use imitated platforms in this process: nothing leaves the machine, no secret is read, the posts folder is left untouched and nothing is kept.
help-check = Find everything that is wrong with config and posts, without any network.
help-preview = Show what each account gets of the posts in the queue, part by part, exactly as it goes out.
help-preview-post = Only this post, by its name in the queue.
help-plan = Show which post goes out when and where, and why then.
help-plan-account = Show only this account.
    .hint = Write the account's name as it stands in the config, for example: --account mastodon
help-plan-most = Show at most so many deliveries of each account.
    .hint = Write a whole number from 1 to 65535, for example: --most 500
help-dry-run = Run the whole program over a span of simulated time against imitated platforms.
help-dry-run-days = How many days to simulate.
    .hint = Write a whole number from 1 to 3650, for example: --days 30
help-status = Show what waits, what is under way, and what needs a person. Exit code 2 if something does.
help-accounts = Show who we are on each platform, what each account promises, and what is wrong with it.
help-accounts-ask = Ask the platforms now; without it, what the program was last told is shown. A login that the running program keeps is asked by it alone.
help-doctor = Look at everything around the program and say of each thing whether it is good, needs you or cannot be told, with the next step. Exit code 2 if something needs you.
help-doctor-ask = Ask the platforms and try the media host now. A login that the running program keeps is asked by it alone.
help-login = Log an account in with a browser, once; for platforms whose tokens are not made by hand.
help-login-account = The account.
    .hint = It is the name of a section of the config, for example: dakiya login NAME
help-login-back = The address that the platform sends the browser back to, where it is not this machine; exactly as it is registered there.
help-recall = Delete what is public already, on one account or on all.
help-recall-what = The delivery's number, or the name of the post as it lay in the queue.
    .hint = Write the number that `dakiya status` shows, or the name of the post, for example: dakiya recall 7
help-recall-account = Only on this account.
    .hint = Write the account's name as it stands in the config, for example: --account mastodon
help-resolve = Answer the question of a delivery that waits for a person.
help-resolve-delivery = The delivery's number, as `dakiya status` shows it.
    .hint = Write the number that `dakiya status` shows, for example: dakiya resolve 7 --look
help-resolve-posted = It is there; perhaps with its address.
help-resolve-post-again = It is not there: send it again.
help-resolve-abandon = Leave it as it is and end it.
help-resolve-look = Look once more whether it is there.
help-resolve-release = Let a held delivery go on.
help-resolve-cancel = Take it back before anything is sent.
help-stop = Stop all publishing at once; it stays stopped over restarts.
help-stop-reason = Why, for those who see it later.
help-start = Let publishing go on after a stop, or one account after a pause.
help-start-account = Let this paused account go on; without it, lift the stop.
    .hint = Write the account's name as it stands in the config, for example: --account mastodon
help-help-command = Print this help, or that of a command.
help-help = Print this help.
help-version = Print the version.

## What stands around it

help-usage = Usage:
help-commands = Commands
help-arguments = Arguments
help-options = Options
help-some-options = [OPTIONS]
help-default = [default: { $default }]

## Names of values

value-command = COMMAND
value-file = FILE
value-language = LANGUAGE
value-account = ACCOUNT
value-count = COUNT
value-days = DAYS
value-delivery = DELIVERY
value-delivery-or-post = DELIVERY|POST
value-url = URL
value-text = TEXT

## What is typed wrong

usage-unknown-command = There is no command "{ $found }".
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"?
       *[no] All commands: dakiya help
    }
usage-unknown-argument = There is no "{ $found }" here.
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"?
       *[no] Look at what there is with --help, or leave it out.
    }
usage-wrong-value = "{ $found }" is no value for { $argument }.
usage-value-missing = A value is missing after { $argument }.
usage-value-needless = { $argument } takes no value "{ $found }".
    .hint = Leave the value out.
usage-repeated = { $argument } is written more than once.
    .hint = Write it once.
usage-conflict = { $argument } and { $other } cannot be written together.
    .hint = Choose one of them.
usage-missing = This is missing: { $argument }
usage-not-text = The command line is not readable text (UTF-8).
    .hint = Type it again; where it was copied, type it by hand.
usage-wrong = The command line cannot be understood.
usage-more = For more, add --help.
