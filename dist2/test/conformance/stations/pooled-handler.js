// Runs in a thread of a pool.
import { isMainThread, threadId } from 'node:worker_threads';
// biome-ignore lint/style/noDefaultExport: a pool takes a module's default export
export default function answer(call) {
    const { route, path, params, query, body, caller } = call;
    if (query === 'fail=1')
        throw Object.assign(new Error('no'), { code: 'POOL_NO', status: 418 });
    return { route, path, params, query, body, caller, isMainThread, hasId: threadId > 0 };
}
//# sourceMappingURL=pooled-handler.js.map