# Проверка базы (dozvon verify) и сведения о ней (dozvon doctor).

records-client = клиенты
records-person = контактные лица
records-legal-entity = юрлица
records-interaction = взаимодействия
records-note = заметки
records-deal = сделки
records-process = процессы
records-script = сценарии
records-outcome = результаты звонка
records-call-list = обзвоны
records-queue-entry = очередь
records-stop = стоп-лист
records-heard = слова клиентов для сценариев
records-user = сотрудники
records-consent = согласия
records-calendar = производственный календарь

index-phone = телефоны
index-email = почта
index-inn = ИНН
index-of-client = принадлежащее клиенту
index-queue-by-due = очередь по сроку
index-queue-by-taker = взятые контакты по операторам
index-queue-taken = взятые в работу
index-queue-by-list = очередь обзвона
index-stop-by-phone = запреты номера
index-user-by-name = сотрудники по имени
index-call-list-by-name = обзвоны по названию
index-talk-by-owner = разговоры сотрудника
index-heard-by-script = слова для автора сценария
index-run-by-script = звонки по сценарию

verify-record = { $table } { $id }
verify-index-entry = место указателя { $key }
verify-journal = Журнал { $file } повреждён с байта { $offset }: не читаются его записи с { $from } по { $to }.
verify-journal-junk = Журнал { $file } повреждён у байта { $offset }, но записи его целы.
verify-journal-end = Журнал { $file } повреждён с байта { $offset }: не читаются его записи начиная с { $from }.
verify-journal-behind = Журнал потерял свой конец: он кончается на записи { $journal }, а сделаны были записи до { $reached }.
verify-journal-record = В записи журнала { $seq } { $record }: { $fault }.
verify-snapshot = Снимок { $file } повреждён с байта { $offset }.
verify-snapshot-record = В снимке { $file } { $record }: { $fault }.
verify-no-path = Полностью восстановить базу сейчас не из чего: журнал не ведёт к её нынешнему состоянию ни с начала, ни от снимка.
verify-engine = Служебная база не читается.
verify-bookkeeping = Служебная база не помнит, до какой записи журнала она дошла.
verify-engine-behind = Служебная база отстала: она дошла до записи { $engine }, а журнал кончается на { $journal }.
verify-bad-record = Запись «{ $record }» испорчена: { $fault }.
verify-same-id = Под номером { $id } две записи «{ $table }».
verify-no-entry = Запись «{ $record }» не находится через указатель «{ $index }».
verify-stray-entry = Указатель «{ $index }» ведёт туда, где ничего нет: { $key }.
verify-stray-key = В служебной базе лежит чужое: { $key }.
verify-dangling = Запись «{ $record }» ссылается на то, чего нет: { $other }.
verify-dangling-of = Запись «{ $record }» ({ $client }) ссылается на то, чего нет: { $other }.
verify-counter = Новая запись «{ $table }» получила бы номер { $next }, а заняты номера до { $highest }.
verify-lacking = В служебной базе не хватает того, что есть в журнале: { $place }.
verify-surplus = В служебной базе есть то, чего нет в журнале: { $place }.
verify-different = В служебной базе не то же, что в журнале: { $place }.

fault-unreadable = не читается
fault-unknown-table = такой таблицы эта версия не знает
fault-wrong-key = стоит не на своём месте
fault-wrong-id = стоит под чужим номером
fault-revision = изменена записью журнала { $revision }, а последняя — { $last }

cure-repair-or-restore = Сначала скопируйте папку данных, потом выберите: dozvon repair — работать дальше с тем, что читается, или dozvon restore КОПИЯ — вернуться к резервной копии.
cure-backup = Сделайте новый снимок, пока служебная база цела: dozvon snapshot.
cure-backup-again = Сделайте копию базы в эту папку ещё раз: dozvon backup ПАПКА поставит на место повреждённого снимка целый из базы. Если он скажет, что не может, начните другую копию в пустой папке.
cure-rebuild = Сделайте служебную базу заново из журнала: dozvon rebuild.
cure-rebuild-then-tell = Сделайте служебную базу заново: dozvon rebuild. Если после этого найдётся то же самое, так записано в журнале: сообщите разработчикам.
cure-tell = Диск тут ни при чём, так записала программа: сообщите разработчикам.

verify-known-damage = Повреждение журнала { $file } у байта { $offset } известно: с ним решили работать дальше.
verify-torn = Последняя запись журнала ещё пишется или не дописана ({ $bytes ->
    [one] { $bytes } байт
    [few] { $bytes } байта
   *[many] { $bytes } байт
}): это не повреждение.
verify-busy = Базу держит другой Дозвон, поэтому служебная база не проверена: только журнал и снимки. Закройте его и повторите.
verify-scratch = Служебная база не проверена: то, что можно показать, сделано из журнала без неё.
verify-not-compared = Сверить служебную базу с журналом нельзя: журнал к ней не ведёт.
verify-no-room-to-compare = Для сверки нет места: свободно { $free }, а служебная база, сделанная заново из журнала, может занять { $wanted }. Освободите столько на диске с базой и повторите dozvon verify --deep.
verify-no-room-to-look = Служебная база не проверена: свободно { $free }, открыть её негде. Освободите { $wanted } на диске с базой и повторите.
verify-no-files = Служебная база не проверена до конца: на диске { $free ->
    [0] нельзя создать ни одного нового файла
    [one] можно создать ещё { $free } файл
    [few] можно создать ещё { $free } файла
   *[many] можно создать ещё { $free } файлов
}, а нужно { $wanted }. Места может быть сколько угодно: удалите лишние файлы и повторите.
verify-file-limit = Служебная база не проверена до конца: система не даёт файлам вырасти настолько, насколько это нужно. Поднимите предел размера файла (ulimit -f) и повторите.
verify-not-replayed = Служебная база с журналом не сверена: сделанную для сверки не удалось записать или прочитать. Проверьте диск и повторите.
verify-rebuilt = Служебная база не годится: при следующем открытии она сделается заново из журнала. Проверена такая же, сделанная для проверки.
verify-unopened = Открыть базу не удалось, проверены только журнал и снимки. { $error }

verify-doubt-whole = Нынешнее состояние базы цело, не читается только часть истории.
verify-doubt-lost = Часть изменений потеряна: база открыта без них и только для чтения.
verify-doubt-open = Были ли изменения за записью { $last }, никто не знает: об этом ничто не говорит. Всё до неё цело; база открыта только для чтения.
verify-doubt-hidden = Не читаются записи журнала: { $list }.
verify-doubt-hidden-one = Не читается запись журнала { $list }.
verify-doubt-open-end = { $from } и далее
verify-doubt-records = { $count ->
    [one] Под сомнением { $count } запись
    [few] Под сомнением { $count } записи
   *[many] Под сомнением { $count } записей
}
doubt-records-whole = { $count ->
    [one] У { $count } записи не прочесть, кто и когда изменил её последним; сама она цела
    [few] У { $count } записей не прочесть, кто и когда изменил их последним; сами они целы
   *[many] У { $count } записей не прочесть, кто и когда изменил их последним; сами они целы
}
verify-doubt-more = { $count ->
    [one] и ещё { $count } запись
    [few] и ещё { $count } записи
   *[many] и ещё { $count } записей
}
verify-clean = Всё цело.
verify-clean-uncompared = Журнал, снимки и записи целы, насколько они проверены; служебная база с журналом не сверена.
verify-clean-files = Журнал и снимки целы.
verify-found = { $count ->
    [one] Найдена { $count } неисправность.
    [few] Найдено { $count } неисправности.
   *[many] Найдено { $count } неисправностей.
}
verify-more = Из них показаны { $shown }.
verify-seen-files = Проверено записей журнала { $commits } (файлов { $segments }), снимков { $snapshots }.
verify-seen-engine = Записей в базе { $records }, мест в указателях { $entries }.
verify-compared = Служебная база сверена с журналом.
verify-todo = Что делать:
verify-no-base = В папке { $folder } базы нет.
hint-verify-no-base = Укажите папку данных: --data ПАПКА.
verify-stage-journal = журнал
verify-stage-snapshots = снимки
verify-stage-records = записи
verify-stage-indexes = указатели
verify-stage-naming = что не так с указателями
verify-stage-replay = повтор журнала
verify-stage-compare = сверка с журналом

size-bytes = { $amount } байт
size-kilobytes = { $amount } КБ
size-megabytes = { $amount } МБ
size-gigabytes = { $amount } ГБ

doctor-folder = Папка данных: { $folder }, формат { $format }
doctor-opened = Открывается за { $seconds } с
doctor-engine = Движок: { $engine }, { $size }
doctor-no-engine = Движок: служебной базы ещё нет
doctor-journal = Журнал: { $size }, файлов { $segments }
doctor-history = История: с { $from } по { $to }
doctor-snapshots = Снимков: { $count }, { $size }; последний — { $at }
doctor-snapshots-undated = Снимков: { $count }, { $size }; когда сделана последняя запись в них, неизвестно
doctor-no-snapshots = Снимков нет
doctor-room = Свободно на диске: { $free }, из них { $reserve } — неприкосновенный запас
doctor-records = Записи:
doctor-records-then = Записи по снимку от { $at }:
doctor-per-client = На клиента: записей { $records }, на диске { $bytes }
doctor-busy = Базу держит другой Дозвон: показано то, что видно снаружи.
doctor-fine = Ничего делать не нужно; цел ли журнал, скажет dozvon verify.

advice-verify = Журнал повреждён, база открыта только для чтения: что пропало и что делать, скажет dozvon verify.
advice-no-room = На диске свободно { $free }, а запас — { $reserve }: база не записывает. Освободите место.
advice-no-room-to-open = На диске свободно { $free }: этого мало, чтобы открыть базу для записи, её можно только смотреть. Освободите место, чтобы было { $wanted }, и запустите снова.
advice-no-files = На диске { $free ->
    [0] нельзя создать ни одного нового файла
    [one] можно создать ещё { $free } файл
    [few] можно создать ещё { $free } файла
   *[many] можно создать ещё { $free } файлов
}, а нужно { $wanted }: база не записывает. Удалите лишние файлы.
advice-little-room = На диске свободно { $free }, а понадобиться может { $wanted }: столько займут новая служебная база и снимок. Освободите место заранее.
advice-outgrown = { $clients ->
    [one] База переросла sled: { $clients } клиент
    [few] База переросла sled: { $clients } клиента
   *[many] База переросла sled: { $clients } клиентов
}, служебная база { $engine }. С LMDB карточки открываются в разы быстрее и нужно меньше памяти: dozvon rebuild --engine lmdb.
advice-bloated = Служебная база занимает { $engine }, а сами записи — { $records }: остальное мусор. Его уберёт dozvon rebuild.
advice-snapshot-due = После последнего снимка журнал вырос на { $behind }, а нового снимка нет: сделайте резервную копию (dozvon backup ПАПКА) и посмотрите, хватает ли места.
advice-way-back = Папка { $folder } хранит прежнюю базу ({ $bytes }). Если возвращаться к ней не будете, её можно удалить.
advice-stranger = Папка { $folder } названа как служебная, но в ней лежит другое: Дозвон её не трогает. Если она ваша, храните её лучше в другом месте.
