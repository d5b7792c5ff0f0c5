# Загрузка списка в обзвон с экрана.

action-jobs-load = Импорт списка в обзвон из файла
    .bar = загрузить
why-not-quit-loading = Загрузка ещё идёт: дождитесь конца или остановите её.
jobs-load = Загрузить список из файла
load-title = Список в обзвон
load-path = Файл
load-sheet = Лист
load-columns = Колонки
load-into = Обзвон
load-elsewhere = Без согласия
load-leave-out = оставить в стороне
load-hint = Лист и колонки (Тел=phone,2=name) — если сами не нашлись.
load-path-wanted = Назовите файл.
load-no-job = Нет обзвона, в который можно загрузить: создайте его (dozvon job new).
load-trying = Проба
load-writing = Загрузка
load-what = { $file } → «{ $job }»
load-rows-so-far = строк: { $count }
load-running-hint = Delete — остановить и вернуть назад · Esc — работать дальше, идёт само
load-total-title = «{ $job }»: что будет
load-total-hint = Enter на строке — что в ней и почему. Esc — другой файл.
load-go = Загрузить: { $count }
load-rows-title = «{ $job }»: { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[many] { $count } строк
}
load-rows-cut = показаны первые { $shown } из { $count }; все: dozvon job load ОБЗВОН ФАЙЛ --dry-run --rows all --format json
load-first-rows = Первые строки:
load-tried = Проба готова: из { $rows } строк в обзвон пойдут { $taken }. Откройте импорт, чтобы загрузить.
load-done = «{ $job }»: загружено { $taken } из { $rows }.
load-back-partly = Загрузка возвращена назад, строк: { $count }; остались те, с кем уже работали: { $stay }. Карточки, которые меняли, — как есть.
load-undo-late = Десять секунд прошли. Вернуть всё назад: dozvon job unload { $job } { $load }
