/* The old names, SPiD.*, on the new module, for <script type="module"> */
import { createLogoutClient } from './session.js';

const noSession = { code: 401, type: 'UserException', description: 'No session found!' };
const data = session => session
  ? { result: true, userStatus: 'connected', userId: session.sub, uuid: session.sub, expiresIn: session.expiresIn }
  : { result: false, session: null, status: 'unknown' };
const subscribers = {};
const fire = (name, payload) => subscribers[name]?.forEach(handler => handler(payload));
const later = callback => (...answer) => callback && setTimeout(callback, 0, ...answer);
const failed = callback => error =>
  later(callback)({ code: 503, type: 'communication', description: error.message }, {});
let options = {}, client;

const url = path => (redirectUri = location.href, clientId = options.client_id) => SPiD.server() + path + '?'
  + new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: redirectUri });

window.SPiD = {
  init(given, callback) {
    options = { https: true, ...given };
    client = createLogoutClient({ issuer: SPiD.server(), clientId: options.client_id, redirectUri: options.redirect_uri });
    for (const name of ['login', 'logout', 'userChange', 'statusChange', 'sessionChange', 'notLoggedin', 'sessionInit']) {
      client.on(name, ({ session }) => fire('SPiD.' + name, data(session)));
    }
    client.on('error', error => fire('SPiD.error', error));
    later(callback)();
  },
  server: () => `http${options.https ? 's' : ''}://${options.server}/`,
  options: () => options,
  version: () => '2.6.0',
  initiated: () => !!client,
  hasSession: callback => client.session().then(
    session => later(callback)(session ? null : noSession, data(session)),
    failed(callback)),
  logout: callback => client.logout().then(
    ({ mode }) => mode == 'fetch' && later(callback)(null, { result: true }),
    failed(callback)),
  event: {
    fire,
    subscribe: (name, handler) => (subscribers[name] ??= new Set()).add(handler),
    unsubscribe: (name, handler) => subscribers[name]?.delete(handler),
  },
};
window.SPiD_Uri = { init() {}, login: url('flow/login'), auth: url('flow/auth'), signup: url('flow/signup'), logout: url('logout') };
window.asyncSPiD?.();
