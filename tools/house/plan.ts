/**
 * The plan of the house: every package, the floor it stands on, and the packages it may see.
 *
 * Whatever enforces or draws the plan (boundaries, manifests, picture) reads it here. Arrows point down, with two
 * exceptions that are written out: the program `rushlight` carries the server in it, and the simulator, which ships
 * nowhere, sees what it simulates.
 */
export type PlannedPackage = {
  readonly folder: string
  readonly floor: number
  /** Folders of the packages that it may import. */
  readonly sees: readonly string[]
  /** May it know Node, a browser, a clock? The two lowest floors may not; `web` is what Node and browsers both have. */
  readonly platform: 'none' | 'web' | 'node' | 'browser'
}

export const housePlan: readonly PlannedPackage[] = [
  { folder: 'packages/protocol', floor: 0, sees: [], platform: 'none' },
  { folder: 'packages/records', floor: 0, sees: [], platform: 'none' },
  { folder: 'packages/core', floor: 1, sees: ['packages/protocol', 'packages/records'], platform: 'none' },
  {
    folder: 'packages/platform-common',
    floor: 2,
    sees: ['packages/protocol', 'packages/core'],
    platform: 'web',
  },
  {
    folder: 'packages/platform-browser',
    floor: 3,
    sees: ['packages/protocol', 'packages/records', 'packages/core'],
    platform: 'browser',
  },
  {
    folder: 'packages/platform-node',
    floor: 3,
    sees: ['packages/protocol', 'packages/records', 'packages/core'],
    platform: 'node',
  },
  {
    folder: 'packages/bot',
    floor: 4,
    sees: ['packages/protocol', 'packages/core', 'packages/platform-common', 'packages/platform-node'],
    platform: 'node',
  },
  { folder: 'apps/admin', floor: 5, sees: ['packages/protocol'], platform: 'browser' },
  {
    folder: 'apps/server',
    floor: 5,
    sees: ['packages/protocol', 'packages/records', 'packages/platform-node'],
    platform: 'node',
  },
  {
    folder: 'apps/web',
    floor: 5,
    sees: ['packages/protocol', 'packages/core', 'packages/platform-common', 'packages/platform-browser'],
    platform: 'browser',
  },
  {
    folder: 'apps/cli',
    floor: 5,
    sees: [
      'packages/protocol',
      'packages/records',
      'packages/core',
      'packages/platform-common',
      'packages/platform-node',
      'apps/server',
    ],
    platform: 'node',
  },
  {
    folder: 'packages/simulator',
    floor: 6,
    sees: ['packages/protocol', 'packages/records', 'packages/core', 'packages/platform-node', 'apps/server'],
    platform: 'node',
  },
]
