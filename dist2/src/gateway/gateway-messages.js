// What passes between a gateway thread and the thread that started it.
export {};
//# sourceMappingURL=gateway-messages.js.map