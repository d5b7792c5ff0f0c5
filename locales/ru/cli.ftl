# Командная строка.

cli = Дозвон: CRM оператора колл-центра в терминале.
cli-desk = Рабочее место оператора (то же, что dozvon без команды).
cli-desk-theme = Тема оформления: dark, light, mono, contrast или своя.
cli-desk-keymap = Раскладка клавиш: default, vim или своя.
cli-desk-no-mouse = Не занимать мышь.
cli-theme = { cli-desk-theme }
cli-keymap = { cli-desk-keymap }
cli-no-mouse = { cli-desk-no-mouse }
cli-demo = Показать Дозвон на учебной базе: несколько сотен вымышленных клиентов, сценарии, обзвон.
cli-demo-seed = Зерно случая: одно и то же даёт ту же базу на любой машине (обычно 1).
cli-demo-fresh = Сделать учебную базу заново.
cli-demo-theme = { cli-desk-theme }
cli-demo-keymap = { cli-desk-keymap }
cli-demo-no-mouse = { cli-desk-no-mouse }
cli-generate = Наполнить базу вымышленными клиентами для измерений.
cli-generate-clients = Сколько клиентов.
cli-generate-interactions = Сколько взаимодействий у каждого (обычно 5).
cli-generate-seed = Зерно случая (обычно 1).
cli-generate-add = Добавить к тем клиентам, которые уже есть.
cli-bench = Измерить скорость рядом с SQLite на той же работе.
cli-bench-desk = Измерить рабочее место: кадры, поиск, очередь, звонок, запись, загрузку списков.
cli-bench-desk-clients = Сколько клиентов в базе (обычно 100 000).
cli-bench-desk-engine = Движок под базой (обычно sled).
cli-bench-desk-keep = Пустая папка, в которой останутся базы и списки. Без неё всё делается во временной папке и потом удаляется.
cli-bench-store = Измерить хранилище: загрузку, запись, чтение, место на диске и в памяти.
cli-bench-store-clients = Сколько клиентов в базе (обычно 100 000).
cli-bench-store-engine = Движок под хранилищем (обычно sled).
cli-bench-store-keep = Пустая папка, в которой останутся базы и списки. Без неё всё делается во временной папке и потом удаляется.
cli-bench-store-part = Одна часть измерения: её запускает сама команда.
cli-verify = Проверить, цела ли база: журнал, снимки, записи, указатели, ссылки.
cli-verify-deep = Ещё и сверить служебную базу с повтором журнала; на больших базах это долго.
cli-doctor = Рассказать о базе: размеры, записи, история, место на диске — и что с ней стоит сделать.
cli-data = Папка данных (или переменная DOZVON_DATA).
cli-lang = Язык: ru или en.
cli-format = Вид вывода: table, json, ndjson или csv.
cli-now = Считать, что сейчас это время (RFC 3339): для повторяемых запусков.
cli-as = От чьего имени работать.
cli-verbose = Рассказывать, что происходит; -vv подробнее.
cli-help = Показать эту справку.
cli-version = Показать версию.

cli-heading-commands = Команды
cli-heading-arguments = Аргументы
cli-heading-options = Параметры
cli-heading-usage = Использование
cli-value-command = КОМАНДА
cli-value-options = ПАРАМЕТРЫ

usage-unknown-option = Нет такого параметра: { $option }.
usage-extra-word = Лишнее слово: { $word }.
usage-unknown-command = Нет такой команды: { $command }.
usage-missing = Не хватает: { $option }.
usage-missing-command = Не сказано, что делать.
usage-no-value = Параметру { $option } нужно значение.
usage-wrong-choice = { $option }: «{ $value }» не подходит; бывает { $choices }.
usage-wrong-value = { $option }: «{ $value }» не подходит.
usage-out-of-range = { $option }: «{ $value }» не подходит; бывает от { $min } до { $max }.
usage-repeated = { $option } указан дважды.
usage-desk-only = Тема, раскладка и мышь бывают только у рабочего места.
usage-conflict = { $option } и { $other } вместе не бывают.
usage-not-text = В командной строке не текст.
usage-wrong = Команда написана неверно.
hint-usage-suggested = Может быть, { $word }?
hint-usage = Подсказка: dozvon --help.

error-output = Вывести не удалось: { $error }.
error-no-terminal = Рабочему месту нужен терминал: запустите его в окне терминала, а для скриптов есть команды из dozvon --help.
error-terminal = Терминал не отвечает: { $error }.
opening-rebuild = служебная база делается заново из журнала
opening-upgrade = База записана прежней версией и переводится в нынешний вид; прежняя остаётся в ней, в папке, имя которой начинается с before-format-3.
opening-tail-cut = В конце журнала была запись, не дописанная до конца ({ $bytes ->
    [one] { $bytes } байт
    [few] { $bytes } байта
   *[many] { $bytes } байт
}): она отброшена. Так бывает, когда машина выключилась посреди записи; если она не выключалась, проверьте последние действия.
opening-replay = Прочитано записей журнала: { $count }
user-nameless = Оператор
own-text-broken = В файле { $file } ошибка: { $problem }. Остальное взято.
own-text-too-deep = в тексте у строки { $line } слишком много скобок
config-broken = { $file }: { $problem } Взяты обычные настройки.
config-unreadable = { $file }: файл не читается: { $error }. Взяты обычные настройки.
config-setting-broken = { $file }: { $problem } Остальные настройки взяты.
config-zone-unknown = { $file }: часового пояса «{ $zone }» нет, бывает, например, Europe/Moscow. Остальные настройки взяты.
theme-broken = Тема с ошибкой, взята обычная. { $problem }
theme-refused = Тема с ошибкой, оставлена прежняя. { $problem }
keymap-broken = Клавиши с ошибкой, взяты обычные. { $problem }
keymap-refused = Клавиши с ошибкой, оставлены прежние. { $problem }
demo-no-terminal = Учебной базе нужен терминал: запустите dozvon demo в его окне.
demo-building = Учебная база делается, это на несколько секунд…
demo-other-seed = Эта учебная база сделана из зерна { $seed }, а не { $wanted }.
hint-demo-other-seed = Параметр --fresh сделает её заново; с --data другая база встанет рядом.
demo-not-ours = В папке { $folder } уже есть база, и она не учебная.
hint-demo-not-ours = Назовите через --data другую папку или запустите без --data.
demo-not-written = Учебную базу записать не удалось: { $error }.
bench-not-empty = В папке { $folder } уже что-то есть. Нужна пустая.
bench-failed = Измерение прервано: { $why }.
generate-not-empty = В базе { $folder } уже есть клиенты.
hint-generate-not-empty = Параметр --add добавит к ним; с --data база встанет в другой папке.
generate-done = { $clients ->
    [one] Готово: { $clients } клиент
    [few] Готово: { $clients } клиента
   *[many] Готово: { $clients } клиентов
 }. Контактных лиц { $people }, взаимодействий { $interactions }, сделок { $deals }, запланировано { $planned }.
    Записей { $records } за { $seconds } с; в секунду клиентов { $rate }.
cli-backup = Сделать резервную копию базы или дополнить прежнюю; работать при этом можно.
cli-backup-to = Папка копии: пустая или с прежней копией этой же базы.
cli-restore = Восстановить базу из копии; нынешняя остаётся рядом, в папке …before-restore-1.
cli-restore-from = Папка с копией или любая папка данных.
cli-restore-until = На какой момент: 2026-11-10, «2026-11-10 15:30» или RFC 3339. Без него — всё, что есть.
cli-restore-seq = По какую запись журнала включительно.
cli-snapshot = Снять снимок базы: по нему она быстрее открывается и восстанавливается.
cli-rebuild = Сделать служебную базу (движок) заново из журнала: она станет меньше, можно и сменить движок.
cli-rebuild-engine = Каким движком пользоваться дальше.
cli-repair = Разобраться с повреждённым журналом: что пострадало и как продолжить работу.
cli-repair-yes = Не спрашивать: продолжить с тем, что есть, если ничего не потеряно.
cli-repair-accept-loss = Продолжить, даже если часть записей потеряна.
progress-copying = копируется
progress-checking = копия перечитывается
backup-done = Копия в { $folder } полна и проверена: { $journal }. Скопировано { $copied }, вся копия — { $total }, за { $seconds } с.
backup-no-parent = Папки { $folder } нет: копию некуда положить.
hint-backup-no-parent = Если это другой диск, подключите его; если папка новая, создайте её.
backup-skipped = Снимок { $file } в базе не читается, в копию он не взят. Записи целы: они есть в журнале.
restore-done = База восстановлена в { $folder }: { $journal }. Журнал { $size }, за { $seconds } с.
restore-kept = Прежняя база осталась в { $folder }.
restore-nowhere = Папки { $folder } нет.
hint-restore-nowhere = Назовите папку резервной копии или базы.
restore-bad-time = Непонятное время: «{ $time }».
hint-restore-bad-time = Напишите, например, 2026-11-10 или «2026-11-10 15:30».
rebuild-done = Движок { $engine } сделан заново: { $size } ({ $before }), последняя запись журнала — { $last }, за { $seconds } с.
snapshot-done = Снимок готов: записей { $records }, { $size }, { $journal }, за { $seconds } с.
repair-nothing = Чинить нечего: журнал цел.
repair-journal-short = Журнал кончается на записи { $last }, а должен быть длиннее: его конец потерян.
repair-state-whole = Сами данные целы: пострадала только история, кто и когда их менял.
repair-state-lost = Данные собраны без этих записей: то, что в них было, потеряно, если нет резервной копии.
repair-records = { $count ->
    [one] Под сомнением { $count } запись
    [few] Под сомнением { $count } записи
   *[many] Под сомнением { $count } записей
 }.
repair-clients = Клиенты, которых это касается: { $clients }.
repair-choices = Если есть резервная копия, её вернёт dozvon restore. Продолжить с тем, что есть, тоже можно: повреждённые файлы останутся на месте.
repair-undecided = Без вашего решения ничего не изменено.
hint-repair-yes = Чтобы продолжить с тем, что есть: dozvon repair --yes.
hint-repair-loss = Чтобы продолжить без потерянного: dozvon repair --accept-loss.
ask-repair = Продолжить с тем, что есть? (д/н)
ask-repair-loss = Продолжить без потерянного? (д/н)
ask-key-yes = д
repair-done = Готово: база снова открыта для записи, все данные на месте.
repair-done-lost = Готово: база снова открыта для записи. Проверьте названных клиентов: у них могло пропасть последнее.
repair-failed = Починить не удалось: журнал читается только до записи { $last }.
