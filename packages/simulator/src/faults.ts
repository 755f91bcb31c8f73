/** What can go wrong in a world. */
export const faultKinds = [
  'connectionLost',
  'frameDropped',
  'frameDoubled',
  'frameDelayed',
  'frameReordered',
  'deviceCrashed',
  'deviceRestarted',
  'providerCrashed',
  'clockJumped',
  'diskFull',
  'writesTorn',
  'deviceAway',
  'requestLost',
  'filesTorn',
  'blobLost',
] as const

/** What can go wrong where there are several providers. */
export const peerFaultKinds = ['peerRequestLost', 'networkCut', 'providerOff', 'providerWiped', 'frameForged'] as const

export type FaultKind = (typeof faultKinds)[number] | (typeof peerFaultKinds)[number]

/** How often each has gone wrong, for the report. */
export type FaultCounts = Record<FaultKind, number>

export function noFaults(): FaultCounts {
  return {
    connectionLost: 0,
    frameDropped: 0,
    frameDoubled: 0,
    frameDelayed: 0,
    frameReordered: 0,
    deviceCrashed: 0,
    deviceRestarted: 0,
    providerCrashed: 0,
    clockJumped: 0,
    diskFull: 0,
    writesTorn: 0,
    deviceAway: 0,
    requestLost: 0,
    peerRequestLost: 0,
    networkCut: 0,
    providerOff: 0,
    providerWiped: 0,
    frameForged: 0,
    filesTorn: 0,
    blobLost: 0,
  }
}

/** How unkind one world is; drawn from its seed, so that some are calm and some are wild. */
export type Climate = {
  /** Per frame. */
  readonly dropFrame: number
  readonly doubleFrame: number
  readonly delayFrame: number
  readonly loseConnection: number
  /** Mean times between crashes, UTC ms; Infinity: never. */
  readonly deviceCrashEveryMs: number
  readonly deviceRestartEveryMs: number
  readonly providerCrashEveryMs: number
  readonly clockJumpEveryMs: number
  readonly diskFullEveryMs: number
  readonly awayEveryMs: number
  readonly blobLostEveryMs: number
  readonly latencyMs: number
}
