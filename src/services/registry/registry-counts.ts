// What the registry counts; docs/COUNTERS.md explains each. Its owner's thread alone.

export const kRegistryCounterNames = [
  'registry_registrations',
  'registry_deregistrations',
  'registry_expiries',
  'registry_heartbeats',
  'registry_heartbeats_unknown',
  'registry_lookups',
  'registry_lookups_empty',
  'registry_requests_refused',
] as const

export type RegistryCounterName = (typeof kRegistryCounterNames)[number]

/** Numbers that only grow, by name. */
export type RegistryCounts = Record<RegistryCounterName, number>

export function newRegistryCounts(): RegistryCounts {
  return Object.fromEntries(kRegistryCounterNames.map((name) => [name, 0])) as RegistryCounts
}
