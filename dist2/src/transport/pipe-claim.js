// Who owns the path of a pipe: one center at a time, also when several start at one moment, and nobody has to clean up
// after one that was killed.
//
// A listening socket is the one thing whose end the kernel tells to everybody (a connection to it is refused), whatever
// process identifiers and containers are about. But names of sockets stay when their owners die, and removing "the dead
// one" by its name may hit the one that took its place a moment ago. So no name is used twice:
//
//   center.sock            the pipe itself: another name of the owner's socket
//   center.sock.lock.7     claim 7: also a name of its socket. The highest claim decides who owns the path
//   center.sock.new.a1b2   a socket on its way to a claim; it listens before it has any other name
//
// A center listens under a fresh name, and claims the number above the highest one if nobody answers at that: by a hard
// link, which is atomic and fails where the name exists. It owns the path if no higher claim appeared meanwhile. The
// highest claim is never removed, not even at the end of its owner, so that the highest number only grows: a center that
// looked long ago and wakes up late either finds its number taken, or a higher one.
import { randomBytes } from 'node:crypto';
import { linkSync, lstatSync, readdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { centerError } from '../base/errors.js';
/** Each try means that another center claimed a number at the same moment; one of those owns the path or has died. */
const kTriesMax = 64;
const kLockSuffix = '.lock.';
const kFreshSuffix = '.new.';
const kFreshBytes = 4;
const kClaimDigitsMax = 7;
/** Bytes of the longest name beside a pipe, less those of the pipe's own: '.new.' and 8 digits. */
export const kClaimSuffixBytes = kFreshSuffix.length + 2 * kFreshBytes;
/** A name in the pipe's folder that nobody else uses; listen there before {@link claimPipe}. */
export function freshNameOf(path) {
    return `${path}${kFreshSuffix}${randomBytes(kFreshBytes).toString('hex')}`;
}
/**
 * Gives a listening socket the path of a pipe, if no other center has it.
 *
 * @param fresh where the socket listens, of {@link freshNameOf}; the name is gone afterwards.
 * @throws CenterError ERR_CENTER_RUNS, ERR_BAD_ARGUMENT when there is something at the path that is no socket.
 */
export async function claimPipe(path, fresh) {
    const own = await claimNumber(path, fresh);
    // From here on no other center touches the path.
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat !== undefined && !stat.isSocket()) {
        const rule = 'there is something that is no socket; name another path';
        throw centerError('ERR_BAD_ARGUMENT', { name: 'pipe', value: path, rule });
    }
    // Something that knows nothing of claims.
    if (await isAnswered(path))
        throw centerError('ERR_CENTER_RUNS', { address: path });
    renameSync(fresh, path);
    const { ino } = lstatSync(path);
    await removeLeftovers(path, own);
    return {
        isSuccessor: own > 1,
        release: () => {
            if (lstatSync(path, { throwIfNoEntry: false })?.ino === ino)
                unlinkSync(path);
        },
    };
}
/** @returns the number that was claimed; it is the highest. */
async function claimNumber(path, fresh) {
    for (let tries = 0; tries < kTriesMax; tries++) {
        const highest = highestClaim(path);
        if (highest > 0 && (await isAnswered(claimName(path, highest))))
            break;
        const own = highest + 1;
        if (!tryLink(fresh, claimName(path, own)))
            continue;
        if (highestClaim(path) === own)
            return own;
        // We slept while others came and went: theirs is higher, so that ours may go.
        rmSync(claimName(path, own), { force: true });
    }
    throw centerError('ERR_CENTER_RUNS', { address: path });
}
function claimName(path, number) {
    return `${path}${kLockSuffix}${number}`;
}
/** 0 when nobody has ever claimed the path. */
function highestClaim(path) {
    return Math.max(0, ...namesBeside(path, kLockSuffix).map(({ rest }) => claimNumberOf(rest)));
}
function claimNumberOf(text) {
    return /^[1-9]\d*$/.test(text) && text.length <= kClaimDigitsMax ? Number(text) : 0;
}
/** @returns false when the name exists, or when the owner of the path has removed `fresh` as a leftover. */
function tryLink(fresh, name) {
    try {
        linkSync(fresh, name);
        return true;
    }
    catch (error) {
        if (isCode(error, 'EEXIST') || isCode(error, 'ENOENT'))
            return false;
        throw error;
    }
}
/** What killed centers left behind. */
async function removeLeftovers(path, own) {
    for (const { name } of namesBeside(path, kFreshSuffix)) {
        // Who is not listening yet loses its name, too; its claim would have come too late anyway.
        if (!(await isAnswered(name)))
            rmSync(name, { force: true });
    }
    for (const { name, rest } of namesBeside(path, kLockSuffix)) {
        const number = claimNumberOf(rest);
        if (number > 0 && number < own)
            rmSync(name, { force: true });
    }
}
function namesBeside(path, suffix) {
    const folder = dirname(path);
    const prefix = `${basename(path)}${suffix}`;
    return readdirSync(folder)
        .filter((name) => name.startsWith(prefix))
        .map((name) => ({ name: join(folder, name), rest: name.slice(prefix.length) }));
}
function isAnswered(path) {
    return new Promise((resolve) => {
        const socket = connect(path);
        socket.once('connect', () => {
            socket.destroy();
            resolve(true);
        });
        // A full backlog or a foreign owner is somebody, too; only these two mean nobody.
        socket.once('error', (error) => resolve(!isCode(error, 'ENOENT') && !isCode(error, 'ECONNREFUSED')));
    });
}
function isCode(error, code) {
    return error instanceof Error && Reflect.get(error, 'code') === code;
}
//# sourceMappingURL=pipe-claim.js.map