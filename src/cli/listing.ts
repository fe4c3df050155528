// The shape of the commands that list: ask the center, print JSON or a table.

import type { Command } from 'commander'
import { type ConnectFlags, withClient } from './client.js'
import type { CliContext } from './context.js'
import { CliError, kExitFailed } from './exit.js'
import { centerFlag, outputFlag, tokenFileFlag } from './flags.js'
import { type Column, jsonText, latencyText, tableText, write } from './output.js'

type ListingFlags = ConnectFlags & { readonly output: 'json' | 'table' }

/** An item of a reply; what it lacks is shown as `-`. */
export type Item = Readonly<Record<string, unknown>>

/** What one listing is about. */
export type Listing = {
  readonly command: string
  readonly description: string
  /** Route of the center that answers with an array. */
  readonly route: string
  /** Items are shown in the order of this field. */
  readonly sortBy: string
  readonly columns: readonly Column<Item>[]
  /** What people read when there is no item. */
  readonly none: string
}

/** Adds a listing as a command. */
export function addListingCommand(program: Command, context: CliContext, listing: Listing): void {
  program
    .command(listing.command)
    .description(listing.description)
    .addOption(outputFlag())
    .addOption(centerFlag())
    .addOption(tokenFileFlag())
    .action((flags: ListingFlags) =>
      withClient(context, flags, async (client) => {
        const reply = await client.call(listing.route)
        const text =
          flags.output === 'json' ? jsonText(reply, context.isTerminal) : tableOf(reply, listing)
        await write(context.stdout, text)
      }),
    )
}

// Numbers inside texts count as numbers: orders.2 stands before orders.10.
const collator = new Intl.Collator('en', { numeric: true })

function tableOf(reply: unknown, listing: Listing): string {
  const items = itemsOf(reply)
  if (items === undefined) {
    throw new CliError(kExitFailed, `ERR_BAD_REPLY: ${listing.route} did not answer with a list`)
  }
  if (items.length === 0) return `${listing.none}\n`
  const sortKey = (item: Item) => String(item[listing.sortBy])
  const sorted = [...items].sort((a, b) => collator.compare(sortKey(a), sortKey(b)))
  return tableText(listing.columns, sorted)
}

/** A percentile of an item's calls; `-` until one has ended. */
export function latencyOf(item: Item, field: string): string {
  return latencyText(item.calls === item.inFlight ? undefined : item[field])
}

/** The objects of a list; undefined when it is none, or has something else in it. */
export function itemsOf(value: unknown): readonly Item[] | undefined {
  return Array.isArray(value) && value.every(isItem) ? value : undefined
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
