// What people have chosen in `signalbox top`, and what each key changes. Pure.
import { kFiguresViews } from '../control/stats.js';
import { kSortKeys } from './top-model.js';
/** Characters of a filter; a route's name is rarely longer. */
const kFilterMax = 100;
const kEscape = '\u001b';
/** An escape sequence, or one character. */
const kKeyRule = new RegExp(`${kEscape}\\[[0-9;]*[A-Za-z~]|${kEscape}O[A-Za-z]|[^]`, 'gu');
/** Rows of a step of page up or down. */
const kPageRows = 10;
/**
 * Splits what a terminal sent into keys: several may come at once, and an arrow is several characters.
 *
 * @param text as read from stdin in raw mode.
 */
export function keysOf(text) {
    return text.match(kKeyRule) ?? [];
}
/** @returns the state after a key, or null to quit. */
export function stateAfter(state, key) {
    if (key === '\u0003' || key === '\u0004')
        return null; // Ctrl-C and Ctrl-D come as keys in raw mode
    return state.isTyping ? typed(state, key) : chosen(state, key);
}
function typed(state, key) {
    if (key === '\r' || key === '\n')
        return { ...state, isTyping: false };
    if (key === kEscape)
        return { ...state, isTyping: false, filter: '', offset: 0 };
    if (key === '\u007f' || key === '\b') {
        return { ...state, filter: Array.from(state.filter).slice(0, -1).join(''), offset: 0 };
    }
    const isText = !/^[\p{Cc}\p{Cs}]/u.test(key);
    if (!isText || state.filter.length >= kFilterMax)
        return state;
    return { ...state, filter: state.filter + key, offset: 0 };
}
function chosen(state, key) {
    switch (key) {
        case 'q':
        case 'Q':
            return null;
        case '1':
        case '2':
        case '3':
            return { ...state, view: kFiguresViews[Number(key) - 1], offset: 0 };
        case 's':
        case kRight:
        case kRightOfKeypad:
            return { ...state, sort: nextSort(state.sort, 1), offset: 0 };
        case kLeft:
        case kLeftOfKeypad:
            return { ...state, sort: nextSort(state.sort, -1), offset: 0 };
        case kUp:
        case kUpOfKeypad:
            return { ...state, offset: Math.max(0, state.offset - 1) };
        case kDown:
        case kDownOfKeypad:
            return { ...state, offset: state.offset + 1 };
        case kPageUp:
            return { ...state, offset: Math.max(0, state.offset - kPageRows) };
        case kPageDown:
            return { ...state, offset: state.offset + kPageRows };
        case '/':
            return { ...state, isTyping: true };
        case kEscape:
            return { ...state, filter: '', offset: 0 };
        case ' ':
            return { ...state, isPaused: !state.isPaused };
        default:
            return state;
    }
}
const kUp = '\u001b[A';
const kDown = '\u001b[B';
const kRight = '\u001b[C';
const kLeft = '\u001b[D';
// The same in the mode that some terminals are left in.
const kUpOfKeypad = '\u001bOA';
const kDownOfKeypad = '\u001bOB';
const kRightOfKeypad = '\u001bOC';
const kLeftOfKeypad = '\u001bOD';
const kPageUp = '\u001b[5~';
const kPageDown = '\u001b[6~';
function nextSort(sort, step) {
    const index = kSortKeys.indexOf(sort) + step;
    return kSortKeys[(index + kSortKeys.length) % kSortKeys.length];
}
//# sourceMappingURL=top-state.js.map