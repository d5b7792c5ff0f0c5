# The register of companies: an extract from the state register
company-unknown = state not given
company-active = active
company-reorganising = being reorganised
company-liquidating = being wound up
company-bankrupt = insolvent
company-liquidated = no longer active
company-liquidated-on = no longer active since { $day }
company-inn = INN
company-kpp = KPP
company-ogrn = OGRN
company-head = head
company-okved = OKVED
company-line = by the register of { $day }: { $company }
company-source = By the register of { $day }: { $company }.

newclient-register-key = F9 fills what is empty; what was typed stays
newclient-register-taken = Taken from the register: the history will say so. Correct what is wrong
newclient-register-broken = The register of companies can't be read: see dozvon doctor. All else works.
newclient-register-nobody = The register of companies has no such INN.
newclient-filled = What was empty is filled from the register.
newclient-filled-rest = What was empty is filled from the register; what was typed stays.
action-client-fill = fill from the register

register-no-inn = there is no column with the INN.
register-no-name = there is no column with the name.
hint-register-columns = INN and name are wanted; KPP, OGRN, address, head and status are read where they are.
register-io = The register of companies: { $file }: { $error }.
register-damaged = The file of the register of companies is damaged.
register-too-new = The file of the register of companies was written by a later release.
hint-register-damaged = Load the extract again: dozvon registry load. Clients and all else are whole.
register-no-room = The disk has no room for the register of companies.
hint-register-no-room = Make room and try again. The register as it was is whole.
register-busy = Somebody else is loading the register of companies.
hint-register-busy = Wait for that to end and try again.
register-no-folder = This base has no folder for the register of companies.
register-no-rows = There is no company in { $file }.
register-stopped = Stopped: the register of companies is as it was.
register-row-rejected = Row { $line } was not taken: { $reason }
register-row-beside = Row { $line } was taken without this: { $reason }
register-dated-future = An extract can’t be of { $day }: that day has not come yet.
hint-register-dated-future = Say in --dated the day it was made: today or earlier.
register-load-dry = A trial: nothing was written.
register-load-rows =
    { $count ->
        [one] { $count } row
       *[other] { $count } rows
    }, { $taken } taken, as of { $day }.
register-load-same =
    { $same ->
        [0] Nothing new. The register was not changed.
       *[other] Nothing new, the same { $same }. The register was not changed.
    }
register-load-done = New { $added }, changed { $updated }, the same { $same }.
register-load-older = Left as they were, because what is known is newer: { $count }.
register-load-twice = An INN stood in the file again; the row of an active company, or the last one, was taken: { $count }.
register-load-all = In the register now: { $count }.
register-load-passed = Columns without use: { $columns }.
register-load-faults = Rows not taken: { $rejected }; taken without a part: { $beside }.
register-load-more = and { $count } more
register-inn-checksum = "{ $inn }" is no INN: the check digit is wrong.
register-not-found = The register of companies has no INN { $inn }.
hint-register-not-found = Enter the client without it, or load a newer extract: dozvon registry load.
hint-register-none = No register of companies is loaded: dozvon registry load FILE.
register-none = No register of companies is loaded.
register-gone = A register of companies was loaded at { $at } ({ $file }), but it is not here: it is no part of a backup. Load it again.
register-companies =
    { $count ->
        [one] { $count } company
       *[other] { $count } companies
    }.
register-dropped = The register of companies is gone.
register-sample =
    { $file }: { $count ->
        [one] { $count } made-up company
       *[other] { $count } made-up companies
    }, the first has the INN { $inn }.
register-sample-failed = { $file } could not be written: { $error }.
table-dated = AS OF
table-loaded = LOADED
table-loaded-by = BY
error-undo-register = An undo does not bring the register of companies back: its file is no part of the base. There are dozvon registry drop and dozvon registry load.
cell-future = That day has not come yet.
cell-no-name = There is no name.
history-by-register = { $case } by the register of { $day }
use-case-register-load = register of companies loaded
use-case-register-drop = register of companies dropped
doctor-register = Register of companies: { $count }, extract of { $day }, { $size }.
doctor-register-none = Register of companies: not loaded.
verify-register = The register of companies is whole: { $count }.

cli-registry = The register of companies by INN: an extract of the state register from a file.
cli-registry-load = Load an extract; a new one adds to the one before and updates it.
cli-registry-load-file = A CSV or XLSX file: INN, name and what else there is.
cli-registry-load-dry-run = Only show what would be.
cli-registry-load-dated = As of which day; usually told by the file, else the date of the file.
cli-registry-load-sheet = The sheet of a workbook.
cli-registry-load-encoding = The encoding of the text; usually found out.
cli-registry-load-delimiter = The delimiter; usually found out.
cli-registry-show = Show a company.
cli-registry-show-inn = The INN.
cli-registry-status = Show what was loaded, when and by whom.
cli-registry-drop = Remove the register.
cli-registry-sample = Make up an extract to try it with.
cli-registry-sample-file = Where to write it.
cli-registry-sample-companies = How many companies; 1000 unless said.
cli-registry-sample-seed = The seed: the same one makes the same companies; 1 unless said.
cli-client-new-from-registry = Take from the register by INN what was not said: name, city, KPP, OGRN, address.
