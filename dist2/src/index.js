// The public names of signalbox.
export { CenterError } from './base/errors.js';
export { startGateway } from './control/start-gateway.js';
export { startCenter } from './services/start-center.js';
export { RawBody } from './station/body.js';
export { createStation } from './station/create-station.js';
export { pooled } from './station/pool.js';
export { reply } from './station/reply.js';
export { connect, } from './station/station.js';
//# sourceMappingURL=index.js.map