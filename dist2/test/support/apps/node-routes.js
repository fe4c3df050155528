// What an application does with Node's own request and response, whatever its framework.
import { pipeline } from 'node:stream';
import busboy from 'busboy';
import { countBytes, events, pieceStream } from './parts.js';
/** Answers with JSON. */
export function json(response, value) {
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(value));
}
export async function count(request, response) {
    json(response, { bytes: await countBytes(request) });
}
/** Takes nothing but the head, and answers. */
export function early(_request, response) {
    json(response, { early: true });
}
export function big(response, notices, pieceCount) {
    response.setHeader('content-type', 'application/octet-stream');
    pipeline(pieceStream(notices, 'big', pieceCount), response, () => { });
}
/** Writes with the callbacks and the `drain` of an old program. */
export function drained(response, notices) {
    let written = 0;
    let isWaiting = false;
    const write = () => {
        while (written < 200 && !isWaiting) {
            written++;
            const isFull = !response.write(Buffer.alloc(10_000), () => {
                notices.set('called back', Number(notices.get('called back') ?? 0) + 1);
            });
            if (!isFull)
                continue;
            isWaiting = true;
            response.once('drain', () => {
                notices.set('drained', Number(notices.get('drained') ?? 0) + 1);
                isWaiting = false;
                write();
            });
        }
        if (written === 200 && !isWaiting)
            response.end();
    };
    write();
}
export function sendEvents(response, notices) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    const source = events(notices);
    response.on('close', () => void source.return(undefined));
    const run = async () => {
        for await (const event of source)
            response.write(event);
    };
    void run();
}
/** Never answers; notices when nobody waits any more. */
export function hang(request, response, notices) {
    notices.set('hang began', 1);
    request.on('aborted', () => notices.set('request aborted', 1));
    response.on('close', () => notices.set('response closed', response.writableFinished ? 0 : 1));
}
/** Breaks the connection in mid-answer. */
export function breakOff(response) {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('some of it');
    setTimeout(() => response.destroy(), 20);
}
/** A multipart upload, as file libraries take it. */
export function upload(request, response) {
    const parser = busboy({ headers: request.headers });
    const files = [];
    const fields = {};
    parser.on('file', (name, stream, { filename }) => {
        let bytes = 0;
        stream.on('data', (part) => {
            bytes += part.length;
        });
        stream.on('close', () => files.push({ name, filename, bytes }));
    });
    parser.on('field', (name, value) => {
        fields[name] = value;
    });
    parser.on('close', () => json(response, { files, fields }));
    request.pipe(parser);
}
//# sourceMappingURL=node-routes.js.map