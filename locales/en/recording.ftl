# Recordings of talks, and marks in them.

action-call-mark = Mark this second of the talk
    .bar = mark
action-recording-open = Open the recording of a talk at a mark
why-not-mark = A mark is set while the talk goes on.
why-not-mark-full = A talk has { $count ->
    [one] { $count } mark
   *[other] { $count } marks
} at most.
why-not-listen = This client has neither recordings nor marks.

mark-title = Mark { $clock }
mark-keys = Enter keeps the mark, words are not needed · Esc sets none
mark-kept = Mark: { $mark }.
card-marks = Marks: { $marks }
history-mark = mark { $mark }
history-marks = { $count ->
    [one] { $count } mark
   *[other] { $count } marks
}
history-recorded = recording
history-recording = there is a recording
show-recording = recording of call { $number }: { $link }

listen-title = Recordings of talks
listen-keys = Enter opens from here · Esc closes
listen-whole = recording from its beginning
listen-none-yet = no recording
listen-plays = The recording is opened at { $clock }.
listen-no-recording = This talk has no recording. Say where it lies with dozvon recording set.
listen-no-player = Nothing is said of what opens recordings. Write a section [recordings] into { config-file } with player = ["mpv", "--start={ "{" }seconds{ "}" }", "{ "{" }link{ "}" }"].
listen-failed = The program «{ $program }» did not start: { $error }. Look at player in { config-file }.
listen-bad-link = The link «{ $link }» won’t do: a player would take it for something else. Say anew where the recording lies: dozvon recording set.
listen-no-mark = There is no mark { $number }: the talk has { $count ->
    [one] { $count } mark
   *[other] { $count } marks
}.

config-player-broken = { $file }: in player { "{" }link{ "}" } is missing, or no word of its own; nothing would be opened so, and the command is left out. The other settings are used.

cli-recording = Recordings of talks, and marks in them.
cli-recording-list = Calls of a client: recordings and marks.
cli-recording-list-client = Code of the client, a phone or an INN.
cli-recording-list-limit = So many calls at most (usually 20).
cli-recording-set = Say where the recording of a call lies.
cli-recording-set-client = Code of the client, a phone or an INN.
cli-recording-set-call = Number of the call from “recording list”, or “last”.
cli-recording-set-link = Path of the file, or an address.
cli-recording-clear = Take the link to a recording away.
cli-recording-clear-client = Code of the client, a phone or an INN.
cli-recording-clear-call = Number of the call, or “last”.
cli-recording-mark = Put a mark into a talk that is over.
cli-recording-mark-client = Code of the client, a phone or an INN.
cli-recording-mark-call = Number of the call, or “last”.
cli-recording-mark-time = Where: “12:31”, “1:02:31”, or seconds from the beginning.
cli-recording-mark-text = What it is about; may be left out.
cli-recording-open = Open a recording in a player of one’s own (player in { config-file }).
cli-recording-open-client = Code of the client, a phone or an INN.
cli-recording-open-call = Number of the call, or “last”.
cli-recording-open-mark = From the mark with this number, from 1.
cli-recording-open-from = From here: “12:31”.

recording-set = The link to the recording is saved.
recording-cleared = There is no link to a recording any more.
recording-no-calls = This client has not been called yet.
recording-not-a-call = «{ $text }» is no number of a call.
hint-recording-call = dozvon recording list CLIENT shows the numbers; the last call is last.
mark-time-unread = «{ $text }» is no place in a talk.
hint-mark-time = Write minutes and seconds: 12:31.
link-empty = The link is empty.
link-too-long = The link is too long: at most { $most } bytes are kept.
link-dash = The link begins with a dash: a player would take it for an option.
link-scheme = Addresses of this kind are not opened.
hint-link = Give a path, or an address of http, https, ftp, sftp, smb, file.
error-mark-behind-end = The talk took { $clock }: there is no mark behind that.
what-call = call

table-at = WHEN
table-length = LENGTH
table-recording = RECORDING
table-marks = MARKS

use-case-recording-set = link to a recording
use-case-recording-mark = mark in a recording
field-of-marks = marks
field-of-recording = recording
