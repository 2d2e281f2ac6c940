export type SessionEvent =
  | 'login' | 'logout' | 'userChange' | 'statusChange' | 'sessionChange' | 'notLoggedin' | 'sessionInit';

/** A session of this browser in which your application takes part. Times are seconds since 1970. */
export interface Session { sid: string; sub: string; authTime: number; expiresAt: number }

export interface SignedOut { session: null; status: 'unknown'; source: string }

export interface LogoutClientOptions {
  /** Address of the identity provider. */
  issuer: string;
  clientId: string;
  /** Where a logout by redirect returns to; must be registered. */
  redirectUri?: string;
  /** Your own reset functions, called one after another before anything is sent. */
  clear?: Array<() => void | Promise<void>>;
  /** How the page goes to the identity provider; location.assign unless given. */
  navigate?: (url: string) => void;
}

export interface LogoutClient {
  on(event: SessionEvent, handler: (payload: SignedOut) => void): () => void;
  on(event: 'error', handler: (error: LogoutError) => void): () => void;
  session(): Promise<Session | null>;
  logoutUrl(options?: { redirectUri?: string; state?: string }): string;
  logout(): Promise<{ mode: 'fetch' } | { mode: 'redirect' }>;
}

export class LogoutError extends Error {
  readonly code: 'unreachable' | 'origin_not_allowed' | 'server_error' | 'clear_failed';
}

export function createLogoutClient(options: LogoutClientOptions): LogoutClient;
