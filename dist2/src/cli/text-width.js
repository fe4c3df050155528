// How wide a text stands in a terminal, and cutting it there.
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian characters and pictures take two columns. */
const kWide = /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}|^[\u{20000}-\u{3fffd}]/u;
const kPlainText = /^[\x20-\x7e]*$/;
/** Columns of a text that has no control characters. */
export function widthOf(text) {
    if (kPlainText.test(text))
        return text.length;
    let width = 0;
    for (const { segment } of segmenter.segment(text))
        width += kWide.test(segment) ? 2 : 1;
    return width;
}
/** The text, or as much of it as fits with an ellipsis behind it. @param width columns, 1 or more. */
export function clipped(text, width) {
    if (widthOf(text) <= width)
        return text;
    let kept = '';
    let used = 0;
    for (const { segment } of segmenter.segment(text)) {
        const step = kWide.test(segment) ? 2 : 1;
        if (used + step > width - 1)
            break;
        kept += segment;
        used += step;
    }
    return `${kept}…`;
}
//# sourceMappingURL=text-width.js.map