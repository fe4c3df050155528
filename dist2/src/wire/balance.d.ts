export declare const kBalances: readonly ['round-robin', 'random', 'least-outstanding', 'weighted', 'hash'];
export type Balance = (typeof kBalances)[number];
export declare const kBalanceDefault: Balance;
export declare function isBalance(value: string): value is Balance;
