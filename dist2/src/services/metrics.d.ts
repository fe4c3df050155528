import type { Center } from '../control/center.js';
import { type Measures } from '../control/measures.js';
import type { Station } from '../station/station.js';
import { type MetricsForm } from './metrics-text.js';
import { type ProcessFigures } from './process-figures.js';
/** Adds the route to the center's own station. */
export declare function offerMetrics(station: Station, center: Center, version: string): void;
/** The form that a reader likes best; the older one for readers that do not say. */
export declare function formOf(accept: string | undefined): MetricsForm;
/** All families. @param version the center's own. */
export declare function metricsText(form: MetricsForm, measures: Measures, figures: ProcessFigures, version: string): string;
