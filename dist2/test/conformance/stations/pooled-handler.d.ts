import type { PooledCall } from '../../../src/index.js';
export default function answer(call: PooledCall): unknown;
