# Commands the open desk carries out

attach-waits = The desk is busy with other commands: waiting for a turn.
attach-ending = Dozvon finishes the commands it was handed from other windows, and closes then.
attach-no-socket = No commands from other windows: the path or a file desk.sock is in the way.
attach-lost = The Dozvon that did this command has closed in the middle of it.
attach-panicked = The command broke off by a fault of the program. The desk goes on.
hint-attach-unknown = Whether anything was saved is not known: look before you repeat it.
hint-attach-again = Try again: this command changes nothing.
attach-other-release = The base is open in Dozvon { $other }, and this command is { $own }.
attach-unknown-release = The base is open in a Dozvon of another release, and this command is { $own }.
hint-attach-other-release = Close it (Ctrl+Q) and open it again, the new one.
attach-too-long = The command is too long to be handed to the open desk.
hint-attach-too-long = Name a folder in place of many files.
attach-no-file = Only this very command could read “{ $file }”, and the base is open in another window.
hint-attach-no-file = Save it to an ordinary file and name that.
attach-day-at-desk = { $name } works at the open desk, and the shift is led there.
hint-attach-day-at-desk = Pause and the end of the shift are there, on the screen.

# A second terminal: taking the shift over

visit-shift = The shift has been open in another terminal since { $since }. Take it over? Enter/Esc
visit-desk = The desk has been open in another terminal since { $since }. Take it over? Enter/Esc
visit-left = All is as it was: the desk is open in the other terminal.
visit-soon = Commands that were handed to that desk are being finished: wait a few seconds.
visit-shift-taken = The shift was taken over in another terminal at { $at }.
visit-desk-taken = The desk was taken over in another terminal at { $at }.
visit-other = The base was opened by { $name }: one operator works at one desk.
hint-visit-other = Ask for that desk to be closed (Ctrl+Q), and start Dozvon again. Commands work now, too: dozvon queue, dozvon lookup.
visit-hung = The base is open in another terminal, which does not answer.
hint-visit-hung = Wait a minute and try again. If that window hangs, end it: pgrep -a dozvon shows the number of its process, kill -9 NUMBER ends it. What was typed there is kept.
visit-commands =
    { $count ->
        [one] The desk in the other terminal is doing { $count } command of another window: it can’t be taken over now.
       *[other] The desk in the other terminal is doing { $count } commands of other windows: it can’t be taken over now.
    }
hint-visit-wait = Wait for their end, and start Dozvon again.
visit-loading = A list is being loaded in the other terminal: the desk can’t be taken over now.
hint-visit-loading = Wait, and start Dozvon again.
visit-unwritable = The desk in the other terminal can’t write anything now, and what was typed there would be lost.
hint-visit-unwritable = Free some room on the disk, and start Dozvon again. That screen says what is in the way.
visit-failed = The desk in the other terminal could not read the base: { $error }.

# Commands that need the base for themselves

alone-generate = A desk is open: invented clients would come into the operator’s queue, so they are not added to a base that is worked with.
hint-alone-generate = Make them in another folder: dozvon --data DIR generate. Or close the desk (Ctrl+Q) and try again.
alone-restore = A desk is open: a base that is worked with can’t be replaced by a backup.
hint-alone-restore = Restore the backup beside it, dozvon --data DIR restore BACKUP, or close the desk (Ctrl+Q) and try again.
alone-rebuild = The engine can’t be made anew while the open desk uses it.
alone-repair = A base is repaired while nobody works with it, and a desk is open.
hint-alone-again = Close the desk (Ctrl+Q) and try again.
