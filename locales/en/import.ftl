# Loading, finding, showing and exporting on the command line; what is wrong with a file, a column, a value.

# Fields of a client
field-name = name
field-public-name = full name
field-legal-name = legal entity
field-kind = kind of client
field-relations = relation
field-surname = client's surname
field-given-name = client's given name
field-patronymic = client's patronymic
field-phone = phone
field-email = e-mail
field-inn = INN
field-kpp = KPP
field-inn-kpp = INN and KPP
field-ogrn = OGRN
field-region = region
field-city = city
field-address = address
field-timezone = time zone
field-person = name
field-person-surname = surname
field-person-given-name = given name
field-person-patronymic = patronymic
field-person-role = job title
field-person-phone = phone
field-person-email = e-mail
field-manager = manager
field-class = class
field-tags = tags
field-note = note
field-source = source
field-channel = channel
field-code = code
field-consent = consent
field-consent-how = how he agreed
field-consent-text = text of the consent
field-consent-proof = proof of the consent
field-consent-data = consent to data processing
field-hours = when to call
field-do-not-call = do not call

# What kind of file it is
file-kind-pdf = a PDF document
file-kind-image = a picture
file-kind-archive = an archive
file-kind-document = a text document
file-kind-presentation = a presentation
file-kind-web-page = a web page
file-kind-xml = XML
file-kind-json = JSON
file-kind-vcard = phone contacts (vCard)
file-kind-binary = a binary file

# A file can't be read: one sentence what happened; hint- is one sentence what to do.
file-not-found = there is no such file.
hint-file-not-found = Check the name and the folder.
file-no-permission = the file may not be read.
hint-file-no-permission = Allow reading it, or copy it to your own folder.
file-folder = this is a folder, not a file.
hint-file-folder = Name a file in it.
file-not-a-file = this is a pipe or a device, not a file.
hint-file-not-a-file = Save the list to a file and load that.
file-io = reading failed: { $error }.
hint-file-io = Check the disk or the network and copy the file again.
file-empty = the file is empty.
hint-file-empty = Export the list again.
file-not-a-list = this is { $kind }, not a list of clients.
hint-file-not-a-list = Open it in Excel and save it as an .xlsx workbook or as CSV.
file-password = the workbook is protected by a password.
hint-file-password = Take the password off in Excel and save it again.
file-truncated = the workbook is cut off: its end is missing.
hint-file-truncated = Download or copy the file again.
file-damaged = the workbook is damaged.
hint-file-damaged = Open it in Excel and save it again, best as CSV.
file-too-big = the workbook is too big: { $size } MB, and the limit is { $limit } MB.
hint-file-too-big = Save the sheet as CSV: that has no limit.
file-line-too-long = line { $line } is longer than { $limit } KB: this does not look like a list.
hint-file-line-too-long = Save the list from Excel as CSV or .xlsx.
file-too-many-columns = line { $line } has { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
}, and the limit is { $limit }.
hint-file-too-many-columns = Remove the columns you don't need.
file-unknown-encoding = there is no encoding “{ $label }”.
hint-file-unknown-encoding = Try utf-8, windows-1251, cp866 or utf-16le.
file-bad-delimiter = “{ $given }” can't be a delimiter.
hint-file-bad-delimiter = A delimiter is one character: --delimiter ';', ',', '|' or tab.
file-undecodable = this is not text in { $encoding }: of { $lines ->
    [one] { $lines } line
   *[other] { $lines } lines
} with letters, { $bad } can't be read, the first of them being line { $line }.
hint-file-undecodable = Name the encoding (--encoding windows-1251) or save the file as UTF-8.
hint-file-undecodable-named = Leave --encoding out: each line will be read in its own encoding.
file-broken-quotes = the quotes are broken in many places, last in line { $line }: there is no telling where rows end.
hint-file-broken-quotes = Save the list from Excel again.
file-no-such-sheet = there is no sheet “{ $name }” in the workbook.
hint-file-no-such-sheet = It has { $sheets }.
file-no-heading = no row of headings was found; line { $line } has { $cells }.
hint-file-no-heading = Add headings, or say what is where: --map '1=name,2=phone'.
hint-file-no-heading-phone = Add headings, or say what is where: column { $column } holds phones, so --map '{ $column }=phone,…'.

# Columns
map-syntax = “{ $part }” is not COLUMN=FIELD.
map-unknown-column = There is no column “{ $name }” in the file.
map-no-such-position = There is no column { $position }: { $columns ->
    [one] the file has { $columns } column
   *[other] the file has { $columns } columns
}.
map-unknown-field = There is no field “{ $name }”.
map-column-twice = Column “{ $column }” is given two meanings.
map-field-twice = Field { $field } is given to two columns.
map-no-phone-column = no column with phones was found; there are { $headings }.
hint-map-syntax = Write it like this: --map 'Phone=phone,City=city,Fax=skip'.
hint-map-suggested = Did you mean “{ $name }”?
hint-map-column = To see the columns, run with --dry-run and without --map.
hint-map-field = Fields: { $fields }.
hint-map-phone-offer = Column “{ $heading }” looks like phones: --map '{ $column }=phone'.
hint-map-phone-offer-nameless = Column { $column } looks like phones: --map '{ $column }=phone'.
hint-map-phone = Name it: --map 'Column=phone'.

# Values
cell-inn-checksum = The check digit of the INN is wrong.
cell-inn-zero = The INN had lost its leading zero; it was put back.
cell-class = This is not a class: there are A, B, C, with or without X, Y, Z.
cell-zone = There is no such time zone.
cell-consent = it is not clear whether there is a consent: a date, “yes” or “no” is wanted
cell-hours = it is not clear when to call: hours are wanted, “10–18 except weekends”
cell-too-long = The text is too long; its end was cut off.
cell-no-contact = There is neither a phone nor an e-mail nor an INN.
cell-extra-cells = The row has more values than there are columns: a value with a delimiter in it is not quoted.
cell-not-text = This is not text in any known encoding.
cell-other-encoding = The row is not in the encoding of the file; it was read as { $encoding }.
cell-unclosed-quote = A quote is not closed.
cell-formula = The formula ended with an error.
cell-digits-lost = The spreadsheet has rounded the number: its last digits are lost.
email-empty = The address is empty.
email-no-at = The address has no @.
email-several-ats = The address has several @.
email-bad-local = There is a mistake before the @.
email-bad-domain = There is a mistake after the @.
email-mixed-alphabets = The address mixes Russian and Latin letters.
email-too-long = The address is too long.
email-several = These are several addresses.
inn-empty = The INN is empty.
inn-not-digits = The INN has something but digits in it.
inn-length = The INN has { $digits ->
    [one] { $digits } digit
   *[other] { $digits } digits
} and should have 10 or 12.
inn-zeros = The INN is nothing but zeros.
inn-lost-digits = The spreadsheet has rounded the INN: its last digits are lost.
inn-kpp = The INN is right, but the KPP is not. { $error }
registry-empty = The number is empty.
registry-bad-character = The number has a character that does not belong there.
registry-length = The number has { $found ->
    [one] { $found } character
   *[other] { $found } characters
}; a KPP has 9, an OGRN 13, an OGRNIP 15.
registry-zeros = The number is nothing but zeros.
registry-bad-checksum = The check digit is wrong.
registry-lost-digits = The spreadsheet has rounded the number: its last digits are lost.

# Writing files
write-io = writing failed: { $error }.
write-too-many-rows = a sheet holds { $limit } rows.
write-not-a-stream = a workbook can only be written to a file.
write-workbook = the workbook could not be written: { $detail }.
hint-write = Check the space on the disk and the rights to the folder.
hint-write-too-many-rows = Take CSV: that has no limit.
hint-write-not-a-stream = Name a file that ends with .xlsx.

# Help
cli-import = Load data from a file.
cli-import-clients = Load clients from a list: CSV or XLSX, in any encoding and with any delimiter.
cli-import-clients-file = The file with the list.
cli-import-clients-dry-run = Only check: the totals are the same, nothing is written.
cli-import-clients-map = What each column holds: 'Phone=phone,3=city,Fax=skip'. The rest is guessed from the headings.
cli-import-clients-on-duplicate = When the client is there already: skip, update with what is new, or ask about each.
cli-import-clients-strict = Reject a row when anything in it can't be read.
cli-import-clients-call-list = The call list to put clients into; it is made when it is not there.
cli-import-clients-script = Code of the script for a new call list.
cli-import-clients-purpose = What a new call list is for; usually advertising.
cli-import-clients-encoding = Encoding of the file, when it was told wrongly: windows-1251, utf-8.
cli-import-clients-delimiter = Delimiter, when it was told wrongly: one character, or tab.
cli-import-clients-sheet = Sheet of the workbook, when it is not the first.
cli-import-clients-timezone = Time zone of those of whom nothing is known: Asia/Omsk, MSK+3, Omsk.
cli-import-clients-rejected = Where to write rejected rows. Usually beside the list: NAME.rejected.csv.
cli-import-clients-report = Where to write what became of each row: .ndjson, .csv or .xlsx.
cli-lookup = Find a client: a phone in any notation, its last 4–11 digits, an INN, an e-mail address, a code, or a part of a name.
cli-lookup-query = What to look for.
cli-lookup-limit = Show no more than so many.
cli-show = Show a client's card.
cli-show-client = Code of the client: 00-00000036, №36 or 36.
cli-export = Export data to a file.
cli-export-clients = Export clients; dozvon import clients reads the file.
cli-export-clients-file = A .csv, .xlsx or .ndjson file; “-” or nothing writes to the screen.
cli-export-clients-force = Replace the file if it is there.

# Loading
import-file-broken = { $file }: { $problem }
import-ask-needs-terminal = Asking about each duplicate needs a terminal.
hint-import-ask-needs-terminal = Take --on-duplicate skip or update.
import-unknown-zone = There is no time zone “{ $zone }”.
hint-import-unknown-zone = For example Asia/Omsk, MSK+3, or a city.
import-list-other-script = Call list “{ $list }” is there already and goes by another script: { $script }.
import-list-no-script = Call list “{ $list }” is there already and goes without a script.
hint-import-list-other-script = Leave --script out, or name another call list.
hint-import-list-other-purpose = Leave --purpose out or name another call list.
import-same-file = { $file } is the list itself and can't be written to.
hint-import-same-file = Name another file.
import-unknown-ending = There is no telling what kind of file this is: { $file }.
hint-import-unknown-ending = There are .csv, .xlsx and .ndjson.

import-quoted = “{ $text }”
import-text-file = { $file }: { $encoding }, delimiter { $delimiter }
import-text-file-plain = { $file }: { $encoding }, one column
import-sheet-file = { $file }: sheet “{ $sheet }”
import-delimiter-tab = tab
import-columns = Columns:
import-column-nameless = column { $column }
import-column-person = contact { $person }: { $field }
import-column-custom = custom field
import-column-custom-named = custom field “{ $name }”
import-column-skip = not loaded

import-dry-run = Dry run: nothing was written.
import-number = { $number }
import-total-rows = Rows in the file
import-total-rows-read = Rows read
import-total-created = created
import-total-updated = updated
import-total-skipped = skipped: there already
import-total-rejected = rejected
import-by = by INN { $inn }, by phone { $phone }, by e-mail { $email }
import-warnings = { $count ->
    [one] { $count } value
   *[other] { $count } values
} in loaded rows could not be read; the cards keep what the file had.
import-recoded = { $count ->
    [one] { $count } row was
   *[other] { $count } rows were
} read in another encoding than the rest of the file.
import-zeros = { $count ->
    [one] { $count } INN
   *[other] { $count } INNs
} got back the leading zero a spreadsheet had lost.
import-queued = { $count ->
    [one] { $count } client was put into call list “{ $list }”.
   *[other] { $count } clients were put into call list “{ $list }”.
}
import-left-out-consent = Left out of the call list for want of a consent to advertising: { $count }.
import-left-out-stop = Left out of the call list because calls are forbidden: { $count }.
import-list-other-purpose = The call list “{ $list }” is there already, for another purpose: { $purpose }.
import-queued-dry = { $count ->
    [one] { $count } client would be put into call list “{ $list }”.
   *[other] { $count } clients would be put into call list “{ $list }”.
}
import-rejected = Rejected:
import-rejected-line = line { $line }: { $what }
import-skipped = Skipped because they are there already:
import-skipped-line = line { $line }: { $who }, same { $by }
import-twin-in-base = { $name } { $code }
import-twin-in-file = line { $line } of this file
import-cell = { $column } “{ $value }”. { $reason }
import-cell-empty = { $column }. { $reason }
import-more = …and { $count } more
import-more-report = …and { $count } more: --report FILE names them all
import-more-rejected = …and { $count } more: --rejected FILE names them all
import-rejected-file = Rejected rows: { $file }. Mend them there and load that file.
import-report-file = What became of each row: { $file }.
import-interrupted = Stopped. { $written }
import-store-failed = Loading has stopped. { $error } { $written }
import-file-failed = { $file }: { $problem } { $written }
import-written = Loaded: { $created } created, { $updated } updated, { $skipped } skipped, { $rejected } rejected.
import-written-dry = Checked: { $created } to create, { $updated } to update, { $skipped } to skip, { $rejected } to reject.
import-written-nothing = Nothing was loaded.
hint-import-again = Load the file once more: what is loaded is recognised and not doubled.
hint-import-no-room = Free some room and load the file once more: what is loaded is recognised and not doubled.
hint-import-unwritable = Check the disk and your rights to the data folder and load the file once more: what is loaded is recognised and not doubled.
import-all-rejected = Not a single row could be loaded.
hint-import-all-rejected = Check whether the columns were guessed rightly; they can be named: --map 'Phone=phone'.
import-side-file-failed = Loading went well, but { $file } was not written: { $error }
import-no-side-file = The file { $file } was not written: { $error }
import-progress = { $rows } rows, { $written } loaded, { $rate }/s, { $left } left
import-progress-dry = { $rows } rows, { $rate }/s, { $left } left
import-checking = checking the file
import-stopping = Stopping: finishing what was begun…

# The question about a duplicate
ask-duplicate = Line { $line }: { $row }
ask-duplicate-twin = There already: { $who }, same { $by }.
ask-duplicate-nameless = no name
ask-duplicate-keys = { $skip } skip, { $update } update, { $create } create another one, { $stop } stop; a capital letter does so with all the rest:
ask-duplicate-unknown = There is no such answer. One of these letters is wanted: { $keys }.
ask-key-skip = s
ask-key-update = u
ask-key-create = c
ask-key-stop = q

# The report by rows
report-line = Line
report-outcome = Outcome
report-code = Code
report-client = Client
report-by = Matched by
report-twin-line = Line of the duplicate
report-column = Column
report-value = Value
report-reason = Reason
outcome-created = created
outcome-updated = updated
outcome-skipped = skipped
outcome-rejected = rejected

# Looking up
lookup-empty = There is neither a letter nor a digit in the query.
hint-lookup-empty = Look for a phone, its last 4–11 digits, an INN, e-mail address, code or a part of a name: dozvon lookup proton.
lookup-nothing = Nobody was found: { $query }
lookup-nothing-base = Nobody was found: there are no clients in the base.
lookup-more = These are the first { $count }; --limit shows more.
lookup-by-phone = phone { $phone }
lookup-by-suffix = number ends like this: { $phone }
lookup-by-inn = INN { $inn }
lookup-by-email = e-mail { $email }
lookup-by-code = code
lookup-by-name = name
lookup-by-name-of = name: { $name }
lookup-person = Contact person
lookup-role = Role
lookup-left = has left
lookup-last-contact = last spoken to { $when }
lookup-open-deal = open deal

# The card
show-not-a-code = “{ $text }” is not the code of a client.
hint-show-not-a-code = A code looks like 00-00000036. To find a client by name or phone: dozvon lookup.
show-company = company
show-person = person
show-field = { $title }: { $value }
show-people = Contacts
show-custom = Custom fields
show-history = History
show-planned = Planned
show-deals = Deals
show-stops = Do not call
show-consents = Consents
show-consent-withdrawn = withdrawn { $at }
show-raw = As the file had it
show-stop = { $scope } since { $since }
show-local-time = { $time } now, { $zone } ({ $source })
show-no-zone = time zone unknown
show-more-history = …and earlier

# Export
export-exists = There is a file { $file } already.
hint-export-exists = Add --force to replace it, or name another one.
export-failed = { $file }: { $error }
export-done = { $count ->
    [one] { $count } client exported
   *[other] { $count } clients exported
}: { $file }
export-cut = { $count ->
    [one] { $count } value did not fit into a cell of the workbook and was cut; it is
   *[other] { $count } values did not fit into cells of the workbook and were cut; they are
} whole in CSV.
export-more-legal = { $count ->
    [one] { $count } client has
   *[other] { $count } clients have
} several legal entities: the table has only the first, .ndjson has them all.
export-more-people = { $count ->
    [one] { $count } client has
   *[other] { $count } clients have
} more contacts than the table holds; .ndjson has them all.
export-part-stops = { $count ->
    [one] { $count } client has
   *[other] { $count } clients have
} a number, a person or a call list that must not be called: the table does not show it.
export-interrupted = Stopped; the file was not written.
export-custom-column = { $title } (custom)
export-format-file = The format does not go with the file { $file }.
hint-export-format-file = The ending of the file says what it is: .csv, .xlsx or .ndjson.

# Headings of an export: loading knows them.
column-name = Client name
column-public-name = Public name
column-kind = Client type
column-legal-name = Legal name
column-inn = INN
column-kpp = KPP
column-ogrn = OGRN
column-phone = Phone
column-email = E-mail
column-region = Region
column-city = City
column-address = Address
column-timezone = Time zone
column-class = Class
column-tags = Tags
column-manager = Manager
column-channel = Channel
column-source = Source
column-do-not-call = Do not call
column-person = Contact person { $number }
column-person-role = Contact person { $number } job title
column-person-phone = Contact person { $number } phone
column-person-email = Contact person { $number } e-mail
column-yes = yes
column-kind-company = company
column-kind-person = person
