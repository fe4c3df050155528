// What a command is given: the outside world and the SDK. Tests hand in their own.
export {};
//# sourceMappingURL=context.js.map