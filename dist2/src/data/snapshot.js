// What control tells the data plane: numbered snapshots, each the difference to the one before.
export {};
//# sourceMappingURL=snapshot.js.map