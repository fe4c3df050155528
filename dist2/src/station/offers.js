// What a station offers: its routes, each with its handler wrapped once in middleware and schemas, and its
// subscriptions. Lives as long as the station; the links come and go.
import { centerError } from '../base/errors.js';
import { kRoutesPerStationMax, kSubscriptionsPerStationMax } from '../base/limits.js';
import { isBalance, kBalanceDefault, kBalances } from '../wire/balance.js';
import { parseRoute } from '../wire/route-key.js';
import { checkTopic } from './names.js';
import { Reply } from './reply.js';
import { checkDocs, docsText } from './route-docs.js';
import { describeSchema, validate } from './schema.js';
const kOptionNames = [
    'request',
    'reply',
    'idempotent',
    'balance',
    'weight',
    'bodyAs',
    'description',
    'docs',
];
const kBodyForms = ['value', 'stream', 'raw'];
const kWeightMax = 1_000;
export class Offers {
    routes = [];
    subscriptions = new Map();
    #byRoute = new Map();
    #middleware = [];
    #nextSubscription = 0;
    /** @throws CenterError ERR_BAD_ROUTE, ERR_BAD_ARGUMENT. */
    addRoute(route, options, handler) {
        const pattern = parseRoute(route);
        if (this.#byRoute.has(route))
            throw centerError('ERR_BAD_ROUTE', { route, rule: 'it is offered already' });
        if (this.routes.length >= kRoutesPerStationMax) {
            throw centerError('ERR_BAD_ROUTE', {
                route,
                rule: `a station offers at most ${kRoutesPerStationMax} routes`,
            });
        }
        checkOptions(route, options);
        const index = this.routes.length;
        const offer = { index, route, pattern, options, handler, run: handler };
        offer.run = this.#wrap(offer);
        this.routes.push(offer);
        this.#byRoute.set(route, offer);
        return offer;
    }
    /** Middleware wraps the routes that were there before it, too. */
    addMiddleware(middleware) {
        this.#middleware.push(middleware);
        for (const offer of this.routes)
            offer.run = this.#wrap(offer);
    }
    /** @throws CenterError ERR_BAD_ARGUMENT. */
    addSubscription(topic, group, handler) {
        checkTopic(topic);
        if (this.subscriptions.size >= kSubscriptionsPerStationMax) {
            const rule = `a station holds at most ${kSubscriptionsPerStationMax} subscriptions`;
            throw centerError('ERR_BAD_ARGUMENT', { name: 'topic', value: topic, rule });
        }
        const subscription = { index: this.#nextSubscription++, topic, group, handler };
        this.subscriptions.set(subscription.index, subscription);
        return subscription;
    }
    find(route) {
        return this.#byRoute.get(route);
    }
    /** The routes and subscriptions as a registration says them. */
    describeRoutes(from) {
        return this.routes.slice(from).map(({ index, route, options, handler }) => ({
            index,
            route,
            isIdempotent: options.idempotent ?? false,
            balance: options.balance ?? kBalanceDefault,
            weight: options.weight ?? 1,
            description: options.description ?? '',
            requestSchema: describeSchema(options.request, 'input', options.docs?.request),
            replySchema: describeSchema(options.reply, 'output', options.docs?.reply),
            docs: docsText(options, handler),
        }));
    }
    describeSubscriptions() {
        return [...this.subscriptions.values()].map(({ index, topic, group }) => ({
            index,
            topic,
            group,
        }));
    }
    // Schemas stand next to the handler, inside all middleware, so that authentication comes before parsing.
    #wrap(offer) {
        let run = offer.handler;
        const { request, reply } = offer.options;
        if (request !== undefined || reply !== undefined) {
            const inner = run;
            run = async (call) => {
                if (request !== undefined)
                    call.body = await validate(request, call.body, 'ERR_BAD_BODY', offer.route);
                const value = await inner(call);
                if (reply === undefined)
                    return value;
                if (!(value instanceof Reply))
                    return validate(reply, value, 'ERR_BAD_REPLY', offer.route);
                value.body = await validate(reply, value.body, 'ERR_BAD_REPLY', offer.route);
                return value;
            };
        }
        for (const middleware of [...this.#middleware].reverse()) {
            const inner = run;
            run = (call) => middleware(call, async () => inner(call));
        }
        return run;
    }
}
function checkOptions(route, options) {
    for (const name of Object.keys(options)) {
        if (!kOptionNames.includes(name)) {
            throw centerError('ERR_BAD_ROUTE', {
                route,
                rule: `option ${name} is none of ${kOptionNames.join(', ')}`,
            });
        }
    }
    const { balance, weight = 1, bodyAs = 'value', request, docs } = options;
    if (!kBodyForms.includes(bodyAs)) {
        throw centerError('ERR_BAD_ROUTE', {
            route,
            rule: `bodyAs ${String(bodyAs)} is none of ${kBodyForms.join(', ')}`,
        });
    }
    if (bodyAs !== 'value' && request !== undefined) {
        throw centerError('ERR_BAD_ROUTE', { route, rule: 'a schema wants bodyAs value' });
    }
    if (docs !== undefined)
        checkDocs(route, docs);
    if (balance !== undefined && !isBalance(balance)) {
        throw centerError('ERR_BAD_ROUTE', {
            route,
            rule: `balance ${String(balance)} is none of ${kBalances.join(', ')}`,
        });
    }
    if (!(Number.isInteger(weight) && weight >= 1 && weight <= kWeightMax)) {
        throw centerError('ERR_BAD_ROUTE', {
            route,
            rule: `weight ${weight} is no whole number from 1 to ${kWeightMax}`,
        });
    }
}
//# sourceMappingURL=offers.js.map