// The caller of the example: many real queries at once, and proof that the answers are right.
//
//   node dist/examples/places/query.js [--center ADDRESS] [--count 20000] [--window 256]
//
// Exits 1 when an answer is wrong.
import { parseArgs } from 'node:util';
import { connect } from '../../src/index.js';
import { kEarthRadiusKm, loadPlaces } from './places.js';
/** Answers that are compared with a search through all places. */
const kSampleCount = 200;
/** Answers carry whole metres; two ways to reckon may round one of them differently. */
const kToleranceKm = 0.0015;
const { values: flags } = parseArgs({
    options: {
        center: { type: 'string' },
        count: { type: 'string', default: '20000' },
        window: { type: 'string', default: '256' },
    },
});
const questions = makeQuestions(wholeNumber('count', flags.count, 1, 1_000_000));
const windowCount = wholeNumber('window', flags.window, 1, 10_000);
const client = await connect(flags.center, { name: 'places-query' });
try {
    await ask(client, questions.slice(0, 1000)); // lets both processes compile what is hot
    const startMs = performance.now();
    const answers = await ask(client, questions);
    const seconds = (performance.now() - startMs) / 1000;
    const perSecond = Math.round(questions.length / seconds).toLocaleString('en');
    console.log(`${questions.length.toLocaleString('en')} queries in ${seconds.toFixed(2)} s: ${perSecond} a second ` +
        `over ${client.carrier}, ${windowCount} at a time`);
    check(answers);
}
finally {
    await client.close();
}
/** Asks all; `windowCount` loops, each of which waits for its answer before its next question. */
async function ask(caller, list) {
    const answers = [];
    let next = 0;
    const loop = async () => {
        while (next < list.length) {
            const index = next++;
            const { lat, lon, n } = list[index] ?? { lat: 0, lon: 0, n: 1 };
            const reply = await caller.call(`GET /places/near?lat=${lat}&lon=${lon}&n=${n}`);
            answers[index] = answersOf(reply, n);
        }
    };
    await Promise.all(Array.from({ length: windowCount }, loop));
    return answers;
}
/** @throws Error when the reply is not what the route promises. */
function answersOf(reply, n) {
    if (!Array.isArray(reply) || reply.length !== n || !reply.every(isAnswer)) {
        throw new Error(`${n} places were asked for; the reply is ${JSON.stringify(reply)}`);
    }
    for (const [index, { distanceKm }] of reply.entries()) {
        const before = reply[index - 1];
        if (before !== undefined && before.distanceKm > distanceKm) {
            throw new Error(`not nearest first: ${JSON.stringify(reply)}`);
        }
    }
    return reply;
}
function isAnswer(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { id, name, distanceKm } = { ...value };
    return typeof id === 'number' && typeof name === 'string' && typeof distanceKm === 'number';
}
/** Compares a sample with what a plain search through all places finds. */
function check(answers) {
    const places = loadPlaces();
    const step = Math.max(1, Math.floor(questions.length / kSampleCount));
    let checkedCount = 0;
    for (let index = 0; index < questions.length; index += step) {
        const question = questions[index];
        const answer = answers[index];
        if (question === undefined || answer === undefined)
            throw new Error(`question ${index} has no answer`);
        checkOne(question, answer, places);
        checkedCount++;
    }
    console.log(`${checkedCount} of them compared with a search through all ${places.length} places: all right`);
}
function checkOne(question, answer, places) {
    const truth = nearestKm(question, places);
    const isRight = answer.every(({ id, distanceKm }, rank) => {
        const place = places[id];
        if (place === undefined || answer.findIndex((other) => other.id === id) !== rank)
            return false;
        return isNear(distanceKm, wayKm(question, place)) && isNear(distanceKm, truth[rank]);
    });
    if (isRight)
        return;
    console.error(`wrong answer to ${JSON.stringify(question)}: ${JSON.stringify(answer)}`);
    console.error(`the true distances are ${truth.join(', ')} km`);
    process.exitCode = 1;
    throw new Error('an answer is wrong');
}
/** The `n` least distances, found by looking at every place. */
function nearestKm(question, places) {
    const nearest = [];
    for (const place of places) {
        const way = wayKm(question, place);
        if (nearest.length === question.n && way >= (nearest.at(-1) ?? 0))
            continue;
        nearest.push(way);
        nearest.sort((a, b) => a - b);
        nearest.length = Math.min(nearest.length, question.n);
    }
    return nearest;
}
function isNear(a, b) {
    return b !== undefined && Math.abs(a - b) <= kToleranceKm;
}
/** The haversine formula: another way to reckon than the station's. */
function wayKm(from, to) {
    const radians = Math.PI / 180;
    const byLat = Math.sin(((to.lat - from.lat) * radians) / 2) ** 2;
    const byLon = Math.sin(((to.lon - from.lon) * radians) / 2) ** 2;
    const h = byLat + Math.cos(from.lat * radians) * Math.cos(to.lat * radians) * byLon;
    return 2 * kEarthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)));
}
/** Points all over the globe, the same in every run. */
function makeQuestions(count) {
    let state = 1;
    const random = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator
        return state / 2 ** 32;
    };
    return Array.from({ length: count }, () => ({
        lat: Number(((Math.asin(2 * random() - 1) * 180) / Math.PI).toFixed(4)),
        lon: Number((random() * 360 - 180).toFixed(4)),
        n: 1 + Math.floor(random() * 10),
    }));
}
function wholeNumber(name, text, min, max) {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max)
        return value;
    console.error(`--${name} is ${text}; a whole number from ${min} to ${max} is wanted`);
    process.exit(2);
}
//# sourceMappingURL=query.js.map