// Checks the bytes of a FlatBuffers message before anything is read through the generated accessors.
//
// The JavaScript runtime of FlatBuffers has no verifier: its accessors follow every offset, so hostile bytes could make
// them read another object's bytes as a length, or copy one text ten thousand times. After this check they cannot: all
// that a layout names lies inside the message, and the sizes of all objects together are at most the message's own size.
import { isUtf8 } from 'node:buffer';
import { centerError } from '../base/errors.js';
// Offsets inside a table and its vtable are unsigned 16-bit words that the accessors read as signed ones.
const kTableBytesMax = 0x7fff;
const kVtableHeaderBytes = 4;
const kOffsetBytes = 4;
const kRootHeaderBytes = 8;
/**
 * Checks a whole message.
 *
 * @param bytes any bytes. Costs time in proportion to their number and allocates nothing that grows with them.
 * @param root what the message should be.
 * @throws CenterError ERR_PROTOCOL naming the first broken rule.
 */
export function verifyFlatMessage(bytes, root) {
    const verifier = new FlatVerifier(bytes);
    verifier.verifyRoot(root);
}
class FlatVerifier {
    #bytes;
    #view;
    /** Bytes that objects may still occupy. Bounds the work, and what a reader allocates. */
    #budgetBytes;
    constructor(bytes) {
        this.#bytes = bytes;
        this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        this.#budgetBytes = bytes.byteLength;
    }
    verifyRoot(root) {
        if (this.#bytes.length < kRootHeaderBytes)
            fail('the message is cut short');
        for (let index = 0; index < root.identifier.length; index++) {
            if (this.#bytes[kOffsetBytes + index] !== root.identifier.charCodeAt(index)) {
                fail(`the message does not say ${root.identifier}`);
            }
        }
        const at = this.#target(0, 'Message');
        const typeAt = this.#verifyTable(at, kUnionHead);
        const type = typeAt === 0 ? 0 : (this.#bytes[typeAt] ?? 0);
        const layout = root.layouts[type - 1];
        if (layout === undefined)
            fail(`message type ${type} is unknown`);
        const bodyAt = this.#fieldAt(at, 1, kOffsetBytes, 'Message.body');
        if (bodyAt === 0)
            fail('Message.body is missing');
        this.#verifyTable(this.#target(bodyAt, 'Message.body'), layout);
    }
    /** Checks a table and all below it. Returns where its first field lies, 0 when that is absent. */
    #verifyTable(at, layout) {
        this.#verifyVtable(at, layout.name);
        let firstAt = 0;
        let slot = 0;
        for (const [name, field] of Object.entries(layout.fields)) {
            const path = `${layout.name}.${name}`;
            const fieldAt = this.#fieldAt(at, slot, field.kind === 'number' ? field.bytes : kOffsetBytes, path);
            if (slot === 0)
                firstAt = fieldAt;
            slot++;
            if (fieldAt !== 0)
                this.#verifyField(fieldAt, field, path);
            else if (isRequired(field))
                fail(`${path} is missing`);
        }
        return firstAt;
    }
    #verifyVtable(at, name) {
        this.#inside(at, kOffsetBytes, name);
        const vtable = at - this.#view.getInt32(at, true);
        this.#inside(vtable, kVtableHeaderBytes, name);
        const vtableBytes = this.#view.getUint16(vtable, true);
        const tableBytes = this.#view.getUint16(vtable + 2, true);
        const isSound = vtableBytes >= kVtableHeaderBytes &&
            vtableBytes <= kTableBytesMax &&
            vtableBytes % 2 === 0 &&
            tableBytes >= kOffsetBytes &&
            tableBytes <= kTableBytesMax;
        if (!isSound)
            fail(`${name} has a broken vtable`);
        this.#inside(vtable, vtableBytes, name);
        this.#inside(at, tableBytes, name);
        this.#spend(tableBytes, name);
    }
    /** Where a field of a checked table lies; 0 when the table does not have it. */
    #fieldAt(at, slot, fieldBytes, path) {
        const vtable = at - this.#view.getInt32(at, true);
        const entry = kVtableHeaderBytes + 2 * slot;
        if (entry >= this.#view.getUint16(vtable, true))
            return 0;
        const offset = this.#view.getUint16(vtable + entry, true);
        if (offset === 0)
            return 0;
        if (offset < kOffsetBytes || offset + fieldBytes > this.#view.getUint16(vtable + 2, true)) {
            fail(`${path} lies outside its table`);
        }
        return at + offset;
    }
    #verifyField(at, field, path) {
        switch (field.kind) {
            case 'number':
                return;
            case 'text':
                this.#verifyText(this.#target(at, path), field, path);
                return;
            case 'table':
                this.#verifyTable(this.#target(at, path), field.layout);
                return;
            case 'tables': {
                const start = this.#target(at, path);
                const count = this.#verifyVector(start, field.countMax, path);
                for (let index = 0; index < count; index++) {
                    const itemAt = start + kOffsetBytes * (index + 1);
                    this.#verifyTable(this.#target(itemAt, path), field.layout);
                }
                return;
            }
            case 'numbers':
                this.#verifyVector(this.#target(at, path), field.countMax, path);
        }
    }
    #verifyText(at, field, path) {
        const length = this.#view.getUint32(at, true);
        if (length > field.bytesMax)
            fail(`${path} has ${length} bytes; ${field.bytesMax} are allowed`);
        if (length === 0 && field.isRequired)
            fail(`${path} is empty`);
        const start = at + kOffsetBytes;
        // One more for the zero byte that ends every text.
        this.#inside(start, length + 1, path);
        this.#spend(kOffsetBytes + length + 1, path);
        const text = this.#bytes.subarray(start, start + length);
        if (!isUtf8(text))
            fail(`${path} is not UTF-8`);
        // The accessors would drop the mark silently, and a name of nothing else would become empty.
        if (text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf) {
            fail(`${path} starts with a byte order mark`);
        }
    }
    /** Checks a vector of 4-byte items; returns how many there are. */
    #verifyVector(at, countMax, path) {
        const count = this.#view.getUint32(at, true);
        if (count > countMax)
            fail(`${path} has ${count} items; ${countMax} are allowed`);
        this.#inside(at + kOffsetBytes, count * kOffsetBytes, path);
        this.#spend(kOffsetBytes * (count + 1), path);
        return count;
    }
    /** Follows an offset. Offsets point forwards; there is room for at least a length at the target. */
    #target(at, path) {
        const offset = this.#view.getUint32(at, true);
        if (offset < kOffsetBytes)
            fail(`${path} points nowhere`);
        this.#inside(at + offset, kOffsetBytes, path);
        return at + offset;
    }
    #inside(at, byteCount, path) {
        if (at < 0 || at + byteCount > this.#bytes.length)
            fail(`${path} lies outside the message`);
    }
    #spend(byteCount, path) {
        this.#budgetBytes -= byteCount;
        if (this.#budgetBytes < 0)
            fail(`${path}: objects of the message overlap`);
    }
}
/** The root's fields as far as they are known before the type is. */
const kUnionHead = { name: 'Message', fields: { type: { kind: 'number', bytes: 1 } } };
function isRequired(field) {
    return field.kind === 'table' || (field.kind === 'text' && field.isRequired);
}
function fail(rule) {
    throw centerError('ERR_PROTOCOL', { rule });
}
//# sourceMappingURL=flat-verifier.js.map