// The echo service over NATS.
import { connect } from '@nats-io/transport-node';
import { answer, textOf } from '../answer.js';
let connection = null;
answer({
    join: async (parameters) => {
        connection = await connect({ servers: textOf(parameters, 'address') });
        connection.subscribe('echo', {
            callback: (_error, message) => void message.respond(message.data),
        });
        await connection.flush();
    },
}, async () => {
    await connection?.close();
});
//# sourceMappingURL=nats-station.js.map