import express from 'express';
import { type Notices } from './parts.js';
export declare function expressApp(notices: Notices): express.Express;
