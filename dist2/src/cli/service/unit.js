// The text of a systemd unit that runs a server.
import { dirname } from 'node:path';
/** The first line of every unit that signalbox wrote; others are not touched. */
export const kUnitMark = '# Written by `signalbox service install`; changes are lost when it is run again.';
/** A dead or stuck dispatch worker is found after this time at most. */
const kWatchdogSeconds = 30;
/** A drain takes up to 10 s. */
const kStopSeconds = 20;
/** 4,096 links over shared memory need 16,384 descriptors. */
const kDescriptors = 65_536;
/** The unit's text, with line ends. */
export function unitText(plan) {
    const unit = [
        kUnitMark,
        '[Unit]',
        `Description=signalbox center ${plan.name}`,
        ...(plan.isUser ? [] : ['After=network.target']),
    ];
    const install = ['[Install]', `WantedBy=${plan.isUser ? 'default.target' : 'multi-user.target'}`];
    return `${[...unit, '', '[Service]', ...serviceLines(plan), '', ...install].join('\n')}\n`;
}
function serviceLines(plan) {
    const notify = plan.canNotify
        ? ['Type=notify', 'NotifyAccess=main', `WatchdogSec=${kWatchdogSeconds}`]
        : ['# Without the addon the server cannot say that it is ready, or alive.', 'Type=exec'];
    return [
        ...notify,
        `ExecStart=${commandText(plan)}`,
        'ExecReload=/bin/kill -HUP $MAINPID',
        'Restart=on-failure',
        'RestartSec=1',
        `TimeoutStopSec=${kStopSeconds}`,
        `LimitNOFILE=${kDescriptors}`,
        'UMask=0077',
        'NoNewPrivileges=yes',
        ...(plan.isUser ? [] : machineLines(plan)),
    ];
}
/** What only a unit of the machine can have: a user, folders, and walls. */
function machineLines({ name, runAs, writable, hasLowPort }) {
    const capability = hasLowPort ? 'CAP_NET_BIND_SERVICE' : '';
    return [
        `User=${runAs}`,
        `RuntimeDirectory=signalbox/${name}`,
        'RuntimeDirectoryMode=0700',
        `StateDirectory=signalbox/${name}`,
        'StateDirectoryMode=0700',
        // Not here, because they break it: MemoryDenyWriteExecute (Node compiles at run time), PrivateUsers (the kernel's
        // word on a station's user would be another one), PrivateNetwork, and PrivateTmp together with a pipe below /tmp.
        'ProtectSystem=strict',
        'ProtectHome=read-only',
        'PrivateDevices=yes',
        'ProtectClock=yes',
        'ProtectControlGroups=yes',
        'ProtectHostname=yes',
        'ProtectKernelLogs=yes',
        'ProtectKernelModules=yes',
        'ProtectKernelTunables=yes',
        'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6',
        'RestrictNamespaces=yes',
        'RestrictRealtime=yes',
        'RestrictSUIDSGID=yes',
        'LockPersonality=yes',
        'SystemCallArchitectures=native',
        `CapabilityBoundingSet=${capability}`,
        ...(hasLowPort ? [`AmbientCapabilities=${capability}`] : []),
        ...writable.map((path) => `ReadWritePaths=${quoted(path)}`),
    ];
}
/** Where the machine's units have their pipe and data: folders that systemd makes for them. */
export function machinePaths(name) {
    return { pipe: `/run/signalbox/${name}/center.sock`, dataDir: `/var/lib/signalbox/${name}` };
}
function commandText({ program, flags, config }) {
    const words = [...program, 'server', '--json'];
    if (config !== undefined)
        words.push('--config', config);
    for (const [flag, value] of flags) {
        words.push(flag);
        if (typeof value === 'string')
            words.push(value);
    }
    return words.map(quoted).join(' ');
}
/** One word of a unit's value: systemd knows quotes, backslashes, percent signs and dollars. */
function quoted(word) {
    const escaped = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
    if (/^[\w./:@,+=%$-]+$/.test(escaped))
        return escaped;
    return `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
/** Folders that a unit has to be allowed to write to for these files. */
export function foldersOf(paths) {
    return [...new Set(paths.map((path) => dirname(path)))];
}
//# sourceMappingURL=unit.js.map