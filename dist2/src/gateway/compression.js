// Compresses answers for clients that take it: whole ones in Node's thread pool, streamed ones item by item.
import { brotliCompress, constants, createBrotliCompress, createGzip, gzip, } from 'node:zlib';
import Negotiator from 'negotiator';
import { kHttpCompressingMax } from '../base/limits.js';
import { headerOf } from '../wire/header-list.js';
/** Smaller bodies fit into one packet anyway. */
const kBytesMin = 1_024;
/** Larger ones would hold a thread and memory for long; they are files, and mostly compressed already. */
const kBytesMax = 16 * 1024 * 1024;
const kEncodings = ['br', 'gzip', 'identity'];
// Quality 4 is as fast as gzip 6 and smaller; 11, the default, takes a hundred times as long.
const kBrotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const kGzipOptions = { level: 6 };
const kWorthIt = /^(text\/(?!event-stream)|application\/(json|javascript|xml|x-ndjson|wasm|graphql|manifest\+json)\b|image\/(svg\+xml|bmp|x-icon)\b|font\/(ttf|otf)\b|[\w.-]+\/[\w.-]+\+(json|xml)\b)/i;
export class Compression {
    #runningCount = 0;
    /** True when an answer of this kind may be compressed, for some client. */
    isWorthIt(status, headers) {
        const type = headerOf(headers, 'content-type');
        return (type !== undefined &&
            kWorthIt.test(type) &&
            status !== 206 &&
            status !== 204 &&
            status !== 304 &&
            headerOf(headers, 'content-encoding') === undefined &&
            headerOf(headers, 'content-range') === undefined &&
            headerOf(headers, 'cache-control')?.includes('no-transform') !== true);
    }
    /** True for a whole body whose compression saves something. */
    isLarge(bytes) {
        return bytes >= kBytesMin && bytes <= kBytesMax;
    }
    /** False while so many answers are being compressed that this one goes as it is. */
    get hasRoom() {
        return this.#runningCount < kHttpCompressingMax;
    }
    /** @param accepted the request's Accept-Encoding. @returns null where the client wants the body as it is. */
    encodingFor(accepted) {
        if (accepted === undefined)
            return null;
        // The client's own order counts; browsers name gzip first, which is the faster one.
        const [best] = new Negotiator({ headers: { 'accept-encoding': accepted } }).encodings(kEncodings);
        return best === 'br' || best === 'gzip' ? best : null;
    }
    /** @param done is given null when it cannot be done: then the body goes as it is. */
    compress(encoding, body, done) {
        this.#runningCount++;
        const finish = (error, compressed) => {
            this.#runningCount--;
            done(error === null ? compressed : null);
        };
        if (encoding === 'br')
            brotliCompress(body, kBrotliOptions, finish);
        else
            gzip(body, kGzipOptions, finish);
    }
    /** For a streamed answer: what was added comes out at once, so that a reader does not wait for the next item. */
    stream(encoding) {
        this.#runningCount++;
        const encoder = encoding === 'br' ? createBrotliCompress(kBrotliOptions) : createGzip(kGzipOptions);
        const flushKind = encoding === 'br' ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH;
        let parts = [];
        encoder.on('data', (part) => parts.push(part));
        const take = () => {
            const taken = Buffer.concat(parts);
            parts = [];
            return taken;
        };
        // What is asked for now, if anything: one thing at a time.
        let fail = () => { };
        encoder.on('error', (error) => fail(error));
        let isClosed = false;
        const close = () => {
            if (isClosed)
                return;
            isClosed = true;
            this.#runningCount--;
            encoder.destroy();
            fail(new Error('the compressor is closed'));
        };
        return {
            add: (part) => new Promise((resolve, reject) => {
                fail = reject;
                encoder.write(part);
                encoder.flush(flushKind, () => resolve(take()));
            }),
            end: () => new Promise((resolve, reject) => {
                fail = reject;
                encoder.once('end', () => resolve(take()));
                encoder.end();
            }),
            close,
        };
    }
}
/** Fields of an answer whose body was encoded. */
export function encodedFields(headers, encoding) {
    const fields = [];
    for (let at = 0; at < headers.length; at += 2) {
        const value = headers[at + 1] ?? '';
        const isStrongTag = headers[at] === 'etag' && !value.startsWith('W/');
        fields.push(headers[at], isStrongTag ? `W/${value}` : value);
    }
    fields.push('content-encoding', encoding);
    return fields;
}
//# sourceMappingURL=compression.js.map