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
