import './without-addon.js';
import test from 'ava';
import { connect, createStation } from '../../src/index.js';
import { refusalOf } from '../support/refusal.js';
import { openWorld } from './world.js';
test('without the addon shared memory is refused by name, and the pipe is taken where none is named', async (t) => {
    const world = await openWorld(false);
    const onEvent = () => { };
    const error = await refusalOf(connect(world.addressOf('shm'), { onEvent }));
    t.is(error.code, 'ERR_NO_SHARED_MEMORY');
    t.regex(error.message, /SIGNALBOX_NATIVE/);
    const notices = [];
    const station = createStation({
        name: 'plain',
        onEvent: (event) => {
            if (event.type === 'joined')
                notices.push(event.notice);
        },
    });
    await station.join(world.center.pipe);
    t.is(station.carrier, 'pipe');
    t.regex(notices.join(), /SIGNALBOX_NATIVE/);
    await station.leave();
    await world.close();
});
//# sourceMappingURL=without-addon-joining.test.js.map