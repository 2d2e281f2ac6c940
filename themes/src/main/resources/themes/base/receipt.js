// Where the page without scripts has a link "Check again", this listens for news and shows them.
const address = document.getElementById('receipt')?.dataset.receipt;

if (address) {
  const events = new EventSource(address + '/events');
  const show = async () => {
    const answer = await fetch(address);
    if (!answer.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    document.title = page.title;
    // The status region stays, and what is in it changes: that is what a screen reader tells.
    for (const part of document.querySelectorAll('[data-live]')) {
      part.replaceChildren(...page.querySelector(`[data-live=${part.dataset.live}]`).childNodes);
    }
  };
  events.addEventListener('changed', show);
  events.addEventListener('done', () => events.close());
}
