# Обзвон на экране: всё, что умеет dozvon job, и следующий клиент без нажатия.

jobs-new = Новый обзвон
jobs-more = Что можно сделать, строк: { $count } ↑↓
jobs-ready = Отметить: готов, ждёт своего дня
jobs-ready-sure = Enter ещё раз — готов; строки пока никому не пойдут
jobs-finish = Завершить обзвон
jobs-finish-sure = Enter ещё раз — завершить навсегда
jobs-order = Порядок: попытки, предел звонков, срочность, доля, набор повторов
jobs-rules = Повторы по результатам
jobs-loads = { $count ->
    [one] { $count } загрузка: строки и возврат назад
    [few] { $count } загрузки: строки и возврат назад
   *[many] { $count } загрузок: строки и возврат назад
}
jobs-rules-title = «{ $job }»: когда звонить снова
jobs-rules-hint = * — своё правило этого обзвона. Enter — изменить.
jobs-rules-hint-look = * — своё правило этого обзвона.
jobs-loads-title = «{ $job }»: загрузки
jobs-loads-hint-look = Enter на строке под загрузкой — кто это.
jobs-loads-hint = Enter на загрузке — вернуть её назад, на строке под ней — кто это.
jobs-load-line = { $at }, { $source } · { $by } · в обзвоне { $count }
jobs-stayed-title = Остались, с ними уже работали: { $count }
jobs-stayed-attempts = попыток: { $count }

jobnew-title = Новый обзвон
jobnew-name = Название
jobnew-hint = Остальное — на карточке обзвона. Цель — стрелками влево и вправо.
jobnew-name-wanted = Назовите обзвон.
jobnew-made = Обзвон «{ $job }» создан: настройте его и загрузите список.

jobset-purpose = Цель
jobset-owner = Ведёт
jobset-process = Процесс
job-process-none = без сделок

joborder-title = Обзвон «{ $job }»: порядок и повторы
joborder-attempts = Попыток
joborder-cap = Звонков за 30 дней
joborder-priority = Срочность
joborder-every-new = Каждый … — новый
joborder-share = Доля, %
joborder-preset = Набор повторов
joborder-auto-next = Следующий
joborder-number-bad = нужно целое число от { $least } до { $most }
joborder-hint = Пустое поле — без предела, без доли. Срочность: 1 — первым, 9 — последним.
auto-next-off = по пробелу
auto-next-on = сам, через 5 секунд
job-auto-next = Следующий клиент берётся сам

jobrule-title = Повтор после «{ $outcome }»
jobrule-delay = Через
jobrule-shift = Когда
jobrule-number = Номер
jobrule-most = Не больше раз
jobrule-same-number = тот же
jobrule-other-number = другой
jobrule-as-result = { $outcome }: как у самого результата
jobrule-line = { $outcome }: через { $delay }, { $shift }{ $number }, до { $most } раз
jobrule-on-other = { ", " }другой номер
jobrule-on-same = { "" }
jobrule-delay-bad = не понято: «15 мин», «3 ч», «1 д»; от минуты до 90 дней
jobrule-most-bad = нужно целое число от 1 до { $most }; 0 уберёт правило этого обзвона
jobrule-hint = 0 в «Не больше раз» уберёт правило этого обзвона. Ctrl+S сохранит сразу.
sheet-refused = Не записано. Проверьте поле «{ $field }».

jobunload-title = Вернуть назад: { $at }, { $source }
jobunload-reason = Почему
jobunload-count = { $count ->
    [one] Уйдёт { $count } строка и то, что файл добавил в базу; с кем уже работали — останется.
    [few] Уйдут { $count } строки и то, что файл добавил в базу; с кем уже работали — останутся.
   *[many] Уйдут { $count } строк и то, что файл добавил в базу; с кем уже работали — останутся.
}
jobunload-hint = Причина нужна, если файл запрещал звонки: без неё запреты останутся. Esc — не возвращать.

bar-make = создать
bar-change = изменить
bar-take-back = вернуть назад

missing-firm = сценарий называет фирму, а как она называется, не задано: впишите firm в { config-file }
error-job-no-leader = { $name } не может вести обзвон.
hint-job-no-leader = Назовите супервизора или администратора.
error-job-purpose-stays = По этому обзвону уже звонили: цель не меняется, по ней закон считает звонки.
hint-job-purpose-stays = Сделайте новый обзвон с другой целью.
script-check-no-firm = Фирма не задана: с этими сценариями обзвон не начать ({ $scripts }). Впишите firm = "…" в { config-file }.

state-next = Следующий через { $seconds } с
bar-next-stop = не брать
next-stopped = Следующий сам не возьмётся. Взять: { $key }.

field-of-auto-next = следующий сам
cli-job-set-purpose = Для чего звонки, пока по обзвону не звонили: advertising, service, survey или debt.
cli-job-new-owner = Кто ведёт: имя супервизора.
cli-job-set-owner = { cli-job-new-owner }
cli-job-new-auto-next = Брать следующего клиента самому после результата: on или off.
cli-job-set-auto-next = { cli-job-new-auto-next }
table-command = КОМАНДА
