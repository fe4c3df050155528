// What a station of the suite is made from; travels as JSON to wherever the station is to live.
import { createMember } from './member.js';
import { createSuite } from './suite.js';
export function createPlanned(plan, keys) {
    return plan.kind === 'suite' ? createSuite(plan.name, keys) : createMember(plan, keys);
}
//# sourceMappingURL=plan.js.map