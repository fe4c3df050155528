// Logging in to the center: by a link that is good once, by account and secret in a form, or with each request (RFC 7617).
// Guards the center's own routes against clients of other machines.
import { systemClock } from '../base/clock.js';
import { centerError } from '../base/errors.js';
import { kSessionMs } from '../base/limits.js';
import { isJsonType } from '../station/http-form.js';
import { reply } from '../station/reply.js';
import { kLocalMark } from '../wire/local-mark.js';
import { isReservedPath } from '../wire/reserved-paths.js';
import { kPageHeaders } from './docs-page.js';
import { Sessions } from './sessions.js';
const kCookie = 'signalbox_session';
const kLoginPath = '/_sys_/login';
const kHome = '/_sys_/';
/** What the login page itself needs. */
const kOpenPaths = [kLoginPath, '/_sys_/logout', '/_sys_/docs/style.css'];
const kHtml = 'text/html; charset=utf-8';
const kFormHeaders = {
    ...kPageHeaders,
    'content-security-policy': kPageHeaders['content-security-policy'].replace("form-action 'none'", "form-action 'self'"),
    'content-type': kHtml,
};
/**
 * Adds the login routes, and lets the station's routes be used by those who may: callers over a link, clients of this
 * machine, and accounts with scope `admin`.
 *
 * @param accounts null: nobody can log in, so that others are refused.
 */
export function offerLogin(station, accounts) {
    const sessions = new Sessions(accounts ?? { find: () => null }, systemClock);
    station.use(guard(accounts, sessions));
    if (accounts === null)
        return;
    station.route(`GET ${kLoginPath}`, { description: 'Logs in by a link (?token=), or shows a form' }, (call) => {
        const token = call.query.get('token');
        if (token === null)
            return formPage('', targetOf(call.query.get('next')));
        const account = accounts.redeem(token);
        if (account === null)
            return formPage('This link is used up, or too old.', kHome, 401);
        return welcome(call, sessions.open(account), kHome);
    });
    station.route(`POST ${kLoginPath}`, { description: 'Logs in with { id, secret }, as JSON or as a form' }, async (call) => {
        const { id, secret, next } = readForm(call);
        const verdict = await accounts.verify(id, secret, call.client ?? '');
        if (verdict.ok)
            return welcome(call, sessions.open(verdict.account), targetOf(next));
        if (verdict.reason === 'busy')
            throw tooMany();
        return formPage('Account and secret do not belong together.', targetOf(next), 401);
    });
    station.route('POST /_sys_/logout', { description: 'Ends the session' }, (call) => {
        sessions.close(call.cookies[kCookie] ?? '');
        return reply(undefined, { status: 204, headers: { 'set-cookie': cookie(call, '', 0) } });
    });
}
function guard(accounts, sessions) {
    return async (call, next) => {
        const isTrusted = call.client === undefined || call.headers[kLocalMark] === '1';
        if (isTrusted || kOpenPaths.includes(call.path))
            return next();
        const account = sessions.find(call.cookies[kCookie] ?? '') ?? (await basicAccount(accounts, call));
        if (account === null)
            return refusal(accounts, call);
        if (account.scopes.includes('admin'))
            return next();
        const what = `${call.method} ${call.path}`;
        throw centerError('ERR_FORBIDDEN', { what, rule: 'it is for accounts with scope admin' });
    };
}
/** The account that a request names itself with; each request costs a comparison of secrets. */
async function basicAccount(accounts, call) {
    const [scheme, text] = (call.headers.authorization ?? '').split(' ');
    if (accounts === null || scheme?.toLowerCase() !== 'basic' || text === undefined)
        return null;
    const pair = Buffer.from(text, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    if (colon < 0)
        return null;
    const verdict = await accounts.verify(pair.slice(0, colon), pair.slice(colon + 1), call.client ?? '');
    if (verdict.ok)
        return verdict.account;
    // Nothing was compared: a program that has the right secret must not be told that it is wrong.
    if (verdict.reason === 'busy')
        throw tooMany();
    return null;
}
function tooMany() {
    return centerError('ERR_OVERLOADED', { what: 'the list of logins', limit: 'its bound' });
}
function refusal(accounts, call) {
    const what = `${call.method} ${call.path}`;
    if (accounts === null) {
        throw centerError('ERR_FORBIDDEN', { what, rule: 'it is for clients of this machine alone' });
    }
    if (call.method === 'GET' && (call.headers.accept ?? '').includes('text/html')) {
        const location = `${kLoginPath}?next=${encodeURIComponent(call.path)}`;
        return reply(undefined, { status: 303, headers: { location } });
    }
    throw centerError('ERR_LOGIN', { what });
}
function welcome(call, token, location) {
    const headers = { location, 'set-cookie': cookie(call, token, kSessionMs / 1_000) };
    return reply(undefined, { status: 303, headers: { ...headers, 'cache-control': 'no-store' } });
}
function cookie(call, token, maxAgeSeconds) {
    const secure = call.headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
    return `${kCookie}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`;
}
/** Where to go after the login: nowhere but to the center's own pages. */
function targetOf(next) {
    // As a browser would follow it: without `..`.
    const isOwn = next?.startsWith('/') === true && isReservedPath(pathOf(next));
    return isOwn ? next : kHome;
}
function pathOf(target) {
    const base = 'http://localhost';
    return URL.canParse(target, base) ? new URL(target, base).pathname : '';
}
function readForm(call) {
    const { body } = call;
    const isJson = isJsonType(call.headers['content-type']);
    const fields = body instanceof Uint8Array && !isJson
        ? Object.fromEntries(new URLSearchParams(Buffer.from(body).toString('utf8')))
        : body;
    const said = (name) => {
        const value = typeof fields === 'object' && fields !== null ? Reflect.get(fields, name) : undefined;
        if (typeof value === 'string')
            return value;
        const rule = 'id and secret are wanted, as text';
        throw centerError('ERR_BAD_ARGUMENT', { name, value: typeof value, rule });
    };
    const next = typeof fields === 'object' && fields !== null ? Reflect.get(fields, 'next') : undefined;
    return { id: said('id'), secret: said('secret'), next: typeof next === 'string' ? next : null };
}
/** @param next checked by {@link targetOf}: one of the center's own paths. */
function formPage(trouble, next, status = 200) {
    const note = trouble === '' ? '' : `<p role="alert">${trouble}</p>`;
    const safeNext = encodeURI(next).replaceAll('"', '%22').replaceAll('&', '&amp;');
    const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>signalbox: log in</title>
<link rel="stylesheet" href="/_sys_/docs/style.css">
</head>
<body>
<h1>signalbox</h1>
${note}
<form method="post" action="${kLoginPath}">
<input type="hidden" name="next" value="${safeNext}">
<p><label>Account <input name="id" value="admin" autocomplete="username" required></label></p>
<p><label>Secret <input name="secret" type="password" autocomplete="current-password" required></label></p>
<p><button>Log in</button></p>
</form>
</body>
</html>
`;
    return reply(Buffer.from(page), { status, headers: kFormHeaders });
}
//# sourceMappingURL=login.js.map