// Texts and exit codes of the form `SERVICE ENDPOINT`, which scripts of go-micro users read.
import { CliError, kExitBadMethodName, kExitNoCenter, kExitNoMethod } from './exit.js';
/** No service of this name is there. */
export function noServiceError(name) {
    return new CliError(kExitNoCenter, `Service "${name}" not found`);
}
/**
 * Why a method of a service cannot be called. No station of this version offers methods by name: a service that is there
 * has routes.
 *
 * @param services what the center answers about services.
 */
export function methodFailure(service, endpoint, services) {
    if (!services.some(({ name }) => name === service)) {
        return noServiceError(service);
    }
    if (!/^[^.]+\.[^.]+$/.test(endpoint)) {
        const text = `Method name "${endpoint}" invalid format. Expecting service.endpoint`;
        return new CliError(kExitBadMethodName, text);
    }
    return new CliError(kExitNoMethod, `Service method "${endpoint}" not found`);
}
//# sourceMappingURL=micro-form.js.map