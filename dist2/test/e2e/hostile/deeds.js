// What a hostile process is told to do, and what it says when it is done.
export const kWorst = [
    'scribble',
    'lie',
    'truncate',
    'flood',
    'neverReads',
    'neverAnswers',
];
//# sourceMappingURL=deeds.js.map