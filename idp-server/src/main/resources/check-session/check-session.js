// Tells pages of relying parties whether the session changed since they were told its state (OpenID Connect Session
// Management 1.0, section 3.2). Asks nobody: all it knows is a cookie that has another value for every session.
const cookie = location.protocol === 'https:' ? '__Host-exeunt-browser-state=' : 'exeunt-browser-state=';

const browserState = () =>
  document.cookie
    .split('; ')
    .find((each) => each.startsWith(cookie))
    ?.slice(cookie.length) ?? '';

const hash = async (text) => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...digest)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};

const verdict = async (message, origin) => {
  const [, clientId, sessionState, salt] = /^(\S+) ([\w-]{43}\.([\w-]{43}))$/.exec(message) ?? [];
  if (!salt) {
    return 'error';
  }
  const seen = browserState();
  if (!seen && document.hasStorageAccess && !(await document.hasStorageAccess())) {
    // No cookie, because the browser hides it: that says nothing, and "changed" would be said for ever.
    return 'error';
  }
  const now = (await hash([clientId, origin, seen, salt].join(' '))) + '.' + salt;
  return now === sessionState ? 'unchanged' : 'changed';
};

addEventListener('message', async ({ data, origin, source }) => {
  // A page without an origin cannot be answered without everybody hearing it.
  if (source && origin !== 'null') {
    const answer = typeof data === 'string' ? await verdict(data, origin).catch(() => 'error') : 'error';
    source.postMessage(answer, origin);
  }
});
