// The public names of signalbox.

export { CenterError, type ErrorBody, type ErrorCode } from './base/errors.js'
export type { LogLevel } from './base/logger.js'
export type { Center } from './control/center.js'
export type { Measures } from './control/measures.js'
export type { CenterOptions } from './control/options.js'
export { type GatewayOptions, type RunningGateway, startGateway } from './control/start-gateway.js'
export type { RouteOffer, RouteReport, ServiceReport, StationReport } from './control/stats.js'
export type { StationThread } from './control/worker-pool.js'
export type { CallStats } from './data/endpoint-stats.js'
export type { HttpOptions } from './gateway/gateway-options.js'
export { startCenter } from './services/start-center.js'
export type { FromHttpOptions } from './station/adapters/from-http.js'
export { RawBody, type RawKind } from './station/body.js'
export type { Call, CallOptions, TraceContext } from './station/call.js'
export { createStation } from './station/create-station.js'
export type { RawItem, RawReply, RawRequest } from './station/exchange.js'
export type { Handler, MessageHandler, Middleware, RouteOptions } from './station/offers.js'
export { type PooledCall, type PoolOptions, pooled } from './station/pool.js'
export { type Reply, type ReplyOptions, reply } from './station/reply.js'
export type { JsonSchema, RouteDocs } from './station/route-docs.js'
export type { ParamsOf, RouteMap, RouteShape, RoutesOf } from './station/route-types.js'
export {
  type Client,
  connect,
  type Station,
  type StationEvent,
  type StationOptions,
} from './station/station.js'
export type { Balance } from './wire/balance.js'
export type { Carrier } from './wire/control.js'
export type { HeaderList } from './wire/header-list.js'
