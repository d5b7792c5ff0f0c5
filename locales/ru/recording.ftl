# Записи разговоров и метки в них.

action-call-mark = Метка в разговоре: на этой секунде
    .bar = метка
action-recording-open = Открыть запись разговора с метки
why-not-mark = Метка ставится, пока идёт разговор.
why-not-mark-full = В одном разговоре { $count ->
    [one] { $count } метка
    [few] { $count } метки
    [many] { $count } меток
   *[other] { $count } метки
}, больше не бывает.
why-not-listen = У этого клиента нет ни записей, ни меток.

mark-title = Метка { $clock }
mark-keys = Enter оставить метку, можно без слов · Esc не ставить
mark-kept = Метка: { $mark }.
card-marks = Метки: { $marks }
history-mark = метка { $mark }
history-marks = { $count ->
    [one] { $count } метка
    [few] { $count } метки
    [many] { $count } меток
   *[other] { $count } метки
}
history-recorded = запись
history-recording = запись разговора есть
show-recording = запись звонка { $number }: { $link }

listen-title = Записи разговоров
listen-keys = Enter открыть с этого места · Esc закрыть
listen-whole = запись с начала
listen-none-yet = записи нет
listen-plays = Запись открыта с { $clock }.
listen-no-recording = Записи этого разговора нет. Её указывают командой dozvon recording set.
listen-no-player = Чем открывать записи, не сказано. Впишите в { config-file } раздел [recordings] и в нём player = ["mpv", "--start={ "{" }seconds{ "}" }", "{ "{" }link{ "}" }"].
listen-failed = Программа «{ $program }» не запустилась: { $error }. Проверьте player в { config-file }.
listen-bad-link = Ссылка «{ $link }» не годится: плеер принял бы её за что-то другое. Укажите её заново: dozvon recording set.
listen-no-mark = Метки { $number } нет: { $count ->
    [one] в этом разговоре { $count } метка
    [few] в этом разговоре { $count } метки
    [many] в этом разговоре { $count } меток
   *[other] в этом разговоре { $count } метки
}.

config-player-broken = { $file }: в player нет { "{" }link{ "}" } отдельным словом — так запись не открыть, и команда не взята. Остальные настройки взяты.

cli-recording = Записи разговоров и метки в них.
cli-recording-list = Звонки клиента: записи и метки.
cli-recording-list-client = Код клиента, его телефон или ИНН.
cli-recording-list-limit = Не больше стольких звонков (обычно 20).
cli-recording-set = Указать, где лежит запись звонка.
cli-recording-set-client = Код клиента, его телефон или ИНН.
cli-recording-set-call = Номер звонка из «recording list», или «last» — последний.
cli-recording-set-link = Путь к файлу или адрес.
cli-recording-clear = Убрать ссылку на запись.
cli-recording-clear-client = Код клиента, его телефон или ИНН.
cli-recording-clear-call = Номер звонка, или «last».
cli-recording-mark = Поставить метку в разговоре, который уже был.
cli-recording-mark-client = Код клиента, его телефон или ИНН.
cli-recording-mark-call = Номер звонка, или «last».
cli-recording-mark-time = Где: «12:31», «1:02:31» или секунды от начала.
cli-recording-mark-text = О чём там речь; можно не писать.
cli-recording-open = Открыть запись в своём плеере (player в { config-file }).
cli-recording-open-client = Код клиента, его телефон или ИНН.
cli-recording-open-call = Номер звонка, или «last».
cli-recording-open-mark = С метки под этим номером, с 1.
cli-recording-open-from = С этого места: «12:31».

recording-set = Ссылка на запись сохранена.
recording-cleared = Ссылки на запись больше нет.
recording-no-calls = Этому клиенту ещё не звонили.
recording-not-a-call = «{ $text }» — не номер звонка.
hint-recording-call = Номера показывает dozvon recording list КЛИЕНТ; последний звонок — last.
mark-time-unread = «{ $text }» — не место в разговоре.
hint-mark-time = Пишите минуты и секунды: 12:31.
link-empty = Ссылка пустая.
link-too-long = Ссылка слишком длинная: можно не больше { $most } байт.
link-dash = Ссылка начинается с дефиса: плеер принял бы её за свой ключ.
link-scheme = Адреса такого вида не открываются.
hint-link = Укажите путь к файлу или адрес http, https, ftp, sftp, smb, file.
error-mark-behind-end = Разговор шёл { $clock }: метки дальше не бывает.
what-call = звонка

table-at = КОГДА
table-length = ШЁЛ
table-recording = ЗАПИСЬ
table-marks = МЕТКИ

use-case-recording-set = ссылка на запись
use-case-recording-mark = метка в записи
field-of-marks = метки
field-of-recording = запись
