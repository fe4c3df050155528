// Traces of calls: begun when a call is delivered, ended by its reply, and handed to the collectors.

import type { Clock } from '../base/clock.js'

export type TraceOptions = { readonly collectors: readonly unknown[] }
export type TraceClock = Clock
