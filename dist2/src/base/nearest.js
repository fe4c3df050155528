// What somebody may have meant who wrote a name that there is not.
/** More changes than this make another name, not a slip. */
const kChangesMax = 3;
/**
 * Finds the name that is written most alike.
 *
 * @param names what there is; a few hundred short ones.
 * @returns undefined when none is alike: more than 3 changes, or more than a third of the letters.
 */
export function nearestName(name, names) {
    let nearest;
    let least = Math.min(kChangesMax, Math.ceil(name.length / 3)) + 1;
    for (const candidate of names) {
        const changes = changeCount(name.toLowerCase(), candidate.toLowerCase());
        if (changes < least) {
            least = changes;
            nearest = candidate;
        }
    }
    return nearest;
}
/** Letters to add, drop or exchange until one text is the other. */
function changeCount(from, to) {
    if (Math.abs(from.length - to.length) > kChangesMax)
        return Number.POSITIVE_INFINITY;
    let above = Array.from({ length: to.length + 1 }, (_, index) => index);
    for (let row = 1; row <= from.length; row++) {
        const line = [row];
        for (let column = 1; column <= to.length; column++) {
            const isSame = from[row - 1] === to[column - 1];
            line.push(Math.min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (isSame ? 0 : 1)));
        }
        above = line;
    }
    return above[to.length];
}
//# sourceMappingURL=nearest.js.map