import { type FastifyInstance } from 'fastify';
import { type Notices } from './parts.js';
export declare function fastifyApp(notices: Notices): FastifyInstance;
