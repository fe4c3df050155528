// A strict reader of Prometheus 0.0.4 and OpenMetrics 1.0.0, written from their specifications: whatever a reader may
// refuse is an error here.
const kName = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const kSample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{.*\})? (\S+)$/;
/** @throws Error that names the line and the rule. */
export function parseMetrics(text, form) {
    const families = new Map();
    const seen = new Set();
    let current = null;
    if (!text.endsWith('\n'))
        throw new Error('the last line does not end');
    const lines = text.slice(0, -1).split('\n');
    if (form === 'openmetrics' && lines.pop() !== '# EOF')
        throw new Error('no # EOF');
    for (const line of lines) {
        const refuse = (rule) => new Error(`${line}: ${rule}`);
        const meta = /^# (TYPE|HELP|UNIT) (\S+) (.*)$/.exec(line);
        if (meta !== null) {
            const [, kind, name, value] = meta;
            if (!kName.test(name))
                throw refuse('bad name');
            if (kind === 'TYPE') {
                if (families.has(name))
                    throw refuse('a family stands there twice');
                if (!['counter', 'gauge', 'histogram'].includes(value))
                    throw refuse('bad type');
                current = { name, type: value, help: '', unit: '', samples: [] };
                families.set(name, current);
            }
            else if (current?.name !== name || current.samples.length > 0) {
                throw refuse('not at the head of its family');
            }
            else if (kind === 'HELP')
                current.help = value;
            else if (form === 'prometheus' || !name.endsWith(`_${value}`))
                throw refuse('bad unit');
            else
                current.unit = value;
            continue;
        }
        if (line.startsWith('#') || line === '')
            throw refuse('neither metadata nor sample');
        const match = kSample.exec(line);
        if (match === null || current === null)
            throw refuse('no sample of a family');
        const labels = parseLabels(match[2] ?? '{}', refuse);
        const sample = { name: match[1], labels, value: parseNumber(match[3], refuse) };
        if (!suffixesOf(current.type, form).some((suffix) => `${current?.name}${suffix}` === sample.name))
            throw refuse(`no sample of ${current.name}`);
        const identity = `${sample.name} ${JSON.stringify(Object.entries(labels).sort())}`;
        if (seen.has(identity))
            throw refuse('a series stands there twice');
        seen.add(identity);
        if (current.type === 'counter' && !(sample.value >= 0))
            throw refuse('a counter below 0');
        current.samples.push(sample);
    }
    for (const family of families.values()) {
        if (family.help === '')
            throw new Error(`${family.name} has no help`);
        if (family.type === 'histogram')
            checkHistogram(family);
    }
    return families;
}
function suffixesOf(type, form) {
    if (type === 'histogram')
        return ['_bucket', '_sum', '_count'];
    return type === 'counter' && form === 'openmetrics' ? ['_total'] : [''];
}
function parseLabels(text, refuse) {
    const labels = {};
    let rest = text.slice(1, -1);
    while (rest !== '') {
        const match = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,(?=.)|$)/.exec(rest);
        if (match === null)
            throw refuse(`bad labels at ${rest}`);
        const [whole, name, value] = match;
        if (name in labels)
            throw refuse(`label ${name} twice`);
        labels[name] = value.replace(/\\(.)/g, (_all, one) => (one === 'n' ? '\n' : one));
        rest = rest.slice(whole.length);
    }
    return labels;
}
function parseNumber(text, refuse) {
    if (text === '+Inf')
        return Number.POSITIVE_INFINITY;
    if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(text))
        throw refuse('bad number');
    return Number(text);
}
/** Bounds grow, counts do not shrink, the infinite bucket is there and equals the count. */
function checkHistogram({ name, samples }) {
    const series = new Map();
    for (const sample of samples) {
        const { le: _le, ...labels } = sample.labels;
        const key = JSON.stringify(labels);
        series.set(key, [...(series.get(key) ?? []), sample]);
    }
    for (const [key, own] of series) {
        const buckets = own.filter((sample) => sample.name === `${name}_bucket`);
        const bounds = buckets.map(({ labels }) => labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le));
        const counts = buckets.map(({ value }) => value);
        const grows = (numbers, isStrict) => numbers.every((number, at) => at === 0 || number > numbers[at - 1] || (!isStrict && number === numbers[at - 1]));
        if (!grows(bounds, true) || !grows(counts, false))
            throw new Error(`${key}: buckets do not grow`);
        if (bounds.at(-1) !== Number.POSITIVE_INFINITY)
            throw new Error(`${key}: no infinite bucket`);
        const count = own.find((sample) => sample.name === `${name}_count`)?.value;
        if (count !== counts.at(-1))
            throw new Error(`${key}: the count is not the infinite bucket`);
        if (own.filter((sample) => sample.name === `${name}_sum`).length !== 1)
            throw new Error(`${key}: no sum`);
    }
}
//# sourceMappingURL=metrics-parser.js.map