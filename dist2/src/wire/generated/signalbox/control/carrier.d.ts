/**
 * What carries a link. Unknown is never sent.
 */
export declare enum Carrier {
    Unknown = 0,
    Shm = 1,
    Pipe = 2,
    Tcp = 3,
    Worker = 4,
    Attached = 5
}
