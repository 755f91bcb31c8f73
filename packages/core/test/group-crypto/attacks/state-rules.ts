import type { PolicyRule } from './rule.ts'

const file = './state-attacks.ts'

/** Of a room's state on this device. */
export const stateRules: readonly PolicyRule[] = [
  {
    attack: 'twoAtOnce',
    file,
    says: 'a room takes one step at a time',
    held: 'a key for each',
    broken: 'one key twice',
    without: [
      {
        file: 'core/src/engine/mailbox.ts',
        original: 'const result = last.then(task, task)',
        changed: 'const result = task()',
      },
    ],
  },
  {
    attack: 'powerCut',
    file,
    says: 'what is sealed is let go when its key is written off',
    held: 'a key for each',
    broken: 'one key twice',
    without: [
      {
        file: 'core/src/room/room-actor.ts',
        original: 'await step.commit()',
        changed: 'void step.commit().catch(() => undefined)',
      },
    ],
  },
]
