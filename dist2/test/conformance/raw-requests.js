// Requests as bytes, well and badly made, and what may become of each. /FIRST and /SECOND stand for targets of the row's
// own: the second one is what a careless server lets itself be smuggled. Bytes are Latin-1.
const kHost = 'Host: a\r\n';
const kSecond = `GET /SECOND HTTP/1.1\r\n${kHost}\r\n`;
/** What a server may do with a request that is malformed. */
const kRefused = [400, 'closed'];
const kTaken = [200];
function row(name, bytes, outcomes, options = {}) {
    return {
        name,
        bytes,
        outcomes,
        second: 'never',
        late: '',
        exceptions: {},
        smuggled: [],
        ...options,
    };
}
/** A GET with fields, each with its CR LF. */
function get(fields, target = '/FIRST') {
    return `GET ${target} HTTP/1.1\r\n${kHost}${fields}\r\n`;
}
function post(fields, body) {
    return `POST /FIRST HTTP/1.1\r\n${kHost}${fields}\r\n${body}`;
}
function chunked(body) {
    return post('Transfer-Encoding: chunked\r\n', body);
}
/** All are below 0x100: one unit each. */
function characters(text) {
    return text.split('');
}
function hex(character) {
    return `0x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
const kHosts = [
    row('refuses a head without Host', `GET /FIRST HTTP/1.1\r\n\r\n`, kRefused),
    row('refuses two Hosts', get('Host: b\r\n'), kRefused),
    row('refuses the same Host twice', get(kHost), kRefused),
    row('refuses two Hosts in different case', get('HOST: b\r\n'), kRefused),
    ...['', 'a b', 'a/b', 'a@b', 'a,b', 'a:b', 'a:80:80', '[::1', 'a\tb', 'a\\b', 'a?b', 'a#b'].map((host) => row(`refuses Host ${JSON.stringify(host)}`, `GET /FIRST HTTP/1.1\r\nHost: ${host}\r\n\r\n`, kRefused)),
    ...['a.b:80', '[::1]:8080', '127.0.0.1', 'a_b'].map((host) => row(`takes Host ${host}`, `GET /FIRST HTTP/1.1\r\nHost: ${host}\r\n\r\n`, kTaken)),
];
const kNames = [
    row('takes _ in the name of a field', get('a_b: x\r\n'), kTaken, {
        exceptions: { uws: ['closed'] },
    }),
    row('takes every mark of a token in a name', get("a!#$%&'*+.^`|~b: x\r\n"), kTaken, {
        exceptions: { uws: ['closed'] },
    }),
    row('refuses an empty name', get(': x\r\n'), kRefused, { exceptions: { uws: [200] } }),
    row('refuses an empty name in front of Content-Length', get(`: x\r\nContent-Length: ${kSecond.length}\r\n`) + kSecond, kRefused),
    row('refuses an empty name in front of Transfer-Encoding', get(': x\r\nTransfer-Encoding: chunked\r\n') + kSecond, kRefused),
    row('refuses an empty name in front of a length whose body comes late', get(`: x\r\nContent-Length: ${kSecond.length}\r\n`), kRefused, { late: kSecond, exceptions: { uws: [200] }, smuggled: ['uws'] }),
    row('refuses a space in front of the colon', get('ab : x\r\n'), kRefused),
    row('refuses a tab in front of the colon', get('ab\t: x\r\n'), kRefused),
    row('refuses a line without a colon', get('abc\r\n'), kRefused),
    row('refuses a folded value', get('ab: x\r\n y\r\n'), kRefused),
    row('refuses a value folded with a tab', get('ab: x\r\n\ty\r\n'), kRefused),
    row('refuses a first field behind a space', `GET /FIRST HTTP/1.1\r\n ${kHost}\r\n${kSecond}`, kRefused),
    ...characters(' "(),/;<=>?@[\\]{}\0\t\x01\x1f\x7f\xe9\xff').map((character) => row(`refuses ${hex(character)} in a name`, get(`a${character}b: x\r\n`), kRefused)),
];
const kValues = [
    row('takes a tab in a value', get('ab: x\ty\r\n'), kTaken),
    row('takes UTF-8 in a value', get('ab: x\xc3\xa9y\r\n'), kTaken),
    row('takes an empty value', get('ab:\r\n'), kTaken),
    row('refuses a value that is not UTF-8', get('ab: x\xe9y\r\n'), kRefused),
    ...characters('\0\x01\x07\x08\n\x0b\x0c\r\x1b\x1f\x7f').map((character) => row(`refuses ${hex(character)} in a value`, get(`ab: x${character}y\r\n`), kRefused)),
    row('refuses LF in front of a field', get('ab: x\nTransfer-Encoding: chunked\r\n'), kRefused),
    row('refuses a head of bare LF', `GET /FIRST HTTP/1.1\nHost: a\n\n${kSecond}`, [
        ...kRefused,
        505,
    ]),
    row('refuses a head that ends with bare LF', `GET /FIRST HTTP/1.1\r\n${kHost}\n${kSecond}`, [
        ...kRefused,
    ]),
];
/** Asterisk and authority form are for OPTIONS of a server and for proxies; neither is served. */
const kTargets = [
    ...['http://a/FIRST', 'https://a/FIRST', 'a/FIRST', '*', 'a:80', '?/FIRST', '#/FIRST'].map((target) => row(`refuses target ${target}`, get('', target), kRefused)),
    row('refuses OPTIONS *', `OPTIONS * HTTP/1.1\r\n${kHost}\r\n`, kRefused),
    row('refuses CONNECT', `CONNECT a:80 HTTP/1.1\r\n${kHost}\r\n`, [400, 501, 'closed']),
    row('refuses an empty target', `GET  HTTP/1.1\r\n${kHost}\r\n`, [...kRefused, 505]),
    row('refuses a fragment', get('', '/FIRST#b'), kRefused),
    row('refuses a space in the target', get('', '/FIRST b'), [...kRefused, 505]),
    ...characters('"<>\\^`{|}[]\0\t\x01\x7f\x80\xe9').map((character) => row(`refuses ${hex(character)} in a path`, get('', `/FIRST${character}b`), [...kRefused, 505])),
    ...characters('"<>\\\0\x7f\xe9').map((character) => row(`refuses ${hex(character)} in a query`, get('', `/FIRST?${character}b`), kRefused)),
    row('takes what browsers leave in a query', get('', '/FIRST?a[]={x|y}^`'), kTaken),
    row('takes an empty query', get('', '/FIRST?'), kTaken),
    row('takes a bad percent escape', get('', '/FIRST%zz'), kTaken),
    row('takes dots and double slashes', get('', '//../FIRST'), kTaken),
];
const kRequestLines = [
    ...[
        'HTTP/1.0',
        'HTTP/0.9',
        'HTTP/1.2',
        'HTTP/2.0',
        'HTTP/3',
        'HTTP/1',
        'HTTP/11',
        'HTTP/1.10',
    ].map((version) => row(`refuses ${version}`, `GET /FIRST ${version}\r\n${kHost}\r\n`, [...kRefused, 505])),
    ...['http/1.1', 'HTP/1.1', 'HTTP/1.1x', 'HTTP /1.1', 'HTTP/1.1 '].map((version) => row(`refuses version ${JSON.stringify(version)}`, `GET /FIRST ${version}\r\n${kHost}\r\n`, [
        ...kRefused,
        505,
    ])),
    row('refuses two spaces in front of the version', `GET /FIRST  HTTP/1.1\r\n${kHost}\r\n`, kRefused, {
        exceptions: { node: [200] },
    }),
    row('refuses a request line without a version', 'GET /FIRST\r\n\r\n', [...kRefused, 505]),
    row('refuses the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [...kRefused, 501, 505]),
    row('refuses a TLS handshake', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03', [
        ...kRefused,
        501,
    ]),
    row('refuses the PROXY protocol', `PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n${get('')}`, [
        ...kRefused,
        501,
        505,
    ]),
    row('refuses two spaces behind the method', `GET  /FIRST HTTP/1.1\r\n${kHost}\r\n`, kRefused, {
        exceptions: { node: [200] },
    }),
    row('refuses a tab behind the method', `GET\t/FIRST HTTP/1.1\r\n${kHost}\r\n`, [
        ...kRefused,
        501,
    ]),
    row('refuses a request without a method', ` /FIRST HTTP/1.1\r\n${kHost}\r\n`, [...kRefused, 501]),
    ...['get', 'Get', 'FOO', 'G@T', 'TRACE', 'PROPFIND', 'PURGE', 'GETGET'].map((method) => row(`refuses method ${method}`, `${method} /FIRST HTTP/1.1\r\n${kHost}\r\n`, [
        ...kRefused,
        501,
    ])),
    ...['HEAD', 'OPTIONS', 'DELETE'].map((method) => row(`takes method ${method}`, `${method} /FIRST HTTP/1.1\r\n${kHost}\r\n`, kTaken)),
    row('may take an empty line in front of a request', `\r\n${get('')}`, [200, ...kRefused]),
];
const kLengths = [
    row('takes a length', post('Content-Length: 2\r\n', 'hi'), kTaken),
    row('takes a length and what follows', post('Content-Length: 2\r\n', `hi${kSecond}`), [200, 'closed'], {
        second: 'may',
    }),
    row('refuses two lengths', post('Content-Length: 2\r\nContent-Length: 3\r\n', 'hii'), kRefused),
    row('refuses the same length twice', post('Content-Length: 2\r\nContent-Length: 2\r\n', `hi${kSecond}`), kRefused),
    row('refuses a length and an empty one', post('Content-Length: 2\r\nContent-Length:\r\n', `hi${kSecond}`), kRefused),
    ...[
        '',
        '+2',
        '-2',
        '0x2',
        '2 2',
        '2, 2',
        '2,',
        '2;',
        '2.0',
        '2e0',
        '"2"',
        '\x0b2',
        '1_0',
        '٢',
    ].map((length) => row(`refuses length ${JSON.stringify(length)}`, post(`Content-Length: ${Buffer.from(length).toString('latin1')}\r\n`, `hi${kSecond}`), kRefused)),
    row('refuses a length over 2^64', post('Content-Length: 18446744073709551618\r\n', `hi${kSecond}`), kRefused),
    row('refuses a length of thirty digits', post(`Content-Length: ${'9'.repeat(30)}\r\n`, `hi${kSecond}`), kRefused),
    row('answers a body that does not come', post('Content-Length: 20\r\n', 'hi'), [408, 'closed']),
];
/** Both lengths, or codings that two readers could read in two ways. */
const kCodings = [
    row('takes a body in chunks', chunked('2\r\nhi\r\n0\r\n\r\n'), kTaken),
    row('takes nothing behind chunks', chunked(`2\r\nhi\r\n0\r\n\r\n${kSecond}`), [200, 'closed']),
    row('takes Chunked in any case', post('Transfer-Encoding: CHUNKED\r\n', '0\r\n\r\n'), kTaken),
    row('takes a tab in front of chunked', post('Transfer-Encoding:\tchunked\r\n', '0\r\n\r\n'), kTaken),
    row('refuses length, then coding (CL.TE)', post(`Content-Length: 6\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${kSecond}`), kRefused),
    row('refuses coding, then length (TE.CL)', post(`Transfer-Encoding: chunked\r\nContent-Length: 4\r\n`, `5e\r\n${kSecond}\r\n0\r\n\r\n`), kRefused),
    row('refuses an empty length with a coding', post('Content-Length:\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    row('refuses a length of zero with a coding', post('Content-Length: 0\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    row('refuses two codings (TE.TE)', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    row('refuses chunked twice', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    row('refuses an empty coding and chunked', post('Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    ...[
        '',
        'identity',
        'gzip',
        'gzip, chunked',
        'chunked, identity',
        'identity, chunked',
        'chunked, chunked',
        'chunked,',
        ',chunked',
        'xchunked',
        'chunkedx',
        'chunk',
        '"chunked"',
        'chunked;q=1',
        'chunked\x0b',
        '\x0bchunked',
        'chunked\x00',
        'chu\xa0nked',
        '\xa0chunked',
    ].map((coding) => row(`refuses coding ${JSON.stringify(coding)}`, post(`Transfer-Encoding: ${coding}\r\n`, `0\r\n\r\n${kSecond}`), kRefused)),
    row('refuses a space behind Transfer-Encoding', post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    row('refuses a folded coding', post('Transfer-Encoding:\r\n chunked\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    row('refuses a coding behind a folded field', post('X: y\r\n Transfer-Encoding: chunked\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    row('refuses a coding behind a bare CR', post('X: y\rTransfer-Encoding: chunked\r\n', `0\r\n\r\n${kSecond}`), kRefused),
    row('reads Transfer_Encoding as another field, or refuses it', post('Transfer_Encoding: chunked\r\nContent-Length: 5\r\n', '0\r\n\r\n'), [200, ...kRefused]),
];
/** How a body in chunks may go wrong: nothing behind it is ever taken, whatever becomes of the first. */
const kBrokenChunks = [400, 408, 'closed'];
const kLax = { exceptions: { uws: [200] } };
const kChunks = [
    row('may take an extension', chunked(`2;a=b\r\nhi\r\n0\r\n\r\n${kSecond}`), [
        200,
        ...kBrokenChunks,
    ]),
    row('may take a trailer', chunked(`2\r\nhi\r\n0\r\nA: b\r\n\r\n${kSecond}`), [
        200,
        ...kBrokenChunks,
    ]),
    row('may take zeros in front', chunked(`002\r\nhi\r\n000\r\n\r\n${kSecond}`), [
        200,
        ...kBrokenChunks,
    ]),
    row('refuses a chunk of 0x2', chunked(`0x2\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses a chunk of +2', chunked(`+2\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses a chunk of -2', chunked(`-2\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses a chunk of g', chunked(`g\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses a chunk of 2g', chunked(`2g\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses a chunk of 2_0', chunked(`2_0\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses a chunk over 2^64', chunked(`fffffffffffffffff2\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses a chunk that is short by one', chunked(`3\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses a space in front of a size', chunked(` 2\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks, kLax),
    row('refuses a space behind a size', chunked(`2 \r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses an empty size', chunked(`\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks, kLax),
    row('refuses bare LF behind a size', chunked(`2\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses bare LF behind a chunk', chunked(`2\r\nhi\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses bare CR behind a size', chunked(`2\rhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses other bytes behind a chunk', chunked(`2\r\nhixx0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('refuses other bytes behind the last chunk', chunked(`2\r\nhi\r\n0\r\nXX${kSecond}`), kBrokenChunks),
    row('refuses bare LF behind the last chunk', chunked(`2\r\nhi\r\n0\n\n${kSecond}`), kBrokenChunks),
    row('refuses LF in an extension', chunked(`2;a\nb\r\nhi\r\n0\r\n\r\n${kSecond}`), kBrokenChunks),
    row('waits for the last chunk', chunked('2\r\nhi\r\n'), [408, 'closed']),
    row('waits for the end of the last chunk', chunked('2\r\nhi\r\n0\r\n'), [408, 'closed'], kLax),
];
const kConnections = [
    row('answers two requests in one packet, or ends', get('') + kSecond, [200, 'closed'], {
        second: 'may',
    }),
    row('answers a second request that comes late', get(''), kTaken, {
        second: 'may',
        late: kSecond,
    }),
    row('takes nothing late behind chunks', chunked('2\r\nhi\r\n0\r\n\r\n'), kTaken, {
        late: kSecond,
    }),
    row('takes nothing late behind broken chunks', chunked('2\r\nhixx0\r\n\r\n'), kBrokenChunks, {
        late: kSecond,
        ...kLax,
    }),
    row('takes nothing late behind a refused target', get('', '/FIRST"'), kRefused, {
        late: kSecond,
    }),
    row('takes nothing late behind chunks of a HEAD', `HEAD /FIRST HTTP/1.1\r\n${kHost}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, kTaken, { late: kSecond }),
    row('takes nothing behind a refused head', get(kHost) + kSecond, kRefused),
    row('takes nothing behind a refused target', get('', '/FIRST"') + kSecond, kRefused),
    row('takes nothing behind a refused method', `TRACE /FIRST HTTP/1.1\r\n${kHost}\r\n${kSecond}`, [
        ...kRefused,
        501,
    ]),
    row('takes nothing behind HTTP/1.0', `GET /FIRST HTTP/1.0\r\n${kHost}\r\n${kSecond}`, [
        ...kRefused,
        505,
    ]),
    row('takes nothing behind Connection: close', get('Connection: close\r\n') + kSecond, [200, 'closed'], {
        second: 'may',
    }),
    row('takes Expect: 100-continue', post('Expect: 100-continue\r\nContent-Length: 2\r\n', 'hi'), kTaken),
    row('refuses any other Expect', post('Expect: tea\r\nContent-Length: 2\r\n', 'hi'), [
        417,
        'closed',
    ]),
    row('ignores a wish for h2c', get('Connection: Upgrade\r\nUpgrade: h2c\r\n'), kTaken),
    row('refuses a handshake without a key', get('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'), kRefused),
    row('refuses a handshake with a short key', get('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: abc\r\n'), kRefused),
    row('refuses a handshake of another version', get('Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'), [426, ...kRefused]),
    row('refuses a handshake with two Hosts', get('Host: b\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'), kRefused),
];
const kBounds = [
    row('refuses a field of 20,000 bytes', get(`a: ${'x'.repeat(20_000)}\r\n`), [431, 'closed']),
    row('refuses a name of 20,000 bytes', get(`${'x'.repeat(20_000)}: a\r\n`), [431, 'closed']),
    row('refuses a target of 20,000 bytes', get('', `/FIRST${'x'.repeat(20_000)}`), [431, 'closed']),
    row('refuses 2,000 fields', get('abcdefgh: x\r\n'.repeat(2_000)), [431, 'closed']),
    row('takes a head of 3,000 bytes', get(`a: ${'x'.repeat(3_000)}\r\n`), kTaken),
    row('takes 40 fields', get('ab: x\r\n'.repeat(40)), kTaken),
    row('takes 100 fields', get('ab: x\r\n'.repeat(100)), kTaken, {
        exceptions: { uws: ['closed'] },
    }),
    row('ends a head that does not come', 'GET /FIRST HTTP/1.1\r\nHost: a\r\n', [408, 'closed']),
    row('ends half a request line', 'GET /FIR', [408, 'closed']),
];
export const kRawRequests = [
    ...kHosts,
    ...kNames,
    ...kValues,
    ...kTargets,
    ...kRequestLines,
    ...kLengths,
    ...kCodings,
    ...kChunks,
    ...kConnections,
    ...kBounds,
];
//# sourceMappingURL=raw-requests.js.map