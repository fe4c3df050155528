import { Failed } from './failed.js';
import { Goodbye } from './goodbye.js';
import { Hello } from './hello.js';
import { LaneOpen } from './lane-open.js';
import { LaneOver } from './lane-over.js';
import { Leave } from './leave.js';
import { Left } from './left.js';
import { Refused } from './refused.js';
import { Register } from './register.js';
import { Registered } from './registered.js';
import { Welcome } from './welcome.js';
export declare enum Body {
    NONE = 0,
    Hello = 1,
    Welcome = 2,
    Refused = 3,
    Register = 4,
    Registered = 5,
    Failed = 6,
    Leave = 7,
    Left = 8,
    Goodbye = 9,
    LaneOpen = 10,
    LaneOver = 11
}
export declare function unionToBody(type: Body, accessor: (obj: Failed | Goodbye | Hello | LaneOpen | LaneOver | Leave | Left | Refused | Register | Registered | Welcome) => Failed | Goodbye | Hello | LaneOpen | LaneOver | Leave | Left | Refused | Register | Registered | Welcome | null): Failed | Goodbye | Hello | LaneOpen | LaneOver | Leave | Left | Refused | Register | Registered | Welcome | null;
export declare function unionListToBody(type: Body, accessor: (index: number, obj: Failed | Goodbye | Hello | LaneOpen | LaneOver | Leave | Left | Refused | Register | Registered | Welcome) => Failed | Goodbye | Hello | LaneOpen | LaneOver | Leave | Left | Refused | Register | Registered | Welcome | null, index: number): Failed | Goodbye | Hello | LaneOpen | LaneOver | Leave | Left | Refused | Register | Registered | Welcome | null;
