// Only conveniences: every page is complete without it.
for (const choice of document.querySelectorAll('[data-reveals]')) {
  const fields = choice.dataset.reveals.split(' ').map((id) => document.getElementById(id));
  const show = (visible) => fields.forEach((field) => { field.type = visible ? 'text' : 'password'; });
  choice.closest('label').hidden = false;
  choice.addEventListener('change', () => show(choice.checked));
  // Browsers remember what is typed into fields that are no passwords.
  choice.form.addEventListener('submit', () => show(false));
}

// Times in the time zone of the reader.
for (const time of document.querySelectorAll('time[datetime]')) {
  const moment = new Date(time.dateTime);
  const today = moment.toDateString() === new Date().toDateString();
  const clock = { hour: '2-digit', minute: '2-digit' };
  time.textContent = new Intl.DateTimeFormat(
    document.documentElement.lang,
    today ? clock : { day: 'numeric', month: 'short', ...clock },
  ).format(moment);
}
