// The part of uWebSockets.js that is used, by the versions that are (20.30 … 20.57). Types of our own, because each of the
// packages is optional and brings slightly different ones.
export {};
//# sourceMappingURL=uws-types.js.map