# Обзвоны: настройка, загрузка, запуск, ход.

job-draft = готовится
job-ready = готов
job-running = идёт
job-paused = на паузе
job-finished = завершён

recycle-results = как у результатов
recycle-sales = продажи
recycle-survey = опрос
recycle-debt = взыскание
shift-any = в любой час
shift-other-hour = в другой час
shift-other-half = в другую половину дня
shift-other-day = в другой день

row-unused = не тронуто
row-in-work = в работе
row-done = завершено
row-exhausted = исчерпан
row-blocked = нельзя

load-new = новых
load-row-new = новый
load-known = уже в базе
load-in-file = повтор в файле
load-in-job = уже в обзвоне
load-stopped = стоп-лист
load-no-consent = без согласия
load-bad-number = плохой номер
load-zone = нет часов в поясе
load-own = свои номера

load-part = { $what } { $count }
load-line-all = Всего строк: { $count }
load-line-taken = В обзвон: { $count } ({ $parts })
load-line-doubles = Повторы: { $count } ({ $parts })
load-line-forbidden = Звонить нельзя: { $count } ({ $parts })
load-line-unusable = Не дозвониться: { $count } ({ $parts })
load-from-file = файл { $name }
load-from-base = база: { $words }
load-from-base-all = вся база
load-row = строка { $line } { $client } { $name } — { $reason }
load-same-as-line = тот же клиент, что в строке { $line }
load-more-rows = … и ещё { $count }; все строки — с --format json
load-dry-run = Проба: ничего не записано.
load-moved = Без согласия, отправлено в другой обзвон: { $count }
load-cards = Дополнено карточек: { $count }
load-number = Код загрузки { $load }. Вернуть всё назад: dozvon job unload «{ $job }» { $load }
load-cut-reason = загрузка прервана
load-interrupted = Загрузка остановлена.
load-nothing-written = Ничего не записано.
load-taken-back = Загрузка возвращена назад, строк: { $count }.
load-partly-there = Часть загрузки с кодом { $load } осталась в базе.

missing-operators = нет операторов: назовите их
missing-script = нет сценария: выберите его
missing-script-gone = такого сценария в базе нет: загрузите его или выберите другой
missing-script-broken = { $count ->
    [one] в сценарии { $count } ошибка
    [few] в сценарии { $count } ошибки
   *[many] в сценарии { $count } ошибок
}: исправьте их
missing-rows = нет строк: загрузите список
missing-consent = все строки остались без согласия на рекламу ({ $count }): добавьте в список столбец «Согласие» или смените цель обзвона
missing-open = все строки уже завершены: загрузите новые
missing-label = нет подписи звонящего, а звонки рекламные: задайте её
missing-dates = нет дат: задайте первый и последний день
missing-over = последний день { $day } уже прошёл: задайте новые даты
missing-window = часы обзвона не пересекаются с разрешёнными: измените их

job-missing = Чтобы начать, не хватает:
job-not-started = Обзвон «{ $job }» начать нельзя:{ $missing }
job-state-now = Обзвон «{ $job }»: { $state }.
error-job-not-ready = Обзвон ещё не готов: { $missing }.
hint-job-not-ready = Добавьте недостающее и начните снова; всё об обзвоне: dozvon job show.
error-job-runs = Обзвон идёт, а так его нельзя было бы начать: { $missing }.
hint-job-runs = Назовите другое или сначала поставьте обзвон на паузу.
error-days-backwards = Последний день, { $to }, раньше первого, { $from }.
hint-days-backwards = Назовите сначала первый день, потом последний.
error-job-state = Так нельзя: обзвон сейчас { $state }.
hint-job-state = Состояние обзвона видно в dozvon job show.
error-job-not-service = Обзвон «{ $name }» — рекламный: клиентов без согласия туда отправить нельзя.
hint-job-not-service = Назовите обзвон для сервисных звонков или опроса.
error-not-your-job = Вас нет среди операторов этого обзвона.
hint-not-your-job = Возьмите следующего из своей очереди или попросите старшего добавить вас.
error-not-as-tried = Строка { $line } закончилась не так, как в пробе: базу тем временем изменили.
hint-not-as-tried = Повторите загрузку.
hint-load-number = Код загрузки показывает dozvon job show.
error-not-a-preset = «{ $text }» — нет таких правил повторов.
hint-preset = Есть: { $known }.
error-not-a-rule = «{ $text }» — не правило повтора: { $why }.
rule-incomplete = нужны результат, задержка и сколько раз
rule-word = «{ $word }» здесь ничего не значит
rule-twice = «{ $word }» говорит о том же второй раз
hint-rule = Правило пишут так: «no-answer 3h other-half other-number 5» — результат, задержка (m, h, d), другой час или день, другой номер, сколько попыток; «no-answer off» убирает его.
error-not-a-verdict = «{ $text }» — нет такой причины.
hint-verdict = Есть: { $known }, all.
error-own-number = Свои номера, { $file }, строка { $place }: «{ $text }» — не номер. { $problem }
hint-own-number = Пишите по одному номеру в строке; после # — пояснение.

no-jobs = Обзвонов ещё нет. Создать: dozvon job new «Название».
job-title = { $job } — { $state }
job-purpose = Цель: { $purpose }. Ведёт: { $owner }
job-script-none = не выбран
job-script = Сценарий: { $script }
script-good = { $script } — проверка пройдена
script-checked = { $script } — ошибок { $mistakes }, замечаний { $remarks }
script-gone = { $script } — в базе его нет
job-hours = Часы: { $hours }, по часам клиента. Попыток на клиента: { $attempts }
job-label = Подпись звонящего: { $label }
job-operators = Операторы: { $operators }
operators-all = все
operators-none = никого
job-dates = Даты: { $from } – { $to }
job-order = Срочность: { $priority } (1 — первым)
job-every-new = Порядок: каждый { $every }-й — новый
job-share = Доля в работе: { $share } %
job-recycle = Повторы: { $preset }
rule-line = { "  " }{ $outcome }: через { $delay } { $shift }{ $number }, не больше { $most } раз
rule-other-number = , на другой номер
job-cap = Не больше { $count ->
    [one] { $count } звонка
   *[other] { $count } звонков
} одному клиенту за 30 дней из всех обзвонов
job-rows = Строк в обзвоне: { $count }
job-penetration = Охват { $penetration } % ({ $attempted } из { $all }), насыщение { $saturation } % ({ $attempts ->
    [one] { $attempts } попытка
    [few] { $attempts } попытки
   *[many] { $attempts } попыток
})
strip-open = до { $at } можно { $count }
strip-closed = с { $at } откроются { $count }
strip-later = позже { $count }, первые { $first }
strip-abroad = за границей { $count }
job-load = Загрузка { $at }, { $source } · код { $load }
job-heat-none = Звонков из этого обзвона ещё не было.
job-heat-title = «{ $job }»: доля дозвонов по часам клиентов (звонков { $count })
job-heat-few = В скобках — меньше 30 звонков: судить рано.
job-heat-nowhere = Пояс неизвестен, не посчитано: { $count }
job-heat-best = Лучшие часы: { $hours }
job-next-none = Сейчас брать некого.
job-unloaded = Загрузка с кодом { $load }: убрано строк { $count }.
job-unloaded-cards-stay = Карточки и запреты из файла остались: на них уже что-то опирается. Снять и запреты — с --reason.
job-unloaded-touched = По этим строкам уже работали, они остались ({ $count }):
job-unloaded-row = { $client } { $name }, попыток: { $attempts }

gate-capped = нельзя: из всех обзвонов ему звонили { $most ->
    [one] { $most } раз
    [few] { $most } раза
    [many] { $most } раз
   *[other] { $most } раза
} за 30 дней, больше обзвон не разрешает; снова можно { $opens }
gate-often-day = нельзя: закон о взыскании, не больше { $most } звонка в день; можно { $opens } (230-ФЗ ст. 7 ч. 3)
gate-often-week = нельзя: закон о взыскании, не больше { $most } звонков за 7 дней; можно { $opens } (230-ФЗ ст. 7 ч. 3)
gate-often-month = нельзя: закон о взыскании, не больше { $most } звонков за 31 день; можно { $opens } (230-ФЗ ст. 7 ч. 3)

what-load = загрузки
record-load = загрузка обзвона
records-load = загрузки обзвонов
index-job-row = строки обзвона
index-load-by-list = загрузки обзвона
index-talk-by-list = звонки обзвона

table-state = СОСТОЯНИЕ
table-rows = СТРОК
table-open = ОСТАЛОСЬ
table-penetration = ОХВАТ
table-priority = СРОЧНОСТЬ
table-verdict = ЧТО СТАЛО
table-place = №
table-list = ОБЗВОН
table-light = МОЖНО ЛИ
table-weekday = ДЕНЬ
table-hour = ЧАС

cli-job = Обзвоны: создать, загрузить, начать, следить.
cli-job-job = Название обзвона.
cli-job-list = Все обзвоны.
cli-job-new = Создать обзвон.
cli-job-new-name = Название, ещё не занятое.
cli-job-new-purpose = Для чего звонки: advertising, service, survey или debt.
cli-job-set = Настроить обзвон; что не названо, остаётся.
cli-job-set-job = { cli-job-job }
cli-job-new-script = Код сценария; пустой убирает.
cli-job-set-script = { cli-job-new-script }
cli-job-new-process = Код процесса для новых сделок; пустой убирает.
cli-job-set-process = { cli-job-new-process }
cli-job-new-hours = Когда звонить, по часам клиента: «9-20», «10-18, кроме выходных»; none — как обычно.
cli-job-set-hours = { cli-job-new-hours }
cli-job-new-label = Подпись звонящего, до 32 знаков.
cli-job-set-label = { cli-job-new-label }
cli-job-new-attempts = Сколько попыток на клиента.
cli-job-set-attempts = { cli-job-new-attempts }
cli-job-new-operators = Кто звонит: имена через запятую; all — все.
cli-job-set-operators = { cli-job-new-operators }
cli-job-new-from = Первый день: 23.11.2026.
cli-job-set-from = { cli-job-new-from }
cli-job-new-to = Последний день: 30.11.2026.
cli-job-set-to = { cli-job-new-to }
cli-job-new-priority = Срочность: 1 — первым, 9 — последним.
cli-job-set-priority = { cli-job-new-priority }
cli-job-new-every-new = Каждый N-й — новый, даже пока ждут повторы; 0 — без этого.
cli-job-set-every-new = { cli-job-new-every-new }
cli-job-new-share = Доля в работе операторов, в процентах; 0 — без доли.
cli-job-set-share = { cli-job-new-share }
cli-job-new-recycle = Правила повторов: results, sales, survey или debt.
cli-job-set-recycle = { cli-job-new-recycle }
cli-job-new-rule = Своё правило: «no-answer 3h other-half other-number 5».
cli-job-set-rule = { cli-job-new-rule }
cli-job-new-cap = Сколько звонков одному клиенту за 30 дней из всех обзвонов; 0 — сколько угодно.
cli-job-set-cap = { cli-job-new-cap }
cli-job-load = Загрузить строки из файла или из базы.
cli-job-load-job = { cli-job-job }
cli-job-load-file = Список: .csv или .xlsx.
cli-job-load-dry-run = Только показать, что будет.
cli-job-load-rows = Показать строки с причиной: no-consent, stop-list, bad-number, …; all — все.
cli-job-load-no-consent-to = Кого не спросили о согласии — в этот сервисный обзвон.
cli-job-load-own = Файл своих номеров, по одному в строке.
cli-job-load-map = Какой столбец чем считать, как у import clients.
cli-job-load-encoding = Кодировка файла.
cli-job-load-delimiter = Разделитель столбцов.
cli-job-load-sheet = Лист книги.
cli-job-load-timezone = Пояс тех, о ком ничего не известно.
cli-job-load-base = Взять клиентов из базы по условиям.
cli-job-load-city = Только из этого города.
cli-job-load-zone = Только из этого пояса: «Омск», «МСК+3».
cli-job-load-manager = Только клиенты этого менеджера.
cli-job-load-tag = Только с этой меткой.
cli-job-load-deal = Только с открытой сделкой (yes) или без неё (no).
cli-job-load-silent-days = Только те, с кем не общались столько дней.
cli-job-unload = Вернуть загрузку назад; тронутые строки останутся и будут названы.
cli-job-unload-job = { cli-job-job }
cli-job-unload-load = Код загрузки.
cli-job-unload-reason = Почему: нужно, если файл запрещал звонки.
cli-job-ready = Отметить, что обзвон готов.
cli-job-ready-job = { cli-job-job }
cli-job-start = Начать обзвон или продолжить после паузы.
cli-job-start-job = { cli-job-job }
cli-job-pause = Придержать строки обзвона.
cli-job-pause-job = { cli-job-job }
cli-job-finish = Завершить обзвон навсегда.
cli-job-finish-job = { cli-job-job }
cli-job-show = Всё об обзвоне: чего не хватает, ход, загрузки.
cli-job-show-job = { cli-job-job }
cli-job-show-load = Строки этой загрузки.
cli-job-show-rows = Только с этой причиной.
cli-job-heat = Лучшие часы для звонков.
cli-job-heat-job = { cli-job-job }
cli-job-next = Кто будет следующим, по порядку.
cli-job-next-job = Только из этого обзвона.
cli-job-next-count = Сколько строк показать.

jobs-title = Обзвоны
jobs-none = Обзвонов ещё нет. Их создаёт супервизор: dozvon job new «Название».
jobs-reading = Читаю…
jobs-start = Начать обзвон
jobs-go-on = Продолжить обзвон
jobs-start-sure = Enter ещё раз — начать, и строки пойдут операторам
jobs-pause = Поставить на паузу
jobs-pause-sure = Enter ещё раз — поставить на паузу
jobs-over = Завершён
jobs-led-by = Начинает и настраивает обзвон супервизор.
jobs-cannot-start = Начать нельзя, не хватает:
jobs-set = Настроить: операторы, сценарий, подпись, даты, часы
jobs-heat = Лучшие часы
jobs-load-rows = Загрузка { $at }: { $what }
jobs-rows-none = Таких строк нет.
jobset-title = Обзвон «{ $job }»: настройка
jobset-script = Сценарий
jobset-operators = Операторы
jobset-label = Подпись
jobset-from = Дни с
jobset-to = Дни по
jobset-hours = Часы
jobset-operators-good = звонят: { $names }
jobset-operators-bad = «{ $name }» — такого нет; имена через запятую или «все»
jobset-label-long = подпись длиннее { $most } знаков
jobset-days-good = { $from } – { $to }
jobset-days-bad = дни не поняты: «23.11.2026», «23.11», «сегодня», «завтра»
jobset-hint = Выбор — стрелками влево и вправо. Ctrl+S сохранит сразу.
jobset-saved = Обзвон «{ $job }» настроен.
job-attempts-kept = { $rows ->
    [one] { $rows } строка уже загружена и сохранит свои попытки
    [few] { $rows } строки уже загружены и сохранят свои попытки
   *[many] { $rows } строк уже загружены и сохранят свои попытки
} (было { $before }); { $now } — для новых загрузок.
