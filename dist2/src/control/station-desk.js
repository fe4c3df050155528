// What stations ask of the control plane, and what they are told: registrations, leaving, goodbyes.
import { CenterError, errorBodyOf } from '../base/errors.js';
import { decodeControl, encodeControl } from '../wire/control.js';
export class StationDesk {
    #registry;
    #publisher;
    #limits;
    #log;
    #post;
    /** @param post sends to the dispatch worker; does nothing when there is none. */
    constructor(registry, publisher, limits, log, post) {
        this.#registry = registry;
        this.#publisher = publisher;
        this.#limits = limits;
        this.#log = log;
        this.#post = post;
    }
    /** A control message of a link; one that breaks the rules ends its link. */
    onControl(key, bytes) {
        const station = this.#registry.find(key);
        if (station === undefined)
            return;
        let message;
        try {
            message = decodeControl(bytes);
        }
        catch (error) {
            this.#closeLink(key, error instanceof CenterError ? error.message : String(error));
            return;
        }
        if (message.type === 'register')
            this.#register(station, message);
        else if (message.type === 'leave') {
            this.leave([station]);
            this.#tell(station, { type: 'left', requestId: message.requestId });
        }
        else
            this.#closeLink(key, `a station does not send ${message.type}`);
    }
    /** Sends no more calls to these stations. */
    leave(stations) {
        for (const station of stations)
            this.#registry.leave(station);
        this.#publisher.publish();
    }
    /** Tells a station that its center ends, or wants it no more. @param retryAfterMs see `goodbye` in schema/control.fbs. */
    goodbye(station, reason, retryAfterMs) {
        this.#tell(station, { type: 'goodbye', reason, retryAfterMs });
    }
    #register(station, message) {
        const { requestId, routes, subscriptions, unsubscribed } = message;
        try {
            this.#registry.register(station, routes, subscriptions, unsubscribed);
            for (const { route } of routes)
                this.#limits.applyTo(route);
            // The snapshot goes first on the same port: when the station hears the answer, its routes are in force.
            const epoch = this.#publisher.publish();
            this.#tell(station, { type: 'registered', requestId, epoch });
        }
        catch (error) {
            this.#log.warn({ station: station.id, error: String(error) }, 'registration refused');
            this.#tell(station, { type: 'failed', requestId, error: errorBodyOf(error, 'register') });
        }
    }
    #tell({ link, generation }, message) {
        this.#post({ type: 'control', link, generation, bytes: encodeControl(message) });
    }
    #closeLink({ link, generation }, reason) {
        this.#post({ type: 'close-link', link, generation, reason });
    }
}
//# sourceMappingURL=station-desk.js.map