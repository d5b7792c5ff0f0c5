# Реестр компаний: выписка из ЕГРЮЛ и ЕГРИП
company-unknown = состояние не указано
company-active = действует
company-reorganising = реорганизуется
company-liquidating = ликвидируется
company-bankrupt = банкротство
company-liquidated = не действует
company-liquidated-on = не действует с { $day }
company-inn = ИНН
company-kpp = КПП
company-ogrn = ОГРН
company-head = руководитель
company-okved = ОКВЭД
company-line = по реестру от { $day }: { $company }
company-source = По реестру от { $day }: { $company }.

newclient-register-key = F9 — заполнить пустое: набранное останется как есть
newclient-register-taken = Взято из реестра: будет в истории клиента. Что не так — исправьте
newclient-register-broken = Реестр компаний не читается: о нём знает dozvon doctor. Остальное работает.
newclient-register-nobody = В реестре компаний такого ИНН нет.
newclient-filled = Пустое заполнено из реестра.
newclient-filled-rest = Пустое заполнено из реестра; набранное осталось.
action-client-fill = заполнить из реестра

register-no-inn = нет колонки с ИНН.
register-no-name = нет колонки с наименованием.
hint-register-columns = Нужны ИНН и наименование; остальное — КПП, ОГРН, адрес, руководитель, статус — если есть.
register-io = Реестр компаний: { $file }: { $error }.
register-damaged = Файл реестра компаний повреждён.
register-too-new = Файл реестра компаний записан более новой версией.
hint-register-damaged = Загрузите выписку заново: dozvon registry load. Клиенты и всё остальное целы.
register-no-room = Для реестра компаний на диске нет места.
hint-register-no-room = Освободите место и повторите. Прежний реестр цел.
register-busy = Реестр компаний сейчас загружает кто-то ещё.
hint-register-busy = Дождитесь конца загрузки и повторите.
register-no-folder = У этой базы нет папки для реестра компаний.
register-no-rows = В { $file } нет ни одной компании.
register-stopped = Остановлено: прежний реестр компаний остался.
register-row-rejected = Строка { $line } не взята: { $reason }
register-row-beside = Строка { $line } взята без этого: { $reason }
register-dated-future = Выписка не может быть от { $day }: этот день ещё не наступил.
hint-register-dated-future = Укажите в --dated день, когда её сделали: сегодня или раньше.
register-load-dry = Проба: ничего не записано.
register-load-rows =
    { $count ->
        [one] { $count } строка
        [few] { $count } строки
       *[many] { $count } строк
    }, взято { $taken }, по состоянию на { $day }.
register-load-same =
    { $same ->
        [0] Ничего нового. Реестр не менялся.
       *[other] Ничего нового, без перемен { $same }. Реестр не менялся.
    }
register-load-done = Новых { $added }, изменилось { $updated }, без перемен { $same }.
register-load-older = Осталось как было, потому что сведения новее: { $count }.
register-load-twice = ИНН повторился в файле, взята действующая или последняя строка: { $count }.
register-load-all = Всего в реестре: { $count }.
register-load-passed = Не нужны колонки: { $columns }.
register-load-faults = Не взято строк: { $rejected }; взято без части сведений: { $beside }.
register-load-more = и ещё { $count }
register-inn-checksum = «{ $inn }» — не ИНН: контрольная цифра не сходится.
register-not-found = ИНН { $inn } в реестре компаний нет.
hint-register-not-found = Заведите клиента без реестра или загрузите выписку новее: dozvon registry load.
hint-register-none = Реестр компаний не загружен: dozvon registry load ФАЙЛ.
register-none = Реестр компаний не загружен.
register-gone = Реестр компаний загружали { $at } ({ $file }), но здесь его нет: в копию он не входит. Загрузите его снова.
register-companies =
    { $count ->
        [one] { $count } компания
        [few] { $count } компании
       *[many] { $count } компаний
    }.
register-dropped = Реестр компаний убран.
register-sample =
    { $file }: { $count ->
        [one] { $count } выдуманная компания
        [few] { $count } выдуманные компании
       *[many] { $count } выдуманных компаний
    }, первая — ИНН { $inn }.
register-sample-failed = Не удалось записать { $file }: { $error }.
table-dated = НА ДЕНЬ
table-loaded = ЗАГРУЖЕН
table-loaded-by = КЕМ
error-undo-register = Загрузку реестра компаний отмена не возвращает: его файл не часть базы. Есть dozvon registry drop и dozvon registry load.
cell-future = Этот день ещё не наступил.
cell-no-name = Нет наименования.
history-by-register = { $case } по реестру от { $day }
use-case-register-load = загружен реестр компаний
use-case-register-drop = убран реестр компаний
doctor-register = Реестр компаний: { $count }, выписка от { $day }, { $size }.
doctor-register-none = Реестр компаний: не загружен.
verify-register = Реестр компаний цел: { $count }.

cli-registry = Реестр компаний по ИНН: выписка ЕГРЮЛ/ЕГРИП из файла.
cli-registry-load = Загрузить выписку; новая дополняет и обновляет прежнюю.
cli-registry-load-file = Файл CSV или XLSX: ИНН, наименование и что ещё есть.
cli-registry-load-dry-run = Только показать, что будет.
cli-registry-load-dated = На какой день выписка; обычно колонка «Дата выписки» или дата файла.
cli-registry-load-sheet = Лист книги.
cli-registry-load-encoding = Кодировка текста; обычно узнаётся сама.
cli-registry-load-delimiter = Разделитель; обычно узнаётся сам.
cli-registry-show = Показать компанию.
cli-registry-show-inn = ИНН.
cli-registry-status = Показать, что загружено, когда и кем.
cli-registry-drop = Убрать реестр.
cli-registry-sample = Сделать выдуманную выписку, чтобы попробовать.
cli-registry-sample-file = Куда записать.
cli-registry-sample-companies = Сколько компаний; обычно 1000.
cli-registry-sample-seed = Зерно: с ним выходят те же компании; обычно 1.
cli-client-new-from-registry = Взять из реестра по ИНН, чего не сказано: название, город, КПП, ОГРН, адрес.
