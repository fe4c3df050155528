import type { Command } from 'commander';
import { type ConnectFlags } from './client.js';
import type { CliClient, CliContext } from './context.js';
import { type Column, type Look } from './table.js';
/** Flags of every listing. */
export type ListingFlags = ConnectFlags & {
    readonly output: 'json' | 'table';
};
/** An item of a reply; what it lacks is shown as `-`. */
export type Item = Readonly<Record<string, unknown>>;
/** What one listing is about. */
export type Listing = {
    readonly command: string;
    readonly description: string;
    /** Route of the center that answers with an array. */
    readonly route: string;
    /** Items are shown in the order of this field. */
    readonly sortBy: string;
    readonly columns: readonly Column<Item>[];
    /** What people read when there is no item. */
    readonly none: string;
};
/** Adds a listing as a command. */
export declare function addListingCommand(program: Command, context: CliContext, listing: Listing): void;
/** Adds the flags that every listing has. */
export declare function addListingFlags(command: Command): Command;
/** The items as people read them, in order. */
export declare function listingText(listing: Pick<Listing, 'sortBy' | 'columns' | 'none'>, items: readonly Item[], look: Look): string;
/** How tables look in this world. */
export declare function lookOf(context: CliContext): Look;
/** Asks a route of the center that answers with a list. @throws CliError where it does not. */
export declare function listOf(client: CliClient, route: string): Promise<readonly Item[]>;
/** Items in the order of a field. */
export declare function inOrder(items: readonly Item[], field: string): readonly Item[];
/** A percentile of an item's calls; `-` until one has ended. */
export declare function latencyOf(item: Item, field: string): string;
/** The objects of a list; undefined when it is none, or has something else in it. */
export declare function itemsOf(value: unknown): readonly Item[] | undefined;
/** True for an object that is no array. */
export declare function isItem(value: unknown): value is Item;
