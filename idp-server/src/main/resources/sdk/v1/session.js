/* Exeunt SDK 1.0.0, explained in session.d.ts */

const OUT = ['logout', 'statusChange', 'sessionChange'];
const EVENTS = [...OUT, 'login', 'userChange', 'notLoggedin', 'sessionInit', 'cleared', 'expiring', 'error'];
const WARNING = 120;

const problem = (kind, code, cause) => Object.assign(kind(cause?.message || code, { cause }), { code });

const demand = (met, code) => {
  if (!met) throw problem(TypeError, code);
};

export function createLogoutClient({ issuer, clientId, redirectUri, reset = [], clear = [], timeout = 5000,
  navigate = url => location.assign(url) } = {}) {
  demand(issuer && clientId, 'missing_option');
  const base = issuer.replace(/\/$/, '');
  const client = new URLSearchParams({ client_id: clientId });
  const listeners = new EventTarget();
  const tabs = new BroadcastChannel(`exeunt ${base} ${client}`);
  let known, asking, every, timer, warned, begun, turn = 0;

  const fire = (detail, ...names) => names.forEach(name => listeners.dispatchEvent(new CustomEvent(name, { detail })));

  const tell = (source, ...names) =>
    fire({ session: known ?? null, status: known ? 'connected' : 'unknown', source }, ...names);

  const failed = (code, cause) => {
    const error = problem(Error, code, cause);
    fire(error, 'error');
    return error;
  };

  const run = async (hooks, source) => {
    for (const hook of hooks) {
      await new Promise((done, fail) => {
        setTimeout(fail, timeout, Error('too slow'));
        Promise.resolve(source).then(hook).then(done, fail);
      }).catch(cause => failed('clear_failed', cause));
    }
  };

  const call = async method => {
    let code = 'unreachable';
    try {
      const response = await fetch(`${base}/session?${client}`,
        { method, credentials: 'include', cache: 'no-store', signal: AbortSignal.timeout(timeout) });
      code = response.status == 403 ? 'origin_not_allowed' : 'server_error';
      const answer = await response.json();
      if (response.ok) return answer;
      throw Error(answer.detail);
    } catch (cause) {
      throw failed(cause.name == 'TimeoutError' ? 'timeout' : code, cause);
    }
  };

  const update = async (source, method) => {
    const asked = turn;
    const { session } = await call(method);
    if (asked != turn) return known;
    const before = known;
    const same = before?.sid == session?.sid;
    known = session;
    if (before && !same) await run(reset, source);
    tell(source, ...same ? before === undefined ? ['notLoggedin', 'sessionChange'] : []
      : !session ? OUT
      : !before ? ['login', 'statusChange', ...begun ? [] : ['sessionInit'], 'sessionChange']
      : before.sub != session.sub ? ['logout', 'userChange', 'login', 'sessionChange']
      : ['sessionChange']);
    begun ||= session;
    if (session?.expiresIn <= WARNING && warned != session.expiresAt) {
      warned = session.expiresAt;
      tell(source, 'expiring');
    }
    return session;
  };

  const ask = source => asking ??= update(source, 'GET').finally(() => { asking = null; });

  const look = async () => {
    if (every && !document.hidden) await ask('watch').catch(() => {});
    clearTimeout(timer);
    const left = known?.expiresIn;
    if (every) timer = setTimeout(look, Math.min(every, 1000 * (left > WARNING ? left - WARNING : left + 1)) || every);
  };

  const signedOut = source => {
    turn++;
    known = null;
    tell(source, ...OUT);
  };

  tabs.onmessage = async ({ data }) => {
    if (!data.at) return signedOut('tab');
    await run(reset, 'tab');
    fire({ ...data, source: 'tab' }, 'cleared');
  };

  const logoutUrl = ({ redirectUri: target = redirectUri, state } = {}) => {
    const parameters = new URLSearchParams(client);
    if (target) parameters.set('redirect_uri', target);
    if (state) parameters.set('state', state);
    return `${base}/logout?${parameters}`;
  };

  return {
    on(name, handler) {
      demand(EVENTS.includes(name), 'unknown_event');
      const listener = event => handler(event.detail);
      listeners.addEventListener(name, listener);
      return () => listeners.removeEventListener(name, listener);
    },

    session: () => ask('session'),

    stay: () => update('stay', 'POST'),

    watch(interval = 60000) {
      every = interval;
      for (const moment of ['focus', 'online', 'pageshow']) addEventListener(moment, look);
      look();
      return () => { every = 0; };
    },

    logoutUrl,

    async logout({ scope = 'sso', mode = 'auto', ...target } = {}) {
      demand(scope == 'sso' && ['auto', 'fetch', 'redirect'].includes(mode), 'unknown_option');
      turn++;
      await run([...reset, ...clear], 'logout');
      const at = Date.now();
      fire({ at, source: 'logout' }, 'cleared');
      tabs.postMessage({ at });
      const { ended, visible } = mode == 'redirect' ? {} : await call('DELETE');
      if (ended || visible) {
        signedOut('logout');
        tabs.postMessage({});
      } else if (mode != 'fetch') {
        navigate(logoutUrl(target));
        return { mode: 'redirect' };
      }
      return { mode: 'fetch', ended, visible };
    },
  };
}
