// Kind 3: signs out with the SDK, and shows every event as it arrives.

const card = document.querySelector('#sdk');
const button = document.querySelector('#sign-out-sdk');
const events = document.querySelector('#sdk-events');
const result = document.querySelector('#sdk-result');
const { server, clientId, redirectUri, csrfHeader, csrfToken } = card.dataset;

const time = () => new Date().toLocaleTimeString('en-GB');
const payloadOf = payload => payload instanceof Error ? `${payload.code ?? payload.name}: ${payload.message}` : JSON.stringify(payload);

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function show(name, payload) {
  const item = document.createElement('li');
  item.dataset.event = name;
  item.append(element('time', time()), ' ', element('strong', name), ' ', element('code', payloadOf(payload)));
  events.append(item);
}

function say(mode, text) {
  result.dataset.mode = mode;
  result.textContent = text;
}

// Our own half. The SDK calls it before it asks the server, so that no failure there leaves us signed in.
async function clearLocalSignIn() {
  const response = await fetch('/sign-out/local', { method: 'POST', headers: { [csrfHeader]: csrfToken } });
  if (!response.ok) throw new Error(`the local sign-out was answered ${response.status}`);
  showSignedOut();
}

function showSignedOut() {
  // The other forms of this page belong to the session that has just ended, and so does what it says about the person.
  document.querySelectorAll('#sign-out-redirect, #sign-out-api').forEach(other => { other.disabled = true; });
  document.querySelectorAll('#standing, .facts, #userinfo').forEach(part => { part.hidden = true; });
  const heading = document.querySelector('#hello');
  heading.textContent = heading.dataset.signedOut;
  document.querySelector('#sdk-session').textContent = '';
}

async function signOut(client) {
  button.disabled = true;
  document.querySelector('#sdk-console').hidden = false;
  try {
    const { mode } = await client.logout();
    say(mode, mode === 'fetch'
      ? 'Done without leaving the page.'
      : 'The server saw no session from here (the browser may keep its cookie away), so this page goes there.');
  } catch {
    say('failed', 'The identity provider did not confirm it. You are signed out here; the next page shows what is known about the rest.');
  }
  document.querySelector('#sdk-proof').hidden = false;
}

async function start() {
  const { createLogoutClient } = await import(`${server}/sdk/v1/session.js`);
  const client = createLogoutClient({ issuer: server, clientId, redirectUri, clear: [clearLocalSignIn] });
  const status = document.querySelector('#sdk-session');
  button.addEventListener('click', () => signOut(client));
  button.disabled = false;
  try {
    const session = await client.session();
    status.textContent = session
      ? `The server sees your session ${session.sid} from this page.`
      : 'The server sees no session from this page; the SDK will take you there.';
  } catch {
    status.textContent = 'The server did not say whether it sees your session from this page.';
  }
  ['logout', 'statusChange', 'sessionChange', 'error'].forEach(name => client.on(name, payload => show(name, payload)));
}

start().catch(() => {
  document.querySelector('#sdk-session').textContent =
    `The SDK could not be loaded from ${server}. “Sign out by redirect” ends the same things.`;
});
