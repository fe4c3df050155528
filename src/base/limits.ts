// Every bound that more than one file or a user must know, with its reason. A bound of one file stands in it.

/** Data bytes of one ring. 1 MiB holds about 10,000 small records: 5 ms of traffic at 2 M/s. */
export const kRingBytesDefault = 1 << 20

/** Least data bytes of a ring: an eighth of it must still hold a frame with a useful body. */
export const kRingBytesMin = 1 << 16

/** Most data bytes of a ring: positions are 32-bit words, compared signed. */
export const kRingBytesMax = 1 << 28

/** Body bytes of one frame. Larger bodies travel as several frames, so that no record blocks a ring. */
export const kChunkBytesMax = 32 * 1024

/** Chunks that a sender may have on the way before the receiver grants more. Bounds a stream to 256 KiB. */
export const kCreditChunks = 8

/** Body bytes of a call, message or stream item after its frames were put together. */
export const kBodyBytesMax = 64 * 1024 * 1024

/** Bytes of a context block; its length is a 16-bit word in the frame. */
export const kContextBytesMax = 32 * 1024

/** Bytes of a call's or a reply's header fields: they share the context block with path and query. */
export const kHeaderBytesMax = 24 * 1024

/** Characters of a path with its query. */
export const kPathBytesMax = 8 * 1024

/**
 * Calls of one station whose deadlines have passed that are ended at one look through its slots; the others are ended at the next
 * ones. Each costs 5 µs, and who lets 100,000 a second pass would have the dispatcher do nothing else.
 */
export const kExpiredCountMax = 512

/**
 * Records handled from one ring before what they caused is published. Bounds how long one busy ring keeps the others
 * waiting; and small batches let caller, center and station work at the same time.
 */
export const kPollCountMax = 64

/**
 * The same while no more than {@link kPollCountMax} wait: a window of 64 calls would else be one batch, on which one thread
 * works while two wait. With it a window of 64 makes 1.6 million calls a second instead of 0.5; 256 prefers 64, and loses
 * a tenth by 16.
 */
export const kPollCountFew = 16

/** Calls that one link may have on the way, in each direction. A slot is a small number below this. */
export const kInFlightPerLinkMax = 65_536

/**
 * Dispatchers of one center. Each has a pair of rings, with two doorbells, on every link: a link of 16 takes 49 descriptors
 * of the center, and 48 are passed in one message (kPassedDescriptorsMax of native/os/os.h).
 */
export const kDispatchersMax = 16

/** Links that one center holds. */
export const kLinkCountMax = 4_096

/** Routes that one station may offer. */
export const kRoutesPerStationMax = 10_000

/** Subscriptions that one station may hold. */
export const kSubscriptionsPerStationMax = 10_000

/** Names (paths and topics) that a link may intern. A further one replaces the oldest. */
export const kHandleCountMax = 32_768

/** Bytes of all names that a link has interned: its numbers may not become the center's memory. */
export const kHandleNamesBytesMax = 4 * 1024 * 1024

/** Different paths that a client remembers as seen once, before it interns them. */
export const kSeenOnceCountMax = 32_768

/** Segments of a route's path: each costs the tables of routes a step and some memory. */
export const kSegmentsMax = 64

/** Routes, and services, whose figures are kept after their last station is gone; each costs a kilobyte. */
export const kRetiredNamesMax = 10_000

/**
 * Bytes that wait in memory for room in one link's ring, before the link counts as too slow. A busy but healthy caller
 * may have asked for this much at once: 64 MiB are 2,000 replies of a chunk each.
 */
export const kOverflowBytesMax = 64 * 1024 * 1024

/**
 * Bytes that wait in memory for room in the rings of all links of a dispatcher together, and at most a quarter of the
 * memory that the process may use: eight links that are as slow as is allowed. Beyond it the greediest link ends.
 */
export const kOverflowSumBytesMax = 512 * 1024 * 1024

/**
 * Bytes of requests that wait for room in one station's ring, so that a burst of large bodies is not refused. More, and
 * the next request is: the station is too slow.
 */
export const kRequestOverflowBytesMax = 4 * 1024 * 1024

/** Bytes of requests kept for a second try, over all idempotent calls of one dispatcher. */
export const kRetainedBytesMax = 16 * 1024 * 1024

/** Tries of one idempotent call, the first included. */
export const kTriesMax = 3

/** Milliseconds between connecting and a complete hello. */
export const kHelloTimeoutMs = 3_000

/** Bytes of one control message. A registration of 10,000 routes with schemas fits. */
export const kControlBytesMax = 16 * 1024 * 1024

/**
 * Control messages of one link that the main thread has not taken yet, and their bytes. While there are as many, the link
 * is not read. A station asks for one thing after the other, and adds what it offers later in one message per turn: 64 are
 * plenty. The bytes are one largest message, so that it always fits.
 */
export const kControlUnderWayCountMax = 64
export const kControlUnderWayBytesMax = kControlBytesMax

/**
 * Connections that may be open without a complete hello, on the pipe and on the network each; those in a TLS handshake
 * and those that have not read their refusal are among them.
 */
export const kUnknownConnectionsMax = 128

/** Milliseconds of a call's deadline when the caller names none. */
export const kCallTimeoutMsDefault = 30_000

/** Most milliseconds of a deadline. */
export const kCallTimeoutMsMax = 24 * 3_600_000

/** Milliseconds without a sign of life after which a remote station's lease ends. */
export const kLeaseMs = 15_000

/** Milliseconds between the heartbeats of a remote station: three of them fit into a lease. */
export const kHeartbeatMs = 5_000

/** Milliseconds for calls in flight to end when a station or the center drains. */
export const kDrainTimeoutMs = 10_000

/** Milliseconds that a center waits for the end of its worker threads: one may be held up in foreign native code. */
export const kThreadEndTimeoutMs = 1_000

/** Least and most milliseconds between two tries to rejoin. Both ends keep it under the promised 2 s. */
export const kRejoinMinMs = 25
export const kRejoinMaxMs = 1_000

/**
 * Milliseconds after the start of a center that had a predecessor in which an unknown route may still come back: the
 * longest wait between two tries to rejoin, doubled, for joining and registering take their time.
 */
export const kRejoinGraceMs = 2 * kRejoinMaxMs

/** Microseconds that an idle reader looks on before it sleeps; see docs/decisions. */
export const kSpinUsMax = 50

/** Lanes that one center hands out: each has two rings, whose memory is resident once they were gone round. */
export const kLanesMax = 64

/** Lanes that one link may call by, and answer by. */
export const kLanesPerLinkMax = 32

/**
 * Calls of one path by one caller within {@link kLaneHotMs} that are worth a lane. Fewer cost the center less than a hundredth of a
 * core, and a lane costs memory.
 */
export const kLaneHotCount = 4_096
export const kLaneHotMs = 1_000

/** Milliseconds between two wishes of one path: a route that may have none is not asked for all the time. */
export const kLaneAskMs = 1_000

/** Milliseconds without a call after which a lane is taken back. */
export const kLaneIdleMs = 10_000

/**
 * Milliseconds that a station serves what comes by a lane that was taken back. A caller that heeds its verdict was done
 * microseconds later; what is under way goes on.
 */
export const kLaneGraceMs = 1_000

/** Milliseconds between two looks at the lanes: idle ones, and those whose grace is over. */
export const kLaneLookMs = 500

/** Share of a subscriber's ring that topics may fill; the rest stays free for calls. */
export const kTopicRingShare = 0.75

/** Bytes of a station's, route's or topic's name. */
export const kNameBytesMax = 1_024

/** Endpoint statistics blocks in one chunk of shared memory. */
export const kStatsBlocksPerChunk = 1_024

/** Messages that one station may have in its handlers at once; a further one is lost and counted. */
export const kMessagesInHandlerMax = 1_024

/**
 * Frames of one link that lead nowhere (refused calls, cancels of no call, late replies, heartbeats) in one window, after
 * which the link is not read until the window is over. They cost the dispatcher as much as calls do: a flood of them took
 * nine tenths of it, and 64,000 a second are a tenth. Threads of the center itself are not held: one is a gateway, whose
 * clients must not hold each other.
 */
export const kVainFramesMax = 256
export const kVainWindowMs = 4

/** Routes that one center holds: their gate words lie in one piece of shared memory. */
export const kRouteCountMax = 131_072

/** Taps that are open at once in one center: each costs its route's calls a count, and shown ones a copy. */
export const kTapsMax = 16

/** Bytes of a request's or reply's beginning that a tap shows. */
export const kTapBodyBytesMax = 2_048

/** Most calls that a tap shows in a second, so that at most 4 MB a second pass from thread to thread. */
export const kTapPerSecondMax = 1_000

/** Endpoints that a call tries when rings are full. Bounds the work of one call. */
export const kEndpointTriesMax = 8

/**
 * Pairs of service and route that have series of their own in the metrics; the calls of all others are one sum. A pair is
 * 20 lines of text: 1,000 are about 2 MB for each scrape.
 */
export const kMetricPairsMax = 1_000

/** Services that have series of their own in the metrics: each costs the reader of the metrics memory for good. */
export const kMetricServicesMax = 200

/** Milliseconds that whoever asks for figures waits for those of the dispatch worker. */
export const kMeasureTimeoutMs = 1_000

/** Bytes of the operations in the OpenAPI document; what is beyond is counted in it. Browsers still show this much. */
export const kOpenApiBytesMax = 16 * 1024 * 1024

/** Levels of a JSON Schema that the OpenAPI document takes over: a deeper one was written by nobody. */
export const kSchemaDepthMax = 64

/** People who are logged in at once; a further one ends the oldest session. */
export const kSessionCountMax = 1_000

/** Milliseconds that a session lasts: a working day. */
export const kSessionMs = 12 * 3_600_000

/** Callers that may watch the routes at once: each keeps the names that it was not told yet. */
export const kRouteWatchersMax = 256

/** Route names in one item of a watch. 4,000 names of ordinary length are a few frames. */
export const kRouteNewsCountMax = 4_000

/** Bytes of an HTTP body that the gateway takes whole before it calls; a longer one goes on as it comes. */
export const kHttpCollectBytesMax = 1024 * 1024

/** Answers that the gateway compresses at once; further ones go as they are, for compressing costs memory and threads. */
export const kHttpCompressingMax = 64

/** Bytes of lines that wait for the access log's file or are on their way to it; further lines are lost and counted. */
export const kAccessLogBytesMax = 1024 * 1024

/** Calls that one WebSocket may have on the way. */
export const kSocketCallsMax = 256

/** Topics that one WebSocket may subscribe. */
export const kSocketTopicsMax = 256

/** Topics that the WebSockets of one gateway may subscribe together; a station holds 10,000 subscriptions. */
export const kSocketTopicsTotalMax = 4_096

/**
 * Bytes that may wait for the reader of a WebSocket before messages of topics are lost. A quarter of what may wait for any
 * client: the rest is for replies, and a client that does not take those is cut off.
 */
export const kSocketWaitingBytesMax = 256 * 1024

/** Least and most milliseconds before a gateway thread that died is started again. */
export const kGatewayRestartMinMs = 50
export const kGatewayRestartMaxMs = 5_000

/** Reloads of a gateway that wait for each other: nobody means more, and each holds its settings. */
export const kGatewayReloadsMax = 16

/** Bytes of the head of an HTTP request: what browsers and proxies send at most, cookies included. */
export const kHttpHeadBytesMax = 16 * 1024

/** Milliseconds for the head of an HTTP request to arrive: a slow phone needs two, an attacker gets no more. */
export const kHttpHeadTimeoutMs = 10_000

/** Milliseconds without a byte of a request's body. Longer than the pauses of a bad mobile link. */
export const kHttpBodyTimeoutMs = 30_000

/** Milliseconds that an HTTP connection may lie idle between two requests. Longer than the pools of common proxies keep theirs. */
export const kHttpIdleTimeoutMs = 60_000

/** HTTP connections of one server: each costs some kilobytes and a descriptor. */
export const kHttpConnectionsMax = 10_000

/** HTTP connections of one address: many people may share one, but one machine may not take all. */
export const kHttpConnectionsPerAddressMax = 1_000

/** Bytes that may wait for one HTTP client, before its writer is told to wait. */
export const kHttpWaitingBytesMax = 1024 * 1024

/** Milliseconds without an HTTP client taking a byte of what waits for it. */
export const kHttpWriteTimeoutMs = 30_000

/** Bytes of one message of a WebSocket: what a service takes in one piece without thinking. */
export const kSocketMessageBytesMax = 1024 * 1024

/** Milliseconds between two pings of a WebSocket: below the idle limit of common proxies. */
export const kSocketPingMs = 15_000

/** Milliseconds without a sign of life of a WebSocket's client: four pings. */
export const kSocketSilenceMs = 60_000

/** Instances that one registry holds. Each takes 600 bytes or more: the promise is 100,000 in 300 MB. */
export const kInstanceCountMax = 500_000

/** Bytes of an instance's address: what a URL that people can read has at most. */
export const kAddressBytesMax = 2_048

/** Tags of one instance: each is compared in every filtered answer. */
export const kInstanceTagCountMax = 32

/** Bytes of the names and values of an instance's metadata: every lister gets them. */
export const kInstanceMetadataBytesMax = 4_096

/** Milliseconds of the longest lease: thirty days. What lives longer has health checks. */
export const kInstanceLeaseMsMax = 30 * 24 * 3_600_000

/** Bytes of one request of the registry. Twenty registrations of the largest kind would fit. */
export const kRegistryBodyBytesMax = 64 * 1024

/** Bytes of the registry's journal that wait for the disk; beyond, the whole table is written instead of its history. */
export const kLeaseJournalWaitingBytesMax = 16 * 1024 * 1024

/** Instances that can be called at once: each has up to three routes, a kilobyte of statistics each, among a station's 10,000. */
export const kCallableInstancesMax = 2_048

/** Connections over which instances are called: each takes a descriptor here and there. */
export const kCallSocketsMax = 1_024
/** Of them to one address, so that an instance that does not answer leaves connections for the others. */
export const kCallSocketsPerAddressMax = 256

/** Sessions of HTTP/2 to instances; a further one ends the oldest. */
export const kGrpcSessionsMax = 256

/** Requests that wait for a change of the registry, and streams of changes. Each is a connection that does nothing. */
export const kRegistryWatchersMax = 4_096

/** Milliseconds that a request may wait for a change of the registry: below the idle limits of common proxies. */
export const kRegistryWaitMsMax = 60_000

/** Services in one list of the registry. */
export const kServicesPerPageMax = 10_000

/** Health checks on the way at once: each is a connection for at most its timeout. */
export const kChecksUnderWayMax = 256

/** Connections of DNS over TCP. */
export const kDnsConnectionsMax = 128
