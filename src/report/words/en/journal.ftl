### Faults of the state folder, and of the machine that the program runs on.

state-locked = Another dakiya is running on the state folder "{ $folder }".
    .hint = End the other one first, or name another folder: [journal] path = "state"
state-refused = The program may not write in its state folder: { $detail }.
    .hint = The folder and what is in it must belong to the user of the program, and its disk must not be read-only. Under systemd, put the user in front: sudo -u dakiya
state-full = The disk of the state folder is full, so nothing is sent: { $detail }.
    .hint = Make room on the disk; delete nothing in the state folder.
state-unwritable = The state folder cannot be used, so nothing is sent: { $detail }.
    .hint = Look at the folder and at its disk. It is named in the config: [journal] path = "state"
state-on-network = The state folder "{ $folder }" is on { $kind }, where a database is not safe.
    .hint = Name a folder on a disk of this machine: [journal] path = "/var/lib/dakiya"
state-damaged = The journal "{ $file }" is damaged and was left as it is: { $cause }
    .hint = Delete nothing. Put back a backup, step by step as docs/recovery.md says.
damage-gone = The database is gone or empty, but it was here before.
damage-emptied = The database has no tables any more.
damage-foreign = It is not the journal that state.toml names.
damage-unmarked = state.toml cannot be read, so the journal may be another one.
damage-broken = A check found: { $detail }.
state-newer = The journal was written by a newer dakiya (form { $found }; this program knows { $known }).
    .hint = Install the newer program again.
state-older = The journal was written by an older dakiya (form { $found }; this program wants { $known }).
    .hint = Start the program once, it brings the journal up to date: dakiya run
state-fenced = A newer dakiya has taken over the state folder; this one has ended.
    .hint = Look why two were started. Only one may work on a state.
seal-key-unusable = The key "{ $file }", which protects the kept logins, cannot be used: { $detail }.
    .hint = It must be a file of 32 bytes that only the user of the program can read: chmod 600
program-fault = A fault of the program: { $detail }
    .hint = Please report it, with the log.

## What the system refuses

system-threads = The program cannot start: { $detail }.
    .hint = The machine has too little memory, or too many programs are running.
system-signals = The program cannot hear signals: { $detail }.
    .hint = Start it again; if that does not help, start the machine again.
system-outcomes = The file outcomes.jsonl in the state folder cannot be written: { $detail }.
    .hint = Make room on the disk, and see to it that the file belongs to the user of the program.
system-queue-folder = The folder of the queue cannot be made: { $detail }.
    .hint = The user of the program must be allowed to write in the posts folder.
system-owner = The posts folder cannot be marked as belonging to this state: { $detail }.
    .hint = The user of the program must be allowed to write in the posts folder.
system-past-unreadable = What was published before cannot be read from the state folder: { $detail }.
    .hint = The files there must belong to the user of the program.
system-past-unwritten = What was published before cannot be noted in the state folder: { $detail }.
    .hint = Make room on the disk; the folder must belong to the user of the program.
system-vanished = What was known of files that vanished cannot be read from the state folder (queue-vanished.json): { $detail }.
    .hint = The file must belong to the user of the program. If it is broken, remove it: files that vanished are then told once more.
system-passing-folder = No folder for passing files can be made: { $detail }.
    .hint = Make room in /tmp, or name another folder in the variable TMPDIR.
unprinted = The output cannot be written: { $detail }.
    .hint = Look where the output goes, and whether there is room.
