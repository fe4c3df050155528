import test from 'ava';
import { run } from './fake-context.js';
const kSchema = JSON.stringify({
    type: 'object',
    properties: {
        name: { type: 'string' },
        tags: { type: 'array', items: { type: 'string' } },
        at: { type: 'object', properties: { city: { type: 'string' } } },
        odd: true,
    },
});
const kAnswers = {
    'GET /_sys_/services': [{ name: 'orders' }, { name: 'b\n\u001b[31m' }, { name: 'auth' }],
    'GET /_sys_/stations': [
        { id: 'orders.2', name: 'orders', version: '1.0.0', carrier: 'tcp', pid: 12, state: 'paused' },
        {
            id: 'orders.1',
            name: 'orders',
            version: '1.0.0',
            carrier: 'shm',
            pid: 11,
            state: 'up',
            sinceMs: 0,
        },
        { id: 'auth.1', name: 'auth', version: '2.0.0', carrier: 'shm', pid: 13, state: 'up' },
    ],
    'GET /_sys_/routes': [
        { route: 'GET /auth', endpoints: [{ id: 'auth.1', station: 'auth' }] },
        {
            route: 'POST /orders',
            balance: 'round-robin',
            isIdempotent: true,
            requestSchema: kSchema,
            replySchema: '',
            endpoints: [{ id: 'orders.1', station: 'orders' }],
        },
    ],
};
const answer = (route) => kAnswers[route];
test('services: one name a line, sorted, and safe', async (t) => {
    const names = run(['services'], { answer });
    t.is(await names.exitCode, 0);
    t.is(names.stdout(), 'auth\nb \\x1b[31m\norders\n');
    const json = run(['services', '-o', 'json'], { answer });
    t.is(await json.exitCode, 0);
    t.is(JSON.parse(json.stdout()).length, 3);
});
test('get service: version, stations, routes with what they take', async (t) => {
    const { exitCode, stdout } = run(['get', 'service', 'orders'], { answer });
    t.is(await exitCode, 0);
    t.is(stdout(), 'service  orders\n\nversion 1.0.0\n\nID\tAddress\tMetadata\n' +
        'orders.1\tshm:11\tcarrier=shm,state=up,since=1970-01-01T00:00:00.000Z\n' +
        'orders.2\ttcp:12\tcarrier=tcp,state=paused,since=-\n\n' +
        'Endpoint: POST /orders\n\nMetadata: balance=round-robin,idempotent=true\n\n' +
        'Request: {\n\tname string\n\ttags []string\n\tat {\n\t\tcity string\n\t}\n\todd any\n}\n\n' +
        'Response: {}\n\n');
});
test('get service: a service that is not there is exit 4', async (t) => {
    const { exitCode, stdout, stderr } = run(['get', 'service', 'nosuch'], { answer });
    t.is(await exitCode, 4);
    t.is(stdout(), '');
    t.is(stderr(), 'Service "nosuch" not found\n');
});
//# sourceMappingURL=services.test.js.map