/*
 * Exeunt session SDK: who is signed in, and sign out, from a relying party's own page.
 * One ES module without dependencies. Types: session.d.ts beside this file.
 */

const EVENTS = ['login', 'logout', 'userChange', 'statusChange', 'sessionChange', 'notLoggedin', 'sessionInit', 'error'];
const SIGNED_OUT = { session: null, status: 'unknown' };

export class LogoutError extends Error {
  constructor(code, message, cause) {
    super(message, { cause });
    this.name = 'LogoutError';
    this.code = code;
  }
}

const misuse = (code, message) => Object.assign(new TypeError(message), { code });

export function createLogoutClient({ issuer, clientId, redirectUri, clear = [], navigate = url => location.assign(url) } = {}) {
  if (!issuer || !clientId) throw misuse('missing_option', 'createLogoutClient needs issuer and clientId');
  const handlers = new Map(EVENTS.map(name => [name, new Set()]));
  const endpoint = `${issuer.replace(/\/$/, '')}/session?client_id=${encodeURIComponent(clientId)}`;
  let asking = null;

  // One handler that throws must not keep the others from hearing of a logout.
  const fire = (name, detail) => handlers.get(name).forEach(handler => {
    try {
      handler(detail);
    } catch (error) {
      reportError(error);
    }
  });

  const call = async method => {
    let response;
    try {
      response = await fetch(endpoint, { method, credentials: 'include', cache: 'no-store' });
    } catch (cause) {
      throw new LogoutError('unreachable', 'the identity provider did not answer', cause);
    }
    if (!response.ok) {
      const problem = await response.json().catch(() => ({}));
      throw new LogoutError(response.status === 403 ? 'origin_not_allowed' : 'server_error', problem.detail || `HTTP ${response.status}`);
    }
    return response.json();
  };

  const reported = async promise => {
    try {
      return await promise;
    } catch (error) {
      fire('error', error);
      throw error;
    }
  };

  const client = {
    /** Calls handler(payload) whenever the event happens. Returns a function that ends it. */
    on(name, handler) {
      if (!handlers.has(name)) throw misuse('unknown_event', `there is no event '${name}'`);
      handlers.get(name).add(handler);
      return () => handlers.get(name).delete(handler);
    },

    /** The session of this browser, or null. Calls at the same time share one request. */
    session() {
      asking ??= reported(call('GET').then(answer => answer.session)).finally(() => { asking = null; });
      return asking;
    },

    /** A link that signs out without JavaScript. */
    logoutUrl(options = {}) {
      const parameters = new URLSearchParams({ client_id: clientId });
      const target = options.redirectUri ?? redirectUri;
      if (target) parameters.set('redirect_uri', target);
      if (options.state) parameters.set('state', options.state);
      return `${issuer.replace(/\/$/, '')}/logout?${parameters}`;
    },

    /**
     * Clears local state first, then ends the session at the server. If the server sees no session (none is there, or the
     * browser keeps third-party cookies away), the page goes to the server, which does see it.
     */
    async logout() {
      for (const reset of clear) {
        try {
          await reset();
        } catch (error) {
          fire('error', new LogoutError('clear_failed', 'a reset function of the application failed', error));
        }
      }
      const { ended } = await reported(call('DELETE'));
      if (!ended) {
        navigate(client.logoutUrl());
        return { mode: 'redirect' };
      }
      const payload = { ...SIGNED_OUT, source: 'logout' };
      for (const name of ['logout', 'statusChange', 'sessionChange']) fire(name, payload);
      return { mode: 'fetch' };
    },
  };
  return client;
}
