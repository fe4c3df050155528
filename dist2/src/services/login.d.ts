import type { Accounts } from '../control/accounts.js';
import type { Station } from '../station/station.js';
/**
 * Adds the login routes, and lets the station's routes be used by those who may: callers over a link, clients of this
 * machine, and accounts with scope `admin`.
 *
 * @param accounts null: nobody can log in, so that others are refused.
 */
export declare function offerLogin(station: Station, accounts: Accounts | null): void;
