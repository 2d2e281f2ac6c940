// Where the page without scripts has a link "Check again", this listens for news and shows them.
const receipt = document.getElementById('receipt');
const address = receipt?.dataset.receipt;

if (address) {
  const events = new EventSource(address + '/events');
  const show = async () => {
    const answer = await fetch(address + '?now=');
    if (!answer.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    receipt.querySelector('ul').replaceWith(page.querySelector('#receipt ul'));
    // The region stays, and what is in it changes: that is what a screen reader tells.
    receipt.querySelector('[role=status]').replaceChildren(...page.querySelector('#receipt [role=status]').childNodes);
  };
  events.addEventListener('changed', show);
  events.addEventListener('done', () => events.close());
}
