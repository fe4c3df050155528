// What every carrier offers: a pair of rings and word of the peer's end. The code above knows no carrier.
export {};
//# sourceMappingURL=link.js.map