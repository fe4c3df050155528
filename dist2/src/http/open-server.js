// Opens an HTTP server on the engine that is asked for, or on the best that there is.
import { centerError } from '../base/errors.js';
import { loadUws } from './uws-load.js';
import { openUwsServer } from './uws-server.js';
/**
 * Opens a server.
 *
 * @param choice `auto` takes uWebSockets.js where it can be loaded and the server is not exposed, else Node's own.
 * @throws CenterError (rejects) ERR_NO_HTTP_ENGINE when the engine cannot be used, ERR_LISTEN when the address cannot be
 *   had, ERR_BAD_ARGUMENT when certificate and key cannot be used.
 */
export async function openHttpServer(choice, options) {
    const { uws, why } = chooseEngine(choice, options.isExposed === true);
    if (uws !== null)
        return { server: openUwsServer(uws, options), why };
    // Loaded when it is wanted: with its library it takes a tenth of the time that a gateway needs to start.
    const { openNodeServer } = await import('./node-server.js');
    return { server: await openNodeServer(options), why };
}
/**
 * Decides for an engine, and loads it.
 *
 * @param isExposed see {@link HttpServerOptions}.
 * @throws CenterError ERR_NO_HTTP_ENGINE.
 */
export function chooseEngine(choice, isExposed) {
    const node = (why) => ({ engine: 'node', uws: null, why });
    if (choice === 'node')
        return node('it was asked for');
    if (choice === 'auto' && isExposed)
        return node('the gateway is exposed, and node refuses every badly made request');
    const probe = loadUws();
    if (probe.uws !== null) {
        const why = choice === 'uws' ? 'it was asked for' : `it is the faster one, and ${probe.package} is there`;
        return { engine: 'uws', uws: probe.uws, why };
    }
    const reason = reasonOf(probe);
    if (choice === 'uws')
        throw centerError('ERR_NO_HTTP_ENGINE', { engine: choice, reason });
    return node(`uws cannot be loaded: ${reason}`);
}
/** For each package, what became of it. */
function reasonOf(probe) {
    return probe.tries.map(({ package: name, reason }) => `${name}: ${reason}`).join('; ');
}
//# sourceMappingURL=open-server.js.map