/**
 * Which end of a lane the receiver has.
 */
export declare enum LaneSide {
    Unknown = 0,
    Caller = 1,
    Station = 2
}
