// Which of several dispatchers is the home of a link: where its own calls and messages go.

type Placed = { readonly name: string; readonly home: number }

/**
 * Chooses the home of one more link. Links of one name do the same work, so they are spread first.
 *
 * @param links that there are.
 * @returns the dispatcher (0 …) that is home to the fewest links of this name; of several such the one with the fewest links.
 */
export function chooseHome(links: Iterable<Placed>, name: string, dispatchers: number): number {
  const counts = Array.from({ length: dispatchers }, (_, home) => ({ home, same: 0, all: 0 }))
  for (const link of links) {
    const count = counts[link.home]
    if (count === undefined) continue
    count.all++
    if (link.name === name) count.same++
  }
  counts.sort((a, b) => a.same - b.same || a.all - b.all || a.home - b.home)
  return counts[0]?.home ?? 0
}
