// How a gateway tells the center's own routes that a request was made on this machine. Clients cannot say so: the gateway
// lets no field with this prefix in.
export const kLocalMark = 'x-signalbox-local';
//# sourceMappingURL=local-mark.js.map