# Filters: a line that says which clients are meant; “stage:presentation amount>500k silent>7d”.

filter-fault = Column { $column } of the filter: { $what }
filter-too-long = the line has more than { $most } characters.
filter-no-word-end = behind a minus or “not” a word is wanted, such as city:Omsk.
filter-no-word = a word is wanted, such as city:, and there stands “{ $sign }”.
filter-unknown-key = there is no word “{ $word }” in filters.
filter-loose-word = “{ $word }” stands alone.
filter-no-sign = behind “{ $word }” a sign is wanted: a colon, =, > or <.
filter-no-order = behind “{ $word }” only a colon stands: it is neither more nor less.
filter-semicolon = several values are parted by a comma, not by a semicolon.
filter-open-quote = the quotation mark is not closed.
filter-no-value = wanted: { $wants }.
filter-bad-value = “{ $found }” will not do, wanted: { $wants }.
filter-backwards = the range begins with the larger one.
filter-unknown-name = { $word }: there is no “{ $name }” here.
filter-ambiguous = “{ $name }” may be several: { $several }.
filter-wants-name = a name
filter-wants-sum = a sum, such as 500k or 1.5mln
filter-wants-length = a length of time, such as 7d, 2w or 3mo
filter-wants-date = a date, such as 2026-10-01
filter-wants-number = a number
filter-wants-zone = a time zone, such as MSK+3 or Omsk
filter-wants-region = a region, such as Omsk Oblast
filter-wants-class = a class, such as A or BX
hint-filter-words = The words: city, zone, manager, tag, stage, deal, amount, silent, result, job… All are in docs/filters.md.
hint-filter-quotes = If it is one name, put it into quotation marks: city:"Nizhny Novgorod".
hint-filter-semicolon = Write it so: city:Omsk,Tomsk. If the sign is part of the name, put the name in quotation marks.
hint-filter-ambiguous = Write more of it.
what-filter = filter
record-filter = filter
records-filter = filters
use-case-filter-save = filter saved
use-case-filter-rename = filter renamed
use-case-filter-drop = filter dropped

filter-saved = Filter “{ $name }” saved: { $line }
filter-renamed = The filter is called “{ $name }” now.
filter-dropped = Filter “{ $name }” dropped.
filter-none = No filters are saved yet: dozvon filter save NAME LINE.
filter-count = { $count ->
    [0] No such clients
    [one] { $count } client found
   *[other] { $count } clients found
}
filter-count-shown = Clients found: { $count }, shown: { $shown }. More: --limit; all into a file: dozvon export clients --filter
table-client-deal = DEAL
table-sum = SUM
table-spoken = LAST TALK

cli-find = Find clients by a filter: “stage:presentation amount>500k silent>7d”.
cli-find-limit = Show no more than so many.
cli-find-count = Count them only.
cli-filter = Filters: save by name, show, check. The words are in docs/filters.md.
cli-filter-list = List the filters that are saved.
cli-filter-save = Save a filter under a name.
cli-filter-save-name = The name.
cli-filter-save-line = The line of the filter.
cli-filter-save-shared = For everybody; else for oneself.
cli-filter-show = Show a filter and how many clients it finds.
cli-filter-show-name = Name of the filter.
cli-filter-rename = Give a filter another name.
cli-filter-rename-name = Name of the filter.
cli-filter-rename-new = The new name.
cli-filter-drop = Drop a filter.
cli-filter-drop-name = Name of the filter.
cli-filter-check = Check a line: show its plainest form and how many clients it finds.
cli-filter-check-line = A line, or the name of a filter.
cli-find-filter = Name of a filter, or a line.
cli-export-clients-filter = Only clients of this filter: its name, or a line.
cli-job-load-filter = Only clients of this filter: its name, or a line.

action-filters = Clients by a filter
    .bar = filter
filter-title = Clients by a filter
filter-hint = Such as: stage:presentation amount>500k silent>7d · city:Omsk,Tomsk -tag:wholesale · consent:any stop:none
filter-choose = Type a line, or choose a filter that was saved:
filter-counting = counting…
filter-count-first = { $count } found, the first { $shown } shown
filter-keys = Enter — the card · Ctrl+S — save under a name · Esc — back
filter-keys-saved = Enter — choose · Delete — drop · Esc — back
filter-mine = mine
filter-everybody = shared
filter-line-wanted = Type a line first.
error-filter-like-line = “{ $name }” reads as a line of a filter, not as a name.
hint-filter-like-line = Name it in words, without the signs : < > =, for example “Tomsk wholesale”.
filter-empty = The line of the filter is empty: it would mean all clients.
hint-filter-empty = Write a line or the name of a filter; if all are wanted, leave --filter out.
filter-name-wanted = Name the filter.
filter-save-title = Save the filter
filter-name = Name
filter-whose = Whose
filter-save-hint = If the name is there already, its line is replaced.
jobs-load-base = Load clients of the base
jobs-next = Who comes next
jobs-next-title = “{ $job }”: who is taken next
jobs-next-none = There is nobody of this job for you to take now.
jobs-next-hint = The order is yours, and of this minute.
load-title-base = Clients of the base into a job
load-filter = Filter
load-filter-wanted = Type the line of a filter, or the name of one that was saved.
load-hint-base = A line, or the name of one that was saved: city:Omsk silent>30d consent:any
load-total-hint-base = Enter on a line — what is in it and why. Esc — another filter.
