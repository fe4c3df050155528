// What happened in a simulated run, as the programs saw it. judge.ts reads it when the run is over.
export class History {
    calls = [];
    centerStarts = [];
    pauses = [];
    /** Stations that have left, by process, and when they knew. */
    left = new Map();
    /** Windows of the limit of a route: from this moment on so many calls pass. */
    windows = [];
    linkEnds = [];
    /** Messages of topics as they came: `subscriber publisher` → numbers. */
    messages = new Map();
    /** The same for groups: `group publisher` → numbers. */
    groupMessages = new Map();
    /** Processes whose way to the center took long at some time. */
    slowWays = new Set();
    /** What happened when, for people. */
    story = [];
    /** What was found wrong on the spot. */
    faults = [];
    #routeOfId = new Map();
    /** Processes of centers, the newest last. */
    centers = [];
    #nameOfLink = new Map();
    #epoch = 0;
    tell(what, nowMs) {
        this.story.push(`${nowMs.toFixed(3)} ${what}`);
    }
    newCall(parts) {
        const call = {
            ...parts,
            id: this.calls.length,
            executions: [],
            settledCount: 0,
            endMs: Number.POSITIVE_INFINITY,
            outcome: 'open',
            by: '',
        };
        this.calls.push(call);
        return call;
    }
    /** A pause was asked for; it is in force when the dispatch worker has its snapshot. */
    paused(target, epoch, nowMs) {
        const inForceMs = this.#epoch >= epoch ? nowMs : Number.POSITIVE_INFINITY;
        this.pauses.push({ target, epoch, inForceMs, endMs: Number.POSITIVE_INFINITY });
    }
    resumed(target, nowMs) {
        for (const pause of this.pauses)
            if (pause.target === target)
                pause.endMs = Math.min(pause.endMs, nowMs);
    }
    /** Pauses, links and windows of a center end with it. */
    onCenterKilled(nowMs) {
        for (const pause of this.pauses)
            pause.endMs = Math.min(pause.endMs, nowMs);
        for (const route of new Set(this.windows.map((window) => window.route)))
            this.windows.push({ route, atMs: nowMs, calls: Number.POSITIVE_INFINITY });
        this.#epoch = 0;
        this.#routeOfId.clear();
        this.#nameOfLink.clear();
    }
    /** The dispatch worker has taken a message. */
    onToData(message, nowMs) {
        if (message.type !== 'snapshot')
            return;
        this.#epoch = message.snapshot.epoch;
        for (const pause of this.pauses) {
            if (pause.endMs > nowMs && pause.epoch <= this.#epoch)
                pause.inForceMs = Math.min(pause.inForceMs, nowMs);
        }
    }
    /** Control sends a snapshot: numbers of routes mean these from now on, also for the words of its limits. */
    onSnapshot(routes) {
        for (const { id, route } of routes)
            this.#routeOfId.set(id, route);
    }
    /** The control plane is told something. */
    onFromData(message, nowMs) {
        if (message.type === 'link-opened') {
            this.#nameOfLink.set(`${message.link}.${message.generation}`, message.name);
            this.tell(`the center has a link with ${message.name} by ${message.carrier}`, nowMs);
        }
        if (message.type !== 'link-ended')
            return;
        const name = this.#nameOfLink.get(`${message.link}.${message.generation}`) ?? '?';
        this.linkEnds.push({ atMs: nowMs, name, reason: message.reason });
        this.tell(`the center hears of the end of ${name}: ${message.reason}`, nowMs);
    }
    /** A window of a limit begins. @param id of the route; its name may be published a moment later. */
    onWindow(id, calls, nowMs) {
        const window = { route: '', atMs: nowMs, calls: calls ?? Number.POSITIVE_INFINITY };
        this.windows.push(window);
        queueMicrotask(() => {
            window.route = this.#routeOfId.get(id) ?? '';
        });
    }
}
//# sourceMappingURL=history.js.map