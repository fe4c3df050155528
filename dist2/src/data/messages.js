// What passes between the control plane and a dispatch worker. Neither calls the other's functions.
export {};
//# sourceMappingURL=messages.js.map