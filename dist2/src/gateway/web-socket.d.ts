import type { HttpRequest, HttpSocket, SocketHandlers } from '../http/http-server.js';
import type { GatewayWorld } from './gateway-world.js';
import { type RequestFields } from './request-fields.js';
import type { SocketTopics, TopicReader } from './socket-topics.js';
/** Subprotocol, for clients that name one. */
export declare const kSocketProtocol = "signalbox.v1";
export declare class WebSocketSession implements SocketHandlers, TopicReader {
    #private;
    readonly protocol?: string;
    constructor(world: GatewayWorld, topics: SocketTopics, request: HttpRequest, fields: RequestFields);
    onOpen(socket: HttpSocket): void;
    onMessage(message: Uint8Array | string): void;
    onDrained(): void;
    onClosed(): void;
    /** A message of a topic: lost where the client is slow. */
    onTopicMessage(message: Uint8Array | string): void;
}
