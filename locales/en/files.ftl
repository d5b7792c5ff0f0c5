# The commands for files people edit, and for the queue: help, headings of columns, messages.

cli-keys = List the actions and their keys; check keymap files.
cli-keys-keymap = Keys: default, vim or your own.
cli-keys-check = Check files or folders.
cli-themes = List the themes and the roles; check theme files.
cli-themes-check = Check files or folders.
cli-themes-show = Show all roles of a theme in its colours.
cli-script = Scripts: check, load, show.
cli-script-check = Check script files. No data is needed.
cli-script-check-outcomes = A file of the results a script may suggest; the usual ones without it.
cli-script-load = Load scripts: each becomes a new version.
cli-script-list = List the scripts.
cli-script-show = Show a script so that it can be changed and loaded again.
cli-script-show-code = Code of the script.
cli-script-answers = Show what clients answered to the questions of a script.
cli-script-answers-rows = Show every answer of every call instead of the counts.
cli-script-inbox = Show what a script has no answer for: clients' words and how often they were heard.
cli-script-inbox-code = Code of the script; all scripts without it.
cli-script-adopt = Add an answer from a client's words: the script gets a new version.
cli-script-adopt-to = The step the answer leads to.
cli-script-adopt-text = What to call the answer; the client's words without it.
cli-script-dismiss = Take a client's words out of the inbox without an answer.
cli-step = Code of the step.
cli-words = The client's words, as `inbox` shows them.
cli-script-heat = Show how calls move through a script and where they are lost.
cli-code = Code of the script.
cli-until = Only calls before this time.
cli-process = Processes of deals: check, load, show.
cli-process-check = Check process files. No data is needed.
cli-process-load = Load processes: each becomes a new version.
cli-process-list = List the processes.
cli-outcomes = Results of a call: check, load, show, write out.
cli-outcomes-check = Check a file of results. No data is needed.
cli-outcomes-load = Load results in place of those there are; the ones the file lacks are offered no more.
cli-outcomes-load-file = File of results.
cli-outcomes-list = List the results.
cli-outcomes-export = Write the results to a file.
cli-outcomes-export-file = Where to write; «-» is the screen.
cli-outcomes-export-force = Replace the file when it is there.
cli-queue = The queue: whom to call, and why.
cli-queue-list = Show the top of the queue.
cli-queue-list-limit = How many rows to show; 20 as a rule.
cli-queue-why = Explain the place of a contact in the queue.
cli-queue-why-id = Number of the contact, as the queue lists it.
cli-note = Notes.
cli-note-add = Write a note on a client.
cli-note-add-client = Code of the client, a phone or an INN.
cli-note-add-text = The text; «-» reads it from the standard input.
cli-call-list = Call lists.
cli-call-list-list = List the call lists.
cli-files = Files, or folders of them.
cli-strict = Take warnings for errors.

# Columns
table-action = ACTION
table-answers = ANSWERS
table-asks = ASKS
table-attempts = ATTEMPTS
table-city = CITY
table-client = CLIENT
table-client-time = CLIENT'S TIME
table-code = CODE
table-column = COLUMN
table-context = CONTEXT
table-contrast = CONTRAST
table-control = LED
table-directions = CALLS
table-created = MADE
table-due = DUE
table-errors = ERRORS
table-file = FILE
table-finding = FINDING
table-flags = FLAGS
table-ground = GROUND
table-hint = WHAT TO DO
table-id = NO.
table-ink = INK
table-is-new = NEW
table-key = KEY
table-keys = KEYS
table-language = LANGUAGE
table-line = LINE
table-max-attempts = ATTEMPTS
table-meaning = MEANING
table-message = WHAT IS WRONG
table-modifiers = MODIFIERS
table-name = NAME
table-next = NEXT
table-objection = OBJECTION
table-objections = OBJECTIONS
table-outcome = RESULT
table-owner = OWNER
table-phone = PHONE
table-process = PROCESS
table-purpose = PURPOSE
table-rank = RANK
table-reason = REASON
table-role = ROLE
table-say = WORDS
table-script = SCRIPT
table-severity = SEVERITY
table-source = FROM
table-stages = STAGES
table-step = STEP
table-words = CLIENT'S WORDS
table-last = LAST TIME
table-began = BEGAN
table-operator = OPERATOR
table-question = QUESTION
table-answer = ANSWER
table-answered = ANSWERED
table-count = COUNT
table-share = SHARE
table-n = OF
table-calls = CALLS
table-reads = READS
table-ended = ENDED
table-lost = LOST
table-goes-on = NEXT
table-step-hint = HINT
table-steps = STEPS
table-theme = THEME
table-title = TITLE
table-version = VERSION
table-warnings = WARNINGS
table-kind = KIND
table-person = PERSON

# Checking and loading files
check-passed = { $files ->
    [one] { $files } file
   *[other] { $files } files
} checked, no errors.
check-warned = { $files ->
    [one] { $files } file
   *[other] { $files } files
} checked, no errors, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}.
check-failed = { $errors ->
    [one] { $errors } error
   *[other] { $errors } errors
}, { $warnings ->
    [one] { $warnings } warning
   *[other] { $warnings } warnings
}.
fault-code-taken = The file { $file } has the code `{ $code }` already.
error-nothing-loaded = There are errors in the files, nothing was loaded.
hint-nothing-loaded = Mend them and load again.
loaded-version = { $file }: «{ $name }», version { $version }
loaded-same = { $file }: «{ $name }», version { $version } is the same already
error-no-file = There is no file { $file }.
hint-no-file = Check its name and folder.
error-no-files = There are no .toml files in the folder { $folder }.
hint-no-files = Name a file or another folder.
error-file = The file { $file } can't be opened: { $error }.
hint-file = Check the rights of the file and its folder.
error-file-too-large = The file { $file } is too large.
hint-file-too-large = Such files are written by hand: see whether it is the right one.
error-file-exists = The file { $file } is there already.
hint-file-exists = Name another file, or add --force.
error-input = The input could not be read: { $error }.

# Scripts, processes, results
inbox-empty = The inbox is empty: there is an answer for all that clients say.
heard-adopted = The answer is in version { $version }. The words were heard { $count ->
    [one] once
   *[other] { $count } times
}.
heard-dismissed = Taken out of the inbox. The words were heard { $count ->
    [one] once
   *[other] { $count } times
}.
hint-adopt = Name the step with --to, or make room among the nine answers.
no-questions = This script has no questions.
answers-of = Calls: { $calls }. The share of an answer is of those who answered, "would not answer" and "call broke off" are of those who were asked.
answers-declined = would not answer
answers-left = call broke off
answers-given = answered
answers-mean = mean { $mean }, median { $median }
flags-none = no flags
flags-changed = The flags of { $name } were changed { $at }: { $before } before, { $after } since.
per-cent = { $share } %
per-cent-answered = { $share } % of answered
per-cent-asked = { $share } % of asked
heat-of = Calls: { $calls }. «Next» and «ended» together make the reads of a step.
no-scripts = There are no scripts. Load the first one: dozvon script load FILE.
script-shown = { $name }, version { $version }
error-outcomes-file = There are errors in the file of results { $file }.
hint-outcomes-file = See them with dozvon outcomes check { $file }.
error-one-file = Results are loaded from one file, and the folder { $folder } holds several.
hint-one-file = Name the file.
outcomes-loaded = The results are loaded: { $added } new, { $changed } changed, { $retired } taken out.
outcomes-same = The results are the same already.
outcomes-exported = Results written to { $file }: { $count }.
control-process = by stages
control-manual = by hand
control-none = without stages
next-close = finished
next-retry = again in { $span }
next-callback = a call at the time promised
next-follow-up = a call on interest
next-rest = no calls for { $days } d
next-other-number = another number

# Keys and themes
keys-contexts = Keymap «{ $keymap }». Contexts: { $contexts }.
keys-preset = preset { $name }
themes-preset = preset
theme-shown = Theme «{ $name }»
contrast-normal = normal
contrast-high = high

# Roles of a theme: what a piece of the screen means
role-theme-text = ordinary text, and the ground of the whole screen
role-theme-spoken = words of the script that are said aloud
role-theme-muted = what is needed less often: labels, the past, hints
role-theme-faint = rules and borders
role-theme-title = title of a pane
role-theme-title-focused = title of the pane in use
role-theme-selected = the row under the cursor in the pane in use
role-theme-selected-dim = the row under the cursor in other panes
role-theme-key = a key on the bottom bar, in the palette, in the help
role-theme-key-text = what that key does
role-theme-number = the digit of an answer or a result
role-theme-urgent = what to do now: ringing, overdue
role-theme-warning = what will soon be urgent, or is doubtful
role-theme-good = allowed, done, ready, won
role-theme-forbidden = forbidden: stop list, calling hours, no right
role-theme-accent = what the eye should find: the current stage, one's own client
role-theme-match = letters that match the search
role-theme-value = the client's data in the words of the script
role-theme-gap = data the script needs and the base lacks
role-theme-input = a text field and the text in it
role-theme-placeholder = what an empty field says
role-theme-cursor = the cell under the cursor of a field
role-theme-status = the status line
role-theme-status-strong = what stands out in the status line
role-theme-notice = the line of messages: what was done
role-theme-notice-error = the same line when something failed
role-theme-dialog = a window over the screen
role-theme-dialog-title = title of a window
role-theme-time = the time where the client is
role-theme-money = money
role-theme-incoming = a call or a letter from the client
role-theme-outgoing = a call or a letter to the client

# Queue, notes, call lists
error-not-a-number = «{ $text }» is no number of a contact.
hint-queue-number = The command dozvon queue shows the numbers.
hint-client = Name the code of a client, a phone or an INN.
error-several-clients = There are several clients for «{ $text }»: { $codes }.
hint-several-clients = Name the code of one of them.
no-call-lists = There are no call lists. Load one: dozvon import clients FILE --call-list NAME.
