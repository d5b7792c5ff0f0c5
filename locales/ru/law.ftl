# Согласия, стоп-лист, часы, календарь.

cli-gate = Спросить, можно ли звонить, и почему; код выхода 4 — нельзя.
cli-gate-whom = Код клиента, его телефон или ИНН.
cli-gate-list = Звонок из этого обзвона.
cli-gate-purpose = Для чего звонок вне обзвона; обычно реклама.
cli-gate-at = На какое время смотреть: «2026-11-20 15:00»; обычно сейчас.
cli-consent = Согласия клиентов: записать, отозвать, доказать.
cli-consent-add = Записать согласие.
cli-consent-add-client = Код клиента, его телефон или ИНН.
cli-consent-add-given = Когда дано: «12.03.2026», «2026-03-12 15:40».
cli-consent-add-person = Кто из людей клиента согласился (часть имени); без этого — клиент целиком.
cli-consent-add-kind = На что: advertising, personal-data или recording.
cli-consent-add-how = Как дано: web-form, paper, voice, email, messenger или other.
cli-consent-add-text = Версия текста, с которым согласились.
cli-consent-add-until = До какого дня действует.
cli-consent-add-proof = Чем доказать: файл (запишется и его контрольная сумма), адрес, номер звонка.
cli-consent-withdraw = Записать отзыв согласия.
cli-consent-withdraw-client = { cli-consent-add-client }
cli-consent-withdraw-person = Отозвать только согласие этого человека (часть имени).
cli-consent-withdraw-kind = { cli-consent-add-kind }
cli-consent-withdraw-at = Когда отозвано; обычно сейчас.
cli-consent-withdraw-reason = Что сказал клиент.
cli-consent-withdraw-how = Как клиент отозвал: web-form, paper, voice, email, messenger или other.
cli-consent-withdraw-proof = Чем доказать отзыв: файл (запишется и его контрольная сумма), адрес, номер звонка.
cli-consent-list = Все согласия клиента.
cli-consent-list-client = { cli-consent-add-client }
cli-consent-proof = Лист для ответа ФАС: согласия, запреты, звонки и что действовало на дату.
cli-consent-proof-whom = Код клиента или телефон: по телефону — звонки на этот номер.
cli-consent-proof-at = На какой момент; обычно на сейчас.
cli-stop = Стоп-лист: запретить звонки, снять запрет, посмотреть, загрузить.
cli-stop-add = Запретить звонки; обычно рекламные.
cli-stop-add-whom = Код клиента — запрет на клиента целиком, телефон — на номер.
cli-stop-add-person = Только этому человеку (часть имени).
cli-stop-add-everything = Запретить любые звонки.
cli-stop-add-list = Запретить звонки одного обзвона.
cli-stop-add-until = До какого дня; обычно бессрочно.
cli-stop-add-reason = Почему.
cli-stop-add-proof = Где видно требование: файл, адрес.
cli-stop-lift = Снять запрет: нужны право и новое согласие с доказательством.
cli-stop-lift-id = Номер запрета из dozvon stop list.
cli-stop-list = Показать запреты, новые сверху.
cli-stop-list-whom = Только те, что касаются этого клиента.
cli-stop-list-all = И те, что уже не действуют.
cli-stop-list-limit = Сколько показать; обычно 50.
cli-stop-load = Загрузить файл с номерами, которым звонить нельзя.
cli-stop-load-file = Файл CSV или XLSX; достаточно одной колонки с номерами.
cli-stop-load-dry-run = Только показать, что будет.
cli-stop-load-everything = Запретить любые звонки, не только рекламные.
cli-stop-load-proof = Откуда список; обычно имя файла.
cli-client = Что клиент сказал о себе: часы и часовой пояс.
cli-client-hours = Когда клиент просит звонить.
cli-client-hours-client = { cli-consent-add-client }
cli-client-hours-hours = «10–18», «10–18, кроме выходных», «будни 10–19, выходные 11–16»; none — убрать.
cli-client-zone = Часовой пояс со слов клиента.
cli-client-zone-client = { cli-consent-add-client }
cli-client-zone-zone = «МСК+3», «Омск», Asia/Omsk.
cli-holidays = Производственный календарь: выходные и рабочие дни.
cli-holidays-check = Проверить файлы календаря.
cli-holidays-check-files = Файлы.
cli-holidays-check-strict = Предупреждения считать ошибками.
cli-holidays-load = Загрузить годы из файлов.
cli-holidays-load-files = Файлы.
cli-holidays-load-strict = Предупреждения считать ошибками.
cli-holidays-list = Какие годы известны.
cli-holidays-export = Показать календарь файлом.
cli-call-list-set = Задать обзвону часы и подпись звонящего.
cli-call-list-set-name = Имя обзвона.
cli-call-list-set-hours = «10–18, кроме выходных»; none — убрать.
cli-call-list-set-label = Как звонящий подписан на телефоне клиента, до 32 знаков.

table-given = ДАНО
table-how = КАК
table-proof = ДОКАЗАТЕЛЬСТВО
table-until = ДО
table-withdrawn = ОТОЗВАНО
table-whom = КОМУ
table-scope = ЧТО ЗАПРЕЩЕНО
table-since = С
table-call = ЗВОНОК
table-lifted = СНЯТ
table-client-code = КЛИЕНТ
table-hours = ЧАСЫ
table-label = ПОДПИСЬ
table-year = ГОД
table-days-off = ПРАЗДНИКИ
table-days-worked = РАБОЧИЕ СУББОТЫ
table-working-days = РАБОЧИХ ДНЕЙ

consent-added = Согласие № { $id } записано. { $count ->
    [0] В очередь никто не вернулся.
    [one] В очередь вернулся { $count } контакт.
    [few] В очередь вернулось { $count } контакта.
   *[many] В очередь вернулось { $count } контактов.
}
consent-unproven = Доказательства нет: с ним согласие стоит больше. Допишите --proof.
consent-withdrawn = { $count ->
    [one] Отозвано { $count } согласие
    [few] Отозвано { $count } согласия
   *[many] Отозвано { $count } согласий
}, { $blocked ->
    [one] из очереди снят { $blocked } контакт
    [few] из очереди снято { $blocked } контакта
   *[many] из очереди снято { $blocked } контактов
}.
consent-none = Согласий нет.
stop-added = Запрет № { $id } записан. { $count ->
    [0] В очереди ничего не снято.
    [one] Из очереди снят { $count } контакт.
    [few] Из очереди снято { $count } контакта.
   *[many] Из очереди снято { $count } контактов.
}
stop-known = Такой запрет уже есть: № { $id }.
stop-lifted = Запрет № { $id } снят по согласию № { $consent }. { $count ->
    [0] В очередь никто не вернулся.
    [one] В очередь вернулся { $count } контакт.
    [few] В очередь вернулось { $count } контакта.
   *[many] В очередь вернулось { $count } контактов.
}
stop-none = Запретов нет.
stop-more = Показаны первые { $count }; остальные — с --limit.
stop-of-person = человек № { $id }
stop-load-dry = Проба: ничего не записано.
stop-load-rows = Строк в файле: { $count }.
stop-load-added = Новых запретов: { $count }, из них на номера из базы: { $ours }.
stop-load-known = Уже были в стоп-листе: { $count }, повторов в файле: { $twice }.
stop-load-blocked = Снято контактов из очереди: { $count }.
stop-load-unread = Строк без понятного номера: { $count }.
client-set = { $client }: пояс { $zone }, звонить { $hours }.
call-list-set = Обзвон «{ $list }»: звонить { $hours }, подпись: { $label }.
hours-usual = в обычные часы
label-none = нет
zone-none = неизвестен
holidays-loaded = Календарь записан; известны годы: { $years }.
holidays-same = Календарь такой уже есть; известны годы: { $years }.
holidays-none = Календаря нет: выходными считаются только субботы и воскресенья. Загрузите: dozvon holidays load ФАЙЛ.
gate-service = { $number } — короткий номер службы, он ничей.
hint-gate-service = Если это код клиента, наберите его целиком, например 00-00000112.
gate-till = номер { $phone }, звонить до { $till } по времени клиента
gate-till-unknown = номер { $phone }, звонить до { $till } ({ $zone }): где клиент, неизвестно

proof-title = Согласия и запреты: { $client } ({ $code })
proof-phone = Номер: { $phone } ({ $whose })
proof-client = клиент
proof-made = Составлено { $at } ({ $zone }); время в листе — по тем же часам.
proof-at = На { $at }:
proof-holds = согласие есть, № { $id } от { $since }
proof-withdrawn = согласие № { $id } отозвано { $at }
proof-expired = согласие № { $id } истекло { $at }
proof-never = согласия нет
proof-not-stopped = запретов звонков не было
proof-stopped = действовал запрет № { $id }: { $scope }
proof-consents = Согласия
proof-consent = № { $id } · { $kind } · { $whose } · дано { $given }, { $how }
proof-hash = контрольная сумма SHA-256
proof-stops = Запреты звонков
proof-stop = № { $id } · { $whom } · { $scope } · с { $since }, записал { $by }
proof-call = звонок
proof-lifted = { $at }, { $by }, по согласию № { $consent }
proof-calls = Наши звонки, новые сверху
proof-called = № { $id } · { $at } · { $phone } · { $by } · реклама: { $standing }
proof-called-tried = № { $id } · { $at } · { $phone } · { $by } · не ответили, дальше { $next } · реклама: { $standing }
proof-no-calls = Звонков не было.
proof-more-calls = Показаны последние { $count }.

hint-day = Напишите «20.11.2026», «2026-11-20 15:00» или RFC 3339.
hint-hours = Напишите часы: «10–18», «10–18, кроме выходных», «будни 10–19, выходные 11–16» или none.
hint-call-list = Обзвоны показывает dozvon call-list list.
hint-stop-number = Номера запретов показывает dozvon stop list.
hint-several-people = Назовите имя полнее.
error-not-hours = «{ $text }» — не часы для звонков.
error-several-people = Под это имя подходят несколько человек: { $names }.
error-proof-file = Файл доказательства { $file } не прочитать: { $error }.
