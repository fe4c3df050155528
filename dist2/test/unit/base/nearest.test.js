import test from 'ava';
import { nearestName } from '../../../src/base/nearest.js';
const kNames = ['http.address', 'http.cors', 'name', 'pipe'];
test('finds the name that a slip was meant to be', (t) => {
    t.is(nearestName('http.adress', kNames), 'http.address');
    t.is(nearestName('HTTP.Cors', kNames), 'http.cors');
    t.is(nearestName('nmae', kNames), 'name');
    t.is(nearestName('pipes', kNames), 'pipe');
});
test('finds nothing where nothing is alike', (t) => {
    for (const name of ['', 'x', 'wholly different', 'stationAddress'])
        t.is(nearestName(name, kNames), undefined, name);
    t.is(nearestName('name', []), undefined);
});
//# sourceMappingURL=nearest.test.js.map