// The commands that do one thing and end, in the order of the help text.
import { addAccountCommand } from './account.js';
import { addBenchCommand } from './bench.js';
import { addCallCommands } from './call.js';
import { addCompletionCommand } from './completion.js';
import { addConfigCommand } from './config.js';
import { addDoctorCommand } from './doctor.js';
import { addRoutesCommand } from './routes.js';
import { addServiceCommand } from './service.js';
import { addServicesCommands } from './services.js';
import { addStationsCommand } from './stations.js';
import { addStatsCommand } from './stats.js';
import { addSteeringCommands } from './steering.js';
import { addTapCommand } from './tap.js';
import { addTopCommand } from './top.js';
import { addTopicCommands } from './topics.js';
/** Adds them all. */
export function addVerbs(program, context) {
    addConfigCommand(program, context);
    addDoctorCommand(program, context);
    addAccountCommand(program, context);
    addServiceCommand(program, context);
    addStationsCommand(program, context);
    addServicesCommands(program, context);
    addRoutesCommand(program, context);
    addCallCommands(program, context);
    addTopicCommands(program, context);
    addStatsCommand(program, context);
    addTopCommand(program, context);
    addTapCommand(program, context);
    addSteeringCommands(program, context);
    addBenchCommand(program, context);
    addCompletionCommand(program, context);
}
//# sourceMappingURL=verbs.js.map