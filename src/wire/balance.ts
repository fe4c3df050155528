// The ways to spread calls over the stations of a route; a station names one when it offers the route.

export const kBalances = ['round-robin', 'random', 'least-outstanding', 'weighted', 'hash'] as const

export type Balance = (typeof kBalances)[number]

export const kBalanceDefault: Balance = 'round-robin'

export function isBalance(value: string): value is Balance {
  return kBalances.some((balance) => balance === value)
}
