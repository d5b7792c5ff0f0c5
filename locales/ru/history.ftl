# История изменений, отмена, взгляд в прошлое.

cli-history = История: кто, что и когда изменил, поле за полем; новое сверху.
cli-history-client = История клиента и всего, что к нему относится.
cli-history-client-client = Код клиента, его телефон или ИНН.
cli-history-deal = История сделки.
cli-history-deal-deal = Код сделки.
cli-history-user = Всё, что сделал пользователь.
cli-history-user-name = Имя пользователя.
cli-since = Не раньше этого времени: «2026-11-20», «2026-11-20 15:00» или RFC 3339.
cli-history-client-limit = Сколько изменений показать; обычно 50.
cli-history-deal-limit = { cli-history-client-limit }
cli-history-user-limit = { cli-history-client-limit }
cli-deleted = Найти и то, чего уже нет: просматривается вся история.
cli-undo = Отменить изменение, пока на нём не стоит более новое.
cli-undo-seq = Номер изменения из dozvon history.
cli-undo-reason = Почему; без причины не снимается запрет на звонки.
cli-undo-whole = Отменить и все изменения, сделанные вместе с этим: всю загрузку файла.
cli-undo-part = Отменить одно это изменение, даже если оно часть загрузки.
cli-at = Ответить на команду так, как если бы сейчас было другое время.
cli-at-seq = Состояние после изменения с этим номером, вместо времени.
cli-at-words = Время («2026-11-20 15:00» или RFC 3339) и команда: dozvon at "2026-11-20 15:00" show 42.

use-case-call-list-make = создание обзвона
use-case-call-result = результат звонка
use-case-clients-import = загрузка клиентов
use-case-contact-plan = планирование контакта
use-case-deal-move = движение сделки
use-case-deal-open = новая сделка
use-case-note-add = заметка
use-case-outcomes-save = смена результатов звонка
use-case-process-save = новая версия процесса
use-case-queue-postpone-all = перенос всех контактов
use-case-queue-release = возврат контакта в очередь
use-case-queue-take = взятие контакта из очереди
use-case-records-insert = наполнение базы
use-case-script-save = новая версия сценария
use-case-base-furnish = первоначальная настройка базы
use-case-undo = отмена
use-case-user-sign-in = первый вход пользователя

record-client = клиент
record-person = контактное лицо
record-legal-entity = юридическое лицо
record-interaction = взаимодействие
record-note = заметка
record-deal = сделка
record-process = процесс
record-script = сценарий
record-outcome = результат звонка
record-call-list = обзвон
record-queue-entry = контакт в очереди
record-stop = запрет звонков
record-user = пользователь

relation-client = клиент
relation-supplier = поставщик
relation-competitor = конкурент
relation-carrier = перевозчик
relation-other = прочее
inn-good = контрольная цифра верна
held-planned = запланировано
held-held = состоялось
held-not-held = не состоялось
entry-state-waiting = ждёт
entry-state-taken = в работе: { $by }, до { $until }
entry-state-done = закончен
entry-state-exhausted = попытки исчерпаны
entry-state-blocked = закрыт запретом звонков
deal-status-open = в работе
deal-status-won = выиграна
deal-status-lost = проиграна: { $reason }

history-yes = да
history-no = нет
history-nothing = пусто
history-from = с { $date }
history-to = по { $date }
history-left = до { $time }
history-program = программа
history-undid = отмена изменения № { $seq }
history-import = { $case } из { $file }, часть { $part }
history-import-part = { $case }, часть { $part }
history-reason = причина: { $reason }
history-made = { $record } — новая запись
history-deleted = { $record } — запись удалена
history-from-unknown = { $record } — что было до этого, неизвестно
history-no-changes = Изменений нет.
history-more = Есть и более ранние изменения: --limit покажет больше.
history-not-kept = Более ранняя история не хранится.
history-gone = Этой записи больше нет. Посмотреть её: dozvon at --seq { $before } и команда. Вернуть: dozvon undo { $seq }.
history-unreadable = Эти изменения не читаются, журнал повреждён: { $seqs }.
undo-done = Отменено изменение № { $of }: { $case }, { $by }, { $at }. { $records ->
    [one] Возвращена { $records } запись
    [few] Возвращены { $records } записи
   *[many] Возвращено { $records } записей
}; сама отмена — № { $seq }.
undo-is-a-part = Это изменение — часть { $place } из { $parts }: вместе они сделаны за один раз (с № { $first } по № { $last }).
hint-undo-is-a-part = Отменить всё: dozvon undo { $seq } --whole. Отменить одну эту часть: dozvon undo { $seq } --part.
ask-undo-whole = Отменить все части ({ $parts })? (д/н)
undo-undecided = Ничего не отменено.
progress-undoing = отмена
undo-whole-done = Отменено: { $case }, { $by }, { $at }. Частей отменено { $undone } из { $parts }; как было раньше — { $records ->
    [one] { $records } запись
    [few] { $records } записи
   *[many] { $records } записей
}. Сами отмены — с № { $first } по № { $last }.
undo-parts-stay = { $count ->
    [one] Не отменена { $count } часть
    [few] Не отменены { $count } части
   *[many] Не отменено { $count } частей
} из { $parts }:
    { $named }
undo-part-stays = № { $seq }: { $why }
hint-undo-parts-stay = Отмените то, что названо, и повторите: отменённое второй раз не отменяется.

error-overtaken = На этом изменении стоит более новое, № { $seq }: { $case }, { $by }, { $at } — { $record }.
error-overtaken-unknown = На этом изменении стоит более новое, № { $seq } — { $record }.
hint-overtaken = Сначала отмените его: dozvon undo { $seq }.
error-undo-sign-in = Первый вход пользователя не отменяется: его имя стоит в истории.
error-undo-furniture = Первоначальная настройка базы не отменяется: без неё база не работает.
error-undo-stop-reason = Отмена снимет запрет звонков, а это без причины не делается.
hint-undo-stop-reason = Назовите причину: --reason ТЕКСТ.
error-undo-not-kept = То, что было до этого изменения, уже не хранится: отменить его нельзя.
error-undo-unreadable = То, что было до этого изменения, не читается, журнал повреждён: отменить его нельзя.
at-of-the-folder = Эта команда говорит о самой базе на диске: в прошлое её не перенести.
hint-at-of-the-folder = Запустите её без at. Базу, какой она была, делает dozvon restore --until или --seq.
error-not-a-time = «{ $text }» — не время.
hint-at-time = Пишите «2026-11-20 15:00» или 2026-11-20T15:00:00+03:00, а за ним команду.
hint-since = Пишите 2026-11-20, «2026-11-20 15:00» или 2026-11-20T15:00:00+03:00.

field-of-address = адрес
field-of-advertising = реклама
field-of-amount = сумма
field-of-asks = спрашивает
field-of-at = время
field-of-attempt = попытка
field-of-attempts = попыток сделано
field-of-author = автор
field-of-bad-number = номер непригоден
field-of-by = записал
field-of-channel = канал
field-of-city = город
field-of-class = класс
field-of-client = клиент
field-of-clients = клиенты
field-of-closed = закрыта
field-of-code = код
field-of-control = как ведётся
field-of-created = создан
field-of-custom = свои поля
field-of-new-deal-stage = этап новой сделки
field-of-decision-maker = говорили с ЛПР
field-of-direction = направление
field-of-due = срок
field-of-duration = длительность
field-of-emails = почта
field-of-entry = контакт в очереди
field-of-human = ответил человек
field-of-inn = ИНН
field-of-inn-mark = проверка ИНН
field-of-interaction = взаимодействие
field-of-key = клавиша
field-of-kind = вид
field-of-kpp = КПП
field-of-language = язык
field-of-links = связи
field-of-list = обзвон
field-of-loss-reasons = причины проигрыша
field-of-manager = ответственный
field-of-max-attempts = попыток разрешено
field-of-name = название
field-of-next = что дальше
field-of-next-after = через сколько
field-of-ogrn = ОГРН
field-of-opened = начата
field-of-other-contacts = другие контакты
field-of-outcome = результат
field-of-owner = ответственный
field-of-passes = этапы
field-of-path = путь по сценарию
field-of-person = контактное лицо
field-of-person-name = имя
field-of-phone = телефон
field-of-phones = телефоны
field-of-process = процесс
field-of-public-name = полное название
field-of-purpose = цель
field-of-queue-entry-owner = только для
field-of-raw = исходные данные
field-of-reason = причина
field-of-reasons = причины
field-of-region = регион
field-of-registered = заведён
field-of-relations = отношения
field-of-retired = не предлагается
field-of-role = роль
field-of-sale = продажа
field-of-scope = что запрещено
field-of-script = сценарий
field-of-since = с какого времени
field-of-source = источник
field-of-stage = этап
field-of-stages = этапы
field-of-state = состояние
field-of-status = состояние
field-of-steps = шаги
field-of-stop = запрет звонков
field-of-subject = предмет
field-of-stop-subject = кого касается
field-of-tags = метки
field-of-text = текст
field-of-user-name = имя
field-of-version = версия
field-of-zone = часовой пояс
field-of-zone-source = откуда известен пояс
error-undo-already = Это изменение уже отменено.
