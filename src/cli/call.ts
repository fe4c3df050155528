// `signalbox call`: one call, from a shell.

import type { Command } from 'commander'
import { CenterError } from '../base/errors.js'
import { kBodyBytesMax, kCallTimeoutMsMax } from '../base/limits.js'
import { parseCallPath } from '../wire/route-key.js'
import { type ConnectFlags, withClient } from './client.js'
import type { CliContext } from './context.js'
import { usageError } from './exit.js'
import { centerFlag, readNamedFile, tokenFileFlag, wholeFlag } from './flags.js'
import { jsonText, write } from './output.js'

type CallFlags = ConnectFlags & { readonly timeout?: number }

const kRouteHelp = '/path, or "METHOD /path"; without a method POST when there is JSON, else GET'
const kJsonHelp = 'the body: JSON text, - for stdin, @file for a file'

const kExamples = `
Examples:
  signalbox call /orders/7
  signalbox call "POST /orders" '{"sku":"A1"}'
  signalbox call /orders @order.json --timeout 500

The reply goes to stdout: JSON (indented for a terminal, else one line), bytes as they are,
a stream as one line of JSON for each item.`

/** Adds the command. */
export function addCallCommand(program: Command, context: CliContext): void {
  program
    .command('call')
    .description('call a route and print the reply')
    .argument('<route>', kRouteHelp)
    .argument('[json]', kJsonHelp)
    .addOption(centerFlag())
    .addOption(
      wholeFlag('--timeout <ms>', 'milliseconds to wait for the reply', 1, kCallTimeoutMsMax),
    )
    .addOption(tokenFileFlag())
    .addHelpText('after', kExamples)
    .action((route: string, json: string | undefined, flags: CallFlags) =>
      runCall(context, route, json, flags),
    )
}

async function runCall(
  context: CliContext,
  route: string,
  json: string | undefined,
  flags: CallFlags,
): Promise<void> {
  checkRoute(route, json !== undefined)
  const body = json === undefined ? undefined : parseBody(await readBody(context, json))
  const options = flags.timeout === undefined ? {} : { timeoutMs: flags.timeout }
  await withClient(context, flags, async (client) => {
    await printReply(context, await client.call(route, body, options))
  })
}

function checkRoute(route: string, hasBody: boolean): void {
  try {
    parseCallPath(route, hasBody)
  } catch (error) {
    if (error instanceof CenterError) throw usageError(error.message)
    throw error
  }
}

async function readBody(context: CliContext, json: string): Promise<string> {
  if (json === '-') return readAll(context.stdin)
  return json.startsWith('@') ? readNamedFile(json.slice(1), json) : json
}

async function readAll(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let totalBytes = 0
  for await (const chunk of stream) {
    totalBytes += chunk.length
    if (totalBytes > kBodyBytesMax) throw usageError(`stdin has more than ${kBodyBytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw usageError(`the body is not JSON: ${error instanceof Error ? error.message : ''}`)
  }
}

async function printReply(context: CliContext, reply: unknown): Promise<void> {
  if (!isStream(reply)) return printValue(context, reply, context.isTerminal)
  for await (const item of reply) await printValue(context, item, false)
}

/** Prints one value: nothing for no body, bytes as they are, JSON else. */
async function printValue(context: CliContext, value: unknown, isPretty: boolean): Promise<void> {
  if (value === undefined) return
  const chunk = value instanceof Uint8Array ? value : jsonText(value, isPretty)
  await write(context.stdout, chunk)
}

function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
