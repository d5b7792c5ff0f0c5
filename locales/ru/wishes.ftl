# Что клиент просит без звонка: часы, пояс, отзыв согласия, перенос обещанного.

action-contact-move = Перенести обещанный звонок без разговора
    .bar = перенести
action-client-wishes = Когда клиент просит звонить и который у него час
    .bar = часы
action-consent-withdraw = Клиент отзывает согласие
    .bar = отзыв

why-not-no-consent = У клиента нет согласия, которое действует.
why-not-move-calling = Вы уже звонили: новое время назовёт результат звонка.
why-not-nothing-promised = Клиенту ничего не обещано и не запланировано.

wishes-title = { $client }: когда звонить
wishes-hours = Звонить
wishes-zone = Пояс
wishes-hours-bad = часы не поняты: «10–18», «10–18, кроме выходных», «будни 10–19, выходные 11–16»
wishes-zone-bad = пояс не понят: «МСК+3», «Омск», Asia/Omsk
wishes-zone-same = пояс остаётся: { $zone }
wishes-zone-said = со слов клиента: { $zone }, там сейчас { $time }
wishes-hint = Пустые часы — обычные, пустой пояс — прежний. Ctrl+S сохранит сразу.

withdraw-title = Клиент отзывает согласие
withdraw-who = Кто
withdraw-everybody = клиент и все его люди
withdraw-kind = От чего
withdraw-when = Когда
withdraw-how = Как
withdraw-words = Его слова
withdraw-proof = Чем видно
withdraw-since = не действует с: { $when }
withdraw-when-bad = Время не понято: «сейчас», «15:40», «вчера 15:40», «12.11.2026».
withdraw-hint = Пустое «Когда» — сейчас. Выбор — стрелками влево и вправо.

plan-move-title = Перенести без звонка
plan-whose = Кто
when-own = вы сами
when-anybody = любой оператор
when-whole-day = { $day }, в течение дня
brief-today = днём
contact-moved = Перенесено: { $when }.
error-not-promised = Этот контакт не обещан и не запланирован на время.
hint-not-promised = Время есть у обещаний, интереса и запланированных звонков; повтор назначает результат.
use-case-client-wishes = часы и пояс клиента
use-case-contact-move = перенос обещанного звонка
field-of-whole-day = в течение дня

cli-queue-move = Перенести обещанный или запланированный звонок без разговора.
cli-queue-move-id = Номер контакта из dozvon queue.
cli-queue-move-when = Когда, словами и по часам клиента: «завтра в 11», «на следующей неделе».
cli-queue-move-reason = Зачем звонить; обычно остаётся как было.
cli-queue-move-mine = Позвоните вы сами.
cli-queue-move-anybody = Позвонит любой оператор.

contact-planned-for = Запланировано: { $when }.
cli-queue-plan = Запланировать звонок клиенту.
cli-queue-plan-client = { cli-consent-add-client }
cli-queue-plan-when = { cli-queue-move-when }
cli-queue-plan-reason = Зачем звонить.
cli-queue-plan-mine = { cli-queue-move-mine }
