import type { NamedWorld } from '../named-world.ts'
import type { Mutant } from './mutant.ts'

const TAKE_ITEM = 'packages/core/src/room/take-item.ts'
const SAY_AGAIN = 'packages/core/src/succession/say-again.ts'
const TAKE_CONTENT = 'packages/core/src/message/take-content.ts'

/** One for each way in which a messenger is known to lose, double or leak. */
export const mutants: readonly Mutant[] = [
  {
    name: 'receipt-before-fsync',
    caught: { at: plan('receipt-then-no-power'), as: 'lost' },
    breaks: 'the hub answers before its disk has the entry',
    edits: [
      {
        file: 'apps/server/src/turns/turns.ts',
        original: 'this.#settle(group, await store.commit(group.map(({ batch }) => batch)))',
        changed: `const written = store.commit(group.map(({ batch }) => batch))
      this.#settle(group, group.map(() => 'done'))
      await written`,
      },
    ],
  },
  {
    name: 'send-before-commit',
    caught: { at: plan('sent-then-no-power'), as: 'lost' },
    breaks: 'an entry leaves before the step that made it is durable',
    edits: [
      {
        file: 'packages/core/src/room/room-actor.ts',
        original: 'await step.commit()',
        changed: `const isNew = ({ row }) => row.sealed !== undefined && !model.jobs.some((one) => one.row === row)
      if (step.model.jobs.some(isNew)) void step.commit().catch(() => undefined)
      else await step.commit()`,
      },
    ],
  },
  {
    name: 'ratchet-reused-after-crash',
    caught: { at: plan('died-between-two'), as: 'lost' },
    breaks: 'the used ratchet is kept in memory only',
    edits: [
      {
        file: 'packages/core/src/room/room-step.ts',
        original:
          'this.write(within ? writeRatchets(this.room, before.group, group.group) : writeGroup(this.room, group.group))',
        changed: 'if (!within) this.write(writeGroup(this.room, group.group))',
      },
      {
        file: 'packages/core/src/room/room-step.ts',
        original: "import { writeGroup, writeRatchets } from './group-rows.ts'",
        changed: "import { writeGroup } from './group-rows.ts'",
      },
    ],
  },
  {
    name: 'dedupe-dropped',
    caught: { at: plan('said-again'), as: 'shownTwice' },
    breaks: 'a message that was here is taken again when it comes again',
    edits: [
      {
        file: TAKE_CONTENT,
        original: '    if (!came.isOwn) oweHead(step)\n    return\n',
        changed: '    if (!came.isOwn) oweHead(step)\n',
      },
    ],
  },
  {
    name: 'outbox-row-removed-before-receipt',
    caught: { at: plan('lost-on-the-way'), as: 'neverSent' },
    breaks: 'a message that is to be sent is forgotten when it is handed to the network',
    edits: [
      {
        file: 'packages/core/src/outbox/room-outbox.ts',
        original: `    const answer = await this.#bring(model, sealed)
    if (answer.kind === 'answer' && answer.value.kind === 'accepted') {`,
        changed: `    if (sealed.commit === undefined) await this.#actor.run((step) => Promise.resolve(step.removeJob(count)))
    const answer = await this.#bring(model, sealed)
    if (answer.kind === 'answer' && answer.value.kind === 'accepted') {`,
      },
    ],
  },
  {
    name: 'epoch-tolerance-1',
    caught: { at: plan('removed-and-back'), as: 'removedPosted' },
    breaks: 'an entry of the epoch before still counts',
    edits: [
      {
        file: 'packages/core/src/group-crypto/judge-entry.ts',
        original: `  if (message === undefined || header === undefined) return { kind: 'void', room }
`,
        changed: `  if (message === undefined || header === undefined) {
    const before = pastEpochs.get(room.context.state)
    if (before === undefined) return { kind: 'void', room }
    const late = await judgeEntry(crypto, { ...judged, room: before }, placed)
    return late.kind === 'application' ? { ...late, room } : { kind: 'void', room }
  }
`,
      },
      {
        file: 'packages/core/src/group-crypto/judge-entry.ts',
        original: 'type Unwrapped =',
        changed: `export const pastEpochs = new WeakMap<object, RoomGroup>()

type Unwrapped =`,
      },
      {
        file: 'packages/core/src/room/apply-change.ts',
        original: '  step.eraseAfter(secretsToErase(before.group.group, room.group))\n',
        changed: '  pastEpochs.set(room.context.state, before.group)\n',
      },
      {
        file: 'packages/core/src/room/apply-change.ts',
        original: "import { secretsToErase } from '../group-crypto/mls/index.ts'",
        changed: "import { pastEpochs } from '../group-crypto/judge-entry.ts'",
      },
      {
        file: TAKE_ITEM,
        original: '      step.eraseAfter(judged.secrets)\n      if (committer',
        changed: '      if (committer',
      },
    ],
  },
  {
    name: 'removed-posting-key-accepted',
    caught: { at: plan('removed-and-back'), as: 'removedPassed' },
    breaks: 'the hub leaves whoever is removed in the roster of the next door',
    edits: [
      {
        file: 'apps/server/src/logs/plan-change.ts',
        original: 'const roster = applyDelta(seat.open.roster, delta)',
        changed: 'const roster = applyDelta(seat.open.roster, { ...delta, removed: [] })',
      },
      {
        file: 'apps/server/src/logs/plan-change.ts',
        original: 'splitRoster(seat, delta.removed)',
        changed: 'splitRoster(seat, [])',
      },
    ],
  },
  {
    name: 'expiry-from-receipt-time',
    caught: { at: plan('heard-late'), as: 'aliveAfterDeadline' },
    breaks: 'a lifetime is counted from when this device heard of the message',
    edits: [
      {
        file: TAKE_CONTENT,
        original: '    ...timers,\n',
        changed: `    ...timers,
    ...(timers.expiresAt === undefined
      ? {}
      : { expiresAt: step.world.now() + Math.max(0, timers.expiresAt - spoken.receipt.acceptedAt) }),
`,
      },
    ],
  },
  {
    name: 'gap-ignored',
    caught: { at: plan('fan-out-drops-one'), as: 'lost' },
    breaks: 'an entry is taken although one before it is missing',
    edits: [
      { file: TAKE_ITEM, original: "if (body.seq > head.seq + 1) return 'gap'", changed: '' },
      { file: TAKE_ITEM, original: '!followsHead(item.receipt, head, lastAcceptedAt) || ', changed: '' },
    ],
  },
  {
    name: 'tombstone-dropped-with-the-row',
    caught: { at: plan('said-again'), as: 'shownTwice' },
    breaks: 'that a message was here is forgotten when it is erased',
    edits: [
      {
        file: 'packages/core/src/message/erase-message.ts',
        original: '  forgetEntry(step, row)\n',
        changed: '  forgetEntry(step, row)\n  step.remove(seenTable, seenName(step, row.id))\n',
      },
      {
        file: 'packages/core/src/message/erase-message.ts',
        original: "import { dropDeadline } from './write-message.ts'",
        changed:
          "import { seenTable } from './seen-row.ts'\nimport { dropDeadline, seenName } from './write-message.ts'",
      },
    ],
  },
  {
    name: 'dedupe-dropped-on-resend',
    caught: { at: plan('disk-wiped'), as: 'shownTwice' },
    breaks: 'a message that was here is taken again when it comes in another log',
    edits: [
      {
        file: TAKE_CONTENT,
        original: '  if (wasHere(seen, came.sender)) {',
        changed:
          '  const isElsewhere = (step.model.frame?.openings.length ?? 0) > 1\n  if (!isElsewhere && wasHere(seen, came.sender)) {',
      },
    ],
  },
  {
    name: 'resend-skipped',
    caught: { at: town('return', 1), as: 'lost' },
    breaks: 'what may not have come to everybody is not said again when the room goes on elsewhere',
    edits: [
      { file: SAY_AGAIN, original: "  for (const id of again) step.addJob({ kind: 'content', id })\n", changed: '' },
    ],
  },
  {
    name: 'reseat-never-asked',
    caught: { at: town('return', 1), as: 'lost' },
    breaks: 'a device whose branch has lost does not ask to be let in',
    edits: [
      {
        file: 'packages/core/src/succession/meetings.ts',
        original: 'step.patchRow({ apartFrom: tip })',
        changed: '',
      },
    ],
  },
  {
    name: 'seal-kept',
    caught: { at: town('provider-dies', 2), as: 'lost' },
    breaks: 'whoever is let in again sends what was sealed for the epoch that he comes from',
    edits: [
      {
        file: 'packages/core/src/room/forget-group.ts',
        original: 'else if (sealed !== undefined) step.setJob(count, unsealed)',
        changed: '',
      },
      {
        file: SAY_AGAIN,
        original: 'if (!isAgain) step.addJob(row.job, row.notBefore)',
        changed: 'if (!isAgain) step.setJob(step.world.nextCount(), row)',
      },
    ],
  },
  {
    name: 'adopted-forgotten',
    caught: { at: town('only-provider', 1), as: 'jobsLeft' },
    breaks: 'a device does not look at a server that it has adopted, for the room has not heard of it',
    edits: [
      {
        file: 'packages/core/src/succession/places.ts',
        original: 'const order = hubsToTry({ successors, present: hub, adopted })',
        changed: 'const order = hubsToTry({ successors, present: hub, adopted: adopted.slice(0, 0) })',
      },
    ],
  },
]

function plan(name: string): NamedWorld {
  return { kind: 'plan', plan: name }
}

function town(misfortune: string, seed: number): NamedWorld {
  return { kind: 'town', misfortune, seed }
}

export function findMutant(name: string): Mutant | undefined {
  return mutants.find((mutant) => mutant.name === name)
}
