// The text of a systemd unit that runs a server.

import { dirname } from 'node:path'

export type UnitPlan = {
  /** Name of the center. */
  readonly name: string
  /** A unit of one user, run by that user's own systemd; else one of the machine. */
  readonly isUser: boolean
  /** Who runs a unit of the machine. */
  readonly runAs: string
  /** Program and script: absolute paths. */
  readonly program: readonly string[]
  /** Flags of `server` as they were given, paths absolute. */
  readonly flags: ReadonlyMap<string, string | boolean>
  /** Path of the configuration file, absolute; undefined: none. */
  readonly config: string | undefined
  /** Files and folders named in the flags that the server writes to, beyond those that systemd makes. */
  readonly writable: readonly string[]
  /** Whether the server can talk to systemd: it needs the addon for that. */
  readonly canNotify: boolean
  /** An address has a port below 1,024. */
  readonly hasLowPort: boolean
}

/** The first line of every unit that signalbox wrote; others are not touched. */
export const kUnitMark =
  '# Written by `signalbox service install`; changes are lost when it is run again.'

/** A dead or stuck dispatch worker is found after this time at most. */
const kWatchdogSeconds = 30
/** A drain takes up to 10 s. */
const kStopSeconds = 20
/** 4,096 links over shared memory need 16,384 descriptors. */
const kDescriptors = 65_536

/** The unit's text, with line ends. */
export function unitText(plan: UnitPlan): string {
  const unit = [
    kUnitMark,
    '[Unit]',
    `Description=signalbox center ${plan.name}`,
    ...(plan.isUser ? [] : ['After=network.target']),
  ]
  const install = ['[Install]', `WantedBy=${plan.isUser ? 'default.target' : 'multi-user.target'}`]
  return `${[...unit, '', '[Service]', ...serviceLines(plan), '', ...install].join('\n')}\n`
}

function serviceLines(plan: UnitPlan): string[] {
  const notify = plan.canNotify
    ? ['Type=notify', 'NotifyAccess=main', `WatchdogSec=${kWatchdogSeconds}`]
    : ['# Without the addon the server cannot say that it is ready, or alive.', 'Type=exec']
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
  ]
}

/** What only a unit of the machine can have: a user, folders, and walls. */
function machineLines({ name, runAs, writable, hasLowPort }: UnitPlan): string[] {
  const capability = hasLowPort ? 'CAP_NET_BIND_SERVICE' : ''
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
  ]
}

/** Where the machine's units have their pipe and data: folders that systemd makes for them. */
export function machinePaths(name: string): { readonly pipe: string; readonly dataDir: string } {
  return { pipe: `/run/signalbox/${name}/center.sock`, dataDir: `/var/lib/signalbox/${name}` }
}

function commandText({ program, flags, config }: UnitPlan): string {
  const words = [...program, 'server', '--json']
  if (config !== undefined) words.push('--config', config)
  for (const [flag, value] of flags) {
    words.push(flag)
    if (typeof value === 'string') words.push(value)
  }
  return words.map(quoted).join(' ')
}

/** One word of a unit's value: systemd knows quotes, backslashes, percent signs and dollars. */
function quoted(word: string): string {
  const escaped = word.replaceAll('%', '%%').replaceAll('$', '$$$$')
  if (/^[\w./:@,+=%$-]+$/.test(escaped)) return escaped
  return `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}

/** Folders that a unit has to be allowed to write to for these files. */
export function foldersOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => dirname(path)))]
}
