/**
 * Who is signed in, and sign out, from a relying party's own page.
 *
 * Every event says in `source` how it became known: `session`, `watch` or `stay` (we asked the server), `logout` (this tab
 * signed out), `tab` (another tab of this origin did).
 *
 * | What happened | Events, in this order |
 * |---|---|
 * | first look, signed in | `login`, `statusChange`, `sessionInit`, `sessionChange` |
 * | first look, nobody to be seen | `notLoggedin`, `sessionChange` |
 * | signed in since | `login`, `statusChange`, `sessionInit` if it is the first, `sessionChange` |
 * | signed out, here or elsewhere | `logout`, `statusChange`, `sessionChange` |
 * | another person is signed in | `logout`, `userChange`, `login`, `sessionChange` |
 * | the same person signed in anew | `sessionChange` |
 * | two minutes until the session ends by itself | `expiring` |
 */
export type SessionEvent =
  | 'login' | 'logout' | 'userChange' | 'statusChange' | 'sessionChange' | 'notLoggedin' | 'sessionInit';

export type Source = 'session' | 'watch' | 'stay' | 'logout' | 'tab';

/** A session of this browser in which your application takes part. Times are seconds, and seconds since 1970. */
export interface Session {
  sid: string;
  sub: string;
  authTime: number;
  expiresAt: number;
  /** Seconds left when the server answered, if the person does nothing: independent of this machine's clock. */
  expiresIn: number;
}

export interface SessionPayload { session: Session | null; status: 'connected' | 'unknown'; source: Source }

/** The local state has been cleared, and the server has not been asked yet. `at` is in milliseconds since 1970. */
export interface ClearedPayload { at: number; source: 'logout' | 'tab' }

/** A function of your application. It may take as long as `timeout`; what it throws is an `error` and stops nothing. */
export type Hook = (source: Source) => void | Promise<void>;

export interface LogoutClientOptions {
  /** Address of the identity provider. */
  issuer: string;
  clientId: string;
  /** Where a logout by redirect returns to; must be registered. */
  redirectUri?: string;
  /**
   * Forget what this tab remembers: a cached CSRF token, a refresh under way, a default `Authorization` header. First of all,
   * so that a request that is on its way cannot revive what is cleared next. Called in every tab, for every end of a session.
   */
  reset?: Hook[];
  /** Then clear what all tabs share: stored tokens, your own server's session. Called in the tab that signs out only. */
  clear?: Hook[];
  /** Patience with the server and with each hook, in milliseconds; 5000 unless given. */
  timeout?: number;
  /** How the page goes to the identity provider; location.assign unless given. */
  navigate?: (url: string) => void;
}

export interface LogoutOptions {
  /** What ends: the session of this browser. The only scope that a page may choose. */
  scope?: 'sso';
  /**
   * `fetch` stays on the page. `redirect` goes to the server. `auto`, unless given, stays if the server sees this browser's
   * cookies from your page, and goes there if they are kept away.
   */
  mode?: 'auto' | 'fetch' | 'redirect';
  redirectUri?: string;
  state?: string;
}

/**
 * `ended`: this call ended a session. `visible`: this browser's sessions can be seen from your page. If neither, nobody knows
 * whether somebody is still signed in, and no event says so.
 */
export type LogoutResult = { mode: 'fetch'; ended: boolean; visible: boolean } | { mode: 'redirect' };

export interface LogoutClient {
  /** Calls the handler whenever the event happens. Returns a function that ends it. */
  on(event: SessionEvent | 'expiring', handler: (payload: SessionPayload) => void): () => void;
  on(event: 'cleared', handler: (payload: ClearedPayload) => void): () => void;
  on(event: 'error', handler: (error: LogoutError) => void): () => void;
  /** The session of this browser, or null. Calls at the same time share one request. Does not count as being there. */
  session(): Promise<Session | null>;
  /** The person is still there: puts off the end of the session, unless it has lasted as long as it may. */
  stay(): Promise<Session | null>;
  /** Asks when the page comes to the front and every so many milliseconds (60000). Returns a function that ends it. */
  watch(interval?: number): () => void;
  /** A link that signs out without JavaScript. A pure function. */
  logoutUrl(options?: { redirectUri?: string; state?: string }): string;
  /** Clears local state first, then signs out. Rejects if the server did not confirm; the local state is cleared even then. */
  logout(options?: LogoutOptions): Promise<LogoutResult>;
}

/** What went wrong between page and server. Wrong use of this module is a TypeError with a `code`. */
export interface LogoutError extends Error {
  readonly code: 'unreachable' | 'timeout' | 'origin_not_allowed' | 'server_error' | 'clear_failed';
  readonly cause: unknown;
}

export function createLogoutClient(options: LogoutClientOptions): LogoutClient;
