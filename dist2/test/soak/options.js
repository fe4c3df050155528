// What a soak is told, and what it tells.
export {};
//# sourceMappingURL=options.js.map