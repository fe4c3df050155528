// The ways to spread calls over the stations of a route; a station names one when it offers the route.
export const kBalances = ['round-robin', 'random', 'least-outstanding', 'weighted', 'hash'];
export const kBalanceDefault = 'round-robin';
export function isBalance(value) {
    return kBalances.some((balance) => balance === value);
}
//# sourceMappingURL=balance.js.map