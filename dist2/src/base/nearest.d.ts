/**
 * Finds the name that is written most alike.
 *
 * @param names what there is; a few hundred short ones.
 * @returns undefined when none is alike: more than 3 changes, or more than a third of the letters.
 */
export declare function nearestName(name: string, names: Iterable<string>): string | undefined;
