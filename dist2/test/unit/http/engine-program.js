// Opens a server on the engine that is named, and prints what came of it as JSON. Packages whose name
// matches the second argument cannot be found.
import { register } from 'node:module';
import { CenterError } from '../../../src/base/errors.js';
const [, , choice, hidden] = process.argv;
if (hidden !== undefined) {
    const hook = `export async function resolve(name, context, next) {
    if (/${hidden}/i.test(name) && !name.startsWith('.')) throw new Error('hidden by a test')
    return next(name, context)
  }`;
    register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
const { openHttpServer } = await import('../../../src/http/open-server.js');
const { kHttpLimitsDefault } = await import('../../../src/http/http-limits.js');
async function open() {
    try {
        const { server, why } = await openHttpServer(choice === 'auto' ? 'auto' : 'uws', {
            host: '127.0.0.1',
            port: 0,
            tls: null,
            isShared: false,
            limits: kHttpLimitsDefault,
            handlers: {
                onRequest: (_request, response) => response.send(204, [], ''),
                onUpgrade: () => ({ status: 404, headers: [], body: '' }),
                refusalBody: () => '',
            },
        });
        await server.close(0);
        return { engine: server.engine, why };
    }
    catch (error) {
        if (!(error instanceof CenterError))
            throw error;
        return { error: { code: error.code, message: error.message } };
    }
}
process.stdout.write(JSON.stringify(await open()));
//# sourceMappingURL=engine-program.js.map