// `signalbox publish` and `signalbox subscribe`: topics, from a shell.
import { Option } from 'commander';
import { bytesOf, encodeBody } from '../station/body.js';
import { bodyOf, kJsonHelp } from './call-body.js';
import { withClient } from './client.js';
import { centerFlag, outputFlag, textFlag, tokenFileFlag, wholeFlag } from './flags.js';
import { jsonText, write } from './output.js';
import { untilStopped } from './stop.js';
const kSubscribeNotes = `
Each message is one line of JSON; bytes are {"base64":"…"}, or as they are with -o raw.
Ends after --count messages, or at Ctrl-C. When the center goes away, the command waits and
subscribes again; messages of that time are lost.`;
/** Adds both commands. */
export function addTopicCommands(program, context) {
    program
        .command('publish')
        .description('publish a message to the subscribers of a topic')
        .argument('<topic>', 'name of the topic')
        .argument('[json]', kJsonHelp)
        .addOption(outputFlag())
        .addOption(centerFlag())
        .addOption(tokenFileFlag())
        .action(async (topic, json, flags) => {
        const body = await bodyOf(context, json);
        await withClient(context, flags, (client) => client.publish(topic, body));
        if (flags.output !== 'json')
            return;
        const { length } = bytesOf(encodeBody(body, topic));
        await write(context.stdout, jsonText({ topic, bytes: length }, context.isTerminal));
    });
    program
        .command('subscribe')
        .description('print the messages of a topic')
        .argument('<topic>', 'name of the topic')
        .addOption(textFlag('--group <name>', 'share the messages with the subscribers of this group'))
        .addOption(wholeFlag('-n, --count <n>', 'end after this many messages', 1, Number.MAX_SAFE_INTEGER))
        .addOption(new Option('-o, --output <format>', 'how to print').choices(['json', 'raw']).default('json'))
        .addOption(centerFlag())
        .addOption(tokenFileFlag())
        .addHelpText('after', kSubscribeNotes)
        .action((topic, flags) => runSubscribe(context, topic, flags));
}
async function runSubscribe(context, topic, flags) {
    const { group, count = Number.POSITIVE_INFINITY, output } = flags;
    let seenCount = 0;
    await withClient(context, flags, (client) => untilStopped(context, async (signal) => {
        await new Promise((resolve, reject) => {
            signal.addEventListener('abort', () => resolve(), { once: true });
            // One message after the other: what waits meanwhile is bounded by the station, and counted.
            let printed = Promise.resolve();
            const onMessage = (message) => {
                if (seenCount >= count || signal.aborted)
                    return undefined;
                seenCount++;
                const isLast = seenCount >= count;
                printed = printed
                    .then(() => write(context.stdout, messageText(message, output)))
                    .then(() => {
                    if (isLast)
                        resolve();
                });
                printed.catch(reject);
                return printed;
            };
            client.subscribe(topic, onMessage, group === undefined ? {} : { group });
        });
        const lostCount = client.messagesLostCount;
        if (lostCount > 0)
            await write(context.stderr, `warning: ${lostCount} messages were lost: stdout was too slow\n`);
    }));
}
function messageText(message, output) {
    if (message instanceof Uint8Array) {
        if (output === 'raw')
            return message;
        return jsonText({ base64: Buffer.from(message).toString('base64') }, false);
    }
    return jsonText(message ?? null, false);
}
//# sourceMappingURL=topics.js.map