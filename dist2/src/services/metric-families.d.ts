import { kCounterNames } from '../base/counter-names.js';
export type MetricFamily = {
    readonly type: 'counter' | 'gauge' | 'histogram';
    /** Stands in the name, too. */
    readonly unit?: 'seconds' | 'bytes' | 'ratio';
    readonly help: string;
    readonly labels: readonly string[];
};
type CounterFamilyName = `signalbox_${(typeof kCounterNames)[number]}`;
declare const kOwnFamilies: {
    readonly rpc_server_duration_seconds: {
        readonly type: 'histogram';
        readonly unit: 'seconds';
        readonly help: 'Ended calls, from the request at the dispatcher to the end of the reply.';
        readonly labels: readonly ["rpc_system", "rpc_service", "rpc_method"];
    };
    readonly signalbox_calls: {
        readonly type: 'counter';
        readonly help: 'Calls that were given to stations.';
        readonly labels: readonly ["rpc_system", "rpc_service", "rpc_method"];
    };
    readonly signalbox_call_errors: {
        readonly type: 'counter';
        readonly help: 'Calls that failed: errors of handlers, missed deadlines, cancels, lost stations.';
        readonly labels: readonly ["rpc_system", "rpc_service", "rpc_method"];
    };
    readonly signalbox_call_retries: {
        readonly type: 'counter';
        readonly help: 'Calls that went to another station because theirs died.';
        readonly labels: readonly ["rpc_system", "rpc_service", "rpc_method"];
    };
    readonly signalbox_calls_in_flight: {
        readonly type: 'gauge';
        readonly help: 'Calls that are not answered yet.';
        readonly labels: readonly ["rpc_system", "rpc_service", "rpc_method"];
    };
    readonly signalbox_stations: {
        readonly type: 'gauge';
        readonly help: 'Stations that are there, clients included.';
        readonly labels: readonly ["service", "state"];
    };
    readonly signalbox_links: {
        readonly type: 'gauge';
        readonly help: 'Links that are open.';
        readonly labels: readonly ["carrier"];
    };
    readonly signalbox_routes: {
        readonly type: 'gauge';
        readonly help: 'Routes that are offered.';
        readonly labels: readonly [];
    };
    readonly signalbox_topics: {
        readonly type: 'gauge';
        readonly help: 'Topics that have subscribers.';
        readonly labels: readonly [];
    };
    readonly signalbox_ring_fill_ratio: {
        readonly type: 'gauge';
        readonly unit: 'ratio';
        readonly help: 'Fill of the fullest ring.';
        readonly labels: readonly ["carrier", "direction"];
    };
    readonly signalbox_deferred_bytes: {
        readonly type: 'gauge';
        readonly unit: 'bytes';
        readonly help: 'Bytes that wait in memory for room in a ring.';
        readonly labels: readonly ["carrier"];
    };
    readonly signalbox_dispatch_up: {
        readonly type: 'gauge';
        readonly help: 'Whether the dispatch worker answered this scrape in time: 1 or 0.';
        readonly labels: readonly [];
    };
    readonly signalbox_build_info: {
        readonly type: 'gauge';
        readonly help: 'Always 1; the labels tell.';
        readonly labels: readonly ["center", "version", "node_version"];
    };
    readonly process_cpu_seconds: {
        readonly type: 'counter';
        readonly unit: 'seconds';
        readonly help: 'Processor time of the process, user and system.';
        readonly labels: readonly [];
    };
    readonly process_start_time_seconds: {
        readonly type: 'gauge';
        readonly unit: 'seconds';
        readonly help: 'When the process began, in seconds since 1970.';
        readonly labels: readonly [];
    };
    readonly process_resident_memory_bytes: {
        readonly type: 'gauge';
        readonly unit: 'bytes';
        readonly help: 'Memory of the process that is in use.';
        readonly labels: readonly [];
    };
    readonly process_open_fds: {
        readonly type: 'gauge';
        readonly help: 'Open descriptors. Linux only.';
        readonly labels: readonly [];
    };
    readonly process_max_fds: {
        readonly type: 'gauge';
        readonly help: 'Most open descriptors; left out when there is no bound. Linux only.';
        readonly labels: readonly [];
    };
    readonly nodejs_heap_size_used_bytes: {
        readonly type: 'gauge';
        readonly unit: 'bytes';
        readonly help: "Used bytes of the main thread's heap.";
        readonly labels: readonly [];
    };
    readonly nodejs_heap_size_total_bytes: {
        readonly type: 'gauge';
        readonly unit: 'bytes';
        readonly help: "Bytes of the main thread's heap.";
        readonly labels: readonly [];
    };
    readonly nodejs_external_memory_bytes: {
        readonly type: 'gauge';
        readonly unit: 'bytes';
        readonly help: 'Memory outside the heap that its objects hold, buffers included.';
        readonly labels: readonly [];
    };
    readonly nodejs_eventloop_delay_p50_seconds: {
        readonly type: 'gauge';
        readonly unit: 'seconds';
        readonly help: 'How late half of the timers of the main thread were at most since the scrape before.';
        readonly labels: readonly [];
    };
    readonly nodejs_eventloop_delay_p99_seconds: {
        readonly type: 'gauge';
        readonly unit: 'seconds';
        readonly help: 'How late 99 of 100 timers of the main thread were at most since the scrape before.';
        readonly labels: readonly [];
    };
    readonly nodejs_eventloop_delay_max_seconds: {
        readonly type: 'gauge';
        readonly unit: 'seconds';
        readonly help: 'How late the latest timer of the main thread was since the scrape before.';
        readonly labels: readonly [];
    };
    readonly nodejs_eventloop_time_seconds: {
        readonly type: 'counter';
        readonly unit: 'seconds';
        readonly help: "Time in which a thread's event loop worked (active) and waited (idle).";
        readonly labels: readonly ["thread", "state"];
    };
};
export type FamilyName = keyof typeof kOwnFamilies | CounterFamilyName;
/** All families. */
export declare const kFamilies: Readonly<Record<FamilyName, MetricFamily>>;
export {};
