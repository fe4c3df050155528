import Koa from 'koa';
import { type Notices } from './parts.js';
export declare function koaApp(notices: Notices): Koa;
