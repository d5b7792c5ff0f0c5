# Слова: имена значений, дни, промежутки времени.

day-today = сегодня
day-tomorrow = завтра
day-yesterday = вчера
weekday-short = { $day ->
    [1] пн
    [2] вт
    [3] ср
    [4] чт
    [5] пт
    [6] сб
   *[7] вс
}
shift-holidays = { $hours }, и в праздники
span-minutes = { $minutes } мин
span-hours = { $hours } ч
span-hours-minutes = { $hours } ч { $minutes } мин
span-days = { $days } дн
zone-moscow = МСК

role-decision-maker = ЛПР
role-influencer = влияет
role-purchasing = снабжение
role-accountant = бухгалтер
role-secretary = секретарь
role-other = контакт

kind-call = звонок
kind-meeting = встреча
kind-sms = СМС
kind-email = письмо
kind-messenger = сообщение
direction-incoming = входящий
direction-outgoing = исходящий

rank-promise-now = обещано сейчас
rank-missed = пропущенный звонок
rank-promise-overdue = обещание просрочено
rank-promise-day = обещано на сегодня
rank-hot = интерес
rank-planned = запланировано
rank-retry = повтор
rank-new = новый
rank-later = позже
entry-promise = обещан звонок
entry-hot = звонок по интересу
entry-planned = запланирован звонок
entry-retry = повтор
entry-missed = пропущенный звонок
entry-new = новый

contact-good = рабочий
contact-not-theirs = чужой
contact-dead = не обслуживается

purpose-advertising = реклама
purpose-service = сервис
purpose-survey = опрос
purpose-debt = взыскание

stop-everything = любые звонки
stop-advertising = рекламные звонки
stop-list = только этот обзвон

consent-advertising = реклама
consent-personal-data = персональные данные
consent-recording = запись разговора
consent-web-form = веб-форма
consent-paper = на бумаге
consent-voice = голосом, есть запись
consent-email = письмом
consent-messenger = в мессенджере
consent-other = иначе

zone-source-mobile = по коду, неточно
zone-source-area-code = код города
zone-source-address = адрес
zone-source-said = сказал сам
confidence-low = неточно
confidence-medium = вероятно
confidence-high = точно

user-role-operator = оператор
user-role-senior = старший оператор
user-role-supervisor = супервизор
user-role-admin = администратор
user-role-auditor = аудитор
right-read = смотреть данные
right-work = работать с клиентами
right-load = вести обзвоны и очередь
right-configure = менять настройки
right-export = выгружать данные
right-undo = отменять чужое и давнее
right-lift = снимать запреты звонков

what-client = клиента
what-person = контактного лица
what-deal = сделки
what-process = процесса
what-stage = этапа
what-script = сценария
what-outcome = результата
what-call-list = обзвона
what-queue-entry = контакта в очереди
what-user = пользователя
what-commit = изменения
what-consent = согласия
what-stop = запрета
what-heard = слов клиента

duplicate-inn = ИНН
duplicate-phone = телефон
duplicate-email = почта
