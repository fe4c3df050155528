// As much of a kernel as lanes ask for: memory files, mappings, descriptors that are passed on, and doorbells, of several
// processes that are one here. What a process leaves open when it dies is closed; what one leaves open that lives can be
// counted.
/** A memory file: what its mappings show. */
export class MemoryFile {
    memory;
    bytes;
    words;
    /** Grows with each change. */
    version = 0;
    constructor(byteCount) {
        this.memory = new ArrayBuffer(byteCount);
        this.bytes = new Uint8Array(this.memory);
        this.words = new Int32Array(this.memory);
    }
    /** Others see this from now on. */
    show(bytes) {
        if (Buffer.compare(this.bytes, bytes) === 0)
            return;
        this.bytes.set(bytes);
        this.version++;
    }
}
/** A doorbell; whoever has its reading end may listen. */
class Bell {
    onRung = () => { };
}
const kFirstDescriptor = 10;
export class FakeProcess {
    Mapping;
    #open = new Map();
    #mappings = new Set();
    #isApart;
    #next = kFirstDescriptor;
    /**
     * @param isApart its mappings are copies: what it writes is seen at {@link push}, and it sees what others wrote at
     * {@link pull}.
     */
    constructor(isApart) {
        this.#isApart = isApart;
        const map = (descriptor, byteCount) => this.#map(descriptor, byteCount);
        // Called with `new`, as the addon's class is: what it returns is what there is then.
        this.Mapping = function Mapping(descriptor, byteCount) {
            return map(descriptor, byteCount);
        };
    }
    /** Descriptors and mappings that it has. */
    get openCount() {
        return this.#open.size + this.#mappings.size;
    }
    /** Files that it has mapped. */
    files() {
        return [...this.#mappings].map(({ file }) => file);
    }
    segmentCreate(byteCount) {
        return this.#keep(new MemoryFile(byteCount));
    }
    descriptorClose(descriptor) {
        this.#find(descriptor);
        this.#open.delete(descriptor);
    }
    doorbellCreate() {
        const bell = new Bell();
        return { reader: this.#keep(bell), writer: this.#keep(bell) };
    }
    doorbellRing(writer) {
        const bell = this.#find(writer);
        if (!(bell instanceof Bell))
            throw new Error(`descriptor ${writer} is no doorbell`);
        bell.onRung();
    }
    /** Listens to a doorbell. */
    listen(reader, onRung) {
        const bell = this.#find(reader);
        if (!(bell instanceof Bell))
            throw new Error(`descriptor ${reader} is no doorbell`);
        bell.onRung = onRung;
    }
    /** What is sent with a message: it stays open here. */
    lend(descriptors) {
        return descriptors.map((descriptor) => this.#find(descriptor));
    }
    /** What came with a message. @returns descriptors of this process. */
    adopt(files) {
        return files.map((file) => this.#keep(file));
    }
    /** It sees what others have written. */
    pull() {
        for (const { file, bytes } of this.#mappings)
            bytes.set(file.bytes);
    }
    /** Others see what it has written. @param hold keeps a change back that is not seen yet: puts the old word there. */
    push(hold = () => { }) {
        for (const { file, bytes } of this.#mappings) {
            hold(file, bytes);
            file.show(bytes);
        }
    }
    /** It is dead: the kernel closes what it had. */
    end() {
        this.#open.clear();
        this.#mappings.clear();
    }
    #map(descriptor, byteCount) {
        const file = this.#find(descriptor);
        if (!(file instanceof MemoryFile) || file.bytes.length !== byteCount)
            throw new Error(`descriptor ${descriptor} is no memory of ${byteCount} bytes`);
        const mapping = new FakeMapping(file, this.#isApart, () => this.#mappings.delete(mapping));
        this.#mappings.add(mapping);
        return mapping;
    }
    #keep(file) {
        this.#open.set(this.#next, file);
        return this.#next++;
    }
    #find(descriptor) {
        const file = this.#open.get(descriptor);
        if (file === undefined)
            throw new Error(`descriptor ${descriptor} is not open`);
        return file;
    }
}
/** After release its buffer is detached, as that of the addon is: what still uses it throws, where that can be. */
class FakeMapping {
    file;
    bytes;
    buffer;
    #isApart;
    #onReleased;
    #isReleased = false;
    constructor(file, isApart, onReleased) {
        this.file = file;
        this.buffer = isApart ? file.memory.slice(0) : file.memory;
        this.bytes = new Uint8Array(this.buffer);
        this.#isApart = isApart;
        this.#onReleased = onReleased;
    }
    release() {
        if (this.#isReleased)
            return;
        this.#isReleased = true;
        this.#onReleased();
        if (!this.#isApart)
            return; // the others would lose theirs
        this.file.show(this.bytes);
        structuredClone(this.buffer, { transfer: [this.buffer] });
    }
}
//# sourceMappingURL=fake-kernel.js.map