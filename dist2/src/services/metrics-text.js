// The text of metrics in two forms: Prometheus 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/) and
// OpenMetrics 1.0.0 (https://prometheus.io/docs/specs/om/open_metrics_spec/). They differ in the names of counters, in
// units and in the last line.
import { assert } from '../base/assert.js';
import { kFamilies } from './metric-families.js';
export const kContentTypes = {
    prometheus: 'text/plain; version=0.0.4; charset=utf-8',
    openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};
export class MetricsText {
    #form;
    #lines = [];
    #begun = new Set();
    #name = '';
    #family = { type: 'gauge', help: '', labels: [] };
    constructor(form) {
        this.#form = form;
    }
    /** Begins a family; its samples follow at once, and once only, as both forms want it. */
    family(name) {
        assert(!this.#begun.has(name), 'the samples of a family stand together');
        this.#begun.add(name);
        this.#name = name;
        this.#family = kFamilies[name];
        const { type, unit, help } = this.#family;
        const isOpen = this.#form === 'openmetrics';
        const shown = isOpen || type !== 'counter' ? name : `${name}_total`;
        this.#lines.push(`# TYPE ${shown} ${type}`);
        if (isOpen && unit !== undefined)
            this.#lines.push(`# UNIT ${shown} ${unit}`);
        this.#lines.push(`# HELP ${shown} ${escapeHelp(help, isOpen)}`);
        return this;
    }
    /** One sample of a counter or a gauge. */
    sample(value, labels = {}) {
        const { type } = this.#family;
        assert(type !== 'histogram', 'a histogram has samples of its own');
        const suffix = type === 'counter' ? '_total' : '';
        this.#lines.push(`${this.#name}${suffix}${braced(labelText(labels))} ${numberText(value)}`);
        return this;
    }
    /** The samples of one histogram. @param bounds upper bounds in the family's unit, as text, without the infinite one. */
    histogram(bounds, { below, count, sum }, labels) {
        assert(this.#family.type === 'histogram', 'the family is a histogram');
        const text = labelText(labels);
        const comma = text === '' ? '' : ',';
        const name = this.#name;
        bounds.forEach((bound, at) => {
            this.#lines.push(`${name}_bucket{${text}${comma}le="${bound}"} ${numberText(below[at])}`);
        });
        this.#lines.push(`${name}_bucket{${text}${comma}le="+Inf"} ${numberText(count)}`, `${name}_sum${braced(text)} ${numberText(sum)}`, `${name}_count${braced(text)} ${numberText(count)}`);
        return this;
    }
    /** The whole text. */
    end() {
        if (this.#form === 'openmetrics')
            this.#lines.push('# EOF');
        return `${this.#lines.join('\n')}\n`;
    }
}
function labelText(labels) {
    return Object.entries(labels)
        .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
        .join(',');
}
function braced(text) {
    return text === '' ? '' : `{${text}}`;
}
function escapeLabel(value) {
    return /[\\"\n]/.test(value)
        ? value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
        : value;
}
/** Prometheus leaves quotes as they are where no quotes stand around the text. */
function escapeHelp(text, isOpen) {
    const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
    return isOpen ? escaped.replaceAll('"', '\\"') : escaped;
}
function numberText(value) {
    if (Number.isFinite(value))
        return String(value);
    return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
//# sourceMappingURL=metrics-text.js.map