import type { Mutant } from '../mutants/mutant.ts'

const CHAIN = 'packages/protocol/src/succession/chain.ts'
const LOG = 'packages/simulator/src/model/log-world.ts'
const RESEND_WORLD = 'packages/simulator/src/model/resend-world.ts'
const MEETINGS = 'packages/protocol/src/succession/meetings.ts'
const DOORS = 'apps/server/src/logs/door-tree.ts'
const JUDGE = 'packages/protocol/src/succession/judge-opening.ts'

/** Rules that somebody could have written instead; `caught` names the world and the property that breaks in it. */
export const modelMutants: readonly Mutant<string>[] = [
  {
    name: 'later-term-wins',
    breaks: 'the chain with more openings wins, wherever the two differ first',
    caught: { at: 'three-terms', as: 'S5' },
    edits: [
      {
        file: CHAIN,
        original: 'const [chainA, chainB] = [chainOf(openings, a), chainOf(openings, b)]',
        changed: `const [chainA, chainB] = [chainOf(openings, a), chainOf(openings, b)]
  if (chainA.length !== chainB.length) return chainA.length - chainB.length`,
      },
    ],
  },
  {
    name: 'base-first-without-sealing',
    breaks: 'the higher base wins, sealed or not',
    caught: { at: 'nobody-knows-more', as: 'S5' },
    edits: [{ file: CHAIN, original: 'if (sealed !== 0) return sealed', changed: '' }],
  },
  {
    name: 'arrival-order-wins',
    breaks: 'the first opening that one hears of is kept',
    caught: { at: 'two-rivals', as: 'L2' },
    edits: [
      {
        file: JUDGE,
        original: '(compareChains(openings, tip, best) > 0 ?',
        changed: '(compareChains(openings, tip, best) > 0 && chainOf(openings, own).length === 1 ?',
      },
    ],
  },
  {
    name: 'two-endorsements',
    breaks: 'a device endorses again when it sees something better',
    caught: { at: 'two-rivals', as: 'S4' },
    edits: [
      { file: JUDGE, original: 'previous === undefined || spoken.has(previous)', changed: 'previous === undefined' },
    ],
  },
  {
    name: 'follow-below-a-known-commit',
    breaks: 'an opening is followed though it leaves out what one judged in force',
    caught: { at: 'two-rivals', as: 'S3' },
    edits: [{ file: JUDGE, original: "if (relation !== 'contained') return 'rival'", changed: '' }],
  },
  {
    name: 'opening-by-a-stranger',
    breaks: 'whoever is no member of the base may open',
    caught: { at: 'carol-does-not-go', as: 'S5' },
    edits: [{ file: JUDGE, original: "if (!isByMember) return 'void'", changed: '' }],
  },
  {
    name: 'double-voice-counts-for-neither',
    breaks: 'R24 as it was: who endorsed two rivals counts for none of them',
    caught: { at: 'bob-and-the-old-hub', as: 'L2' },
    edits: [
      {
        file: CHAIN,
        original: 'const votes = openings.votes.filter((vote) => isElector(vote) && speaksFor(openings, vote, link))',
        changed: `const isRival = (other) => other.previous === link.previous && other.log !== link.log
  const speaksTwice = ({ device }) =>
    openings.votes.some((vote) => vote.device === device && [...openings.links.values()].some((other) => isRival(other) && speaksFor(openings, vote, other)))
  const votes = openings.votes.filter((vote) => isElector(vote) && speaksFor(openings, vote, link) && !speaksTwice(vote))`,
      },
    ],
  },
  {
    name: 'any-device-speaks-for-its-account',
    breaks: 'R24 as it was: one device is enough for its account',
    caught: { at: 'two-rivals', as: 'S4' },
    edits: [{ file: CHAIN, original: 'voters.has(device) ? 1 : -1', changed: 'voters.has(device) ? 1 : 0' }],
  },
  {
    name: 'endorsement-reaches-back-silently',
    breaks: 'R24 as it was: an endorsement speaks for all before it unless one has seen the device speak for a rival',
    caught: { at: 'three-terms', as: 'S4' },
    edits: [{ file: JUDGE, original: 'since: first.term', changed: 'since: 1' }],
  },
  {
    name: 'left-log-judged-further',
    breaks: 'what the old hub hands out when a device has moved on still binds it (R22 as it can be read)',
    caught: { at: 'old-hub-returns', as: 'L2' },
    edits: [
      {
        file: 'packages/simulator/src/model/succession-world.ts',
        original: 'room.pulls > 0 && device.tip === FIRST &&',
        changed: 'room.pulls > 0 &&',
      },
    ],
  },
  {
    name: 'epoch-tolerance-1',
    breaks: 'what was sent in the epoch before is in force too',
    caught: { at: 'one-log', as: 'S5' },
    edits: [
      {
        file: LOG,
        original: 'if (entry.epoch !== client.epoch) return next',
        changed: 'if (entry.epoch < client.epoch - 1 || entry.epoch > client.epoch) return next',
      },
    ],
  },
  {
    name: 'record-known-outside-the-log',
    breaks: 'a client judges by a record that it has from a directory',
    caught: { at: 'one-log', as: 'S1' },
    edits: [
      {
        file: LOG,
        original: 'return acceptedAt <= NOT_AFTER',
        changed: 'return acceptedAt <= NOT_AFTER && !_client.knowsRecord',
      },
    ],
  },
  {
    name: 'lifetime-by-the-own-clock',
    breaks: 'a client compares lifetimes with its own clock',
    caught: { at: 'one-log', as: 'S1' },
    edits: [
      {
        file: LOG,
        original: 'return acceptedAt <= NOT_AFTER',
        changed: 'return Math.max(acceptedAt * 0, _client.clock) <= NOT_AFTER',
      },
    ],
  },
  {
    name: 'roster-evicted-by-count',
    breaks: 'in a log with many doors the oldest goes, whoever stands there',
    caught: { at: 'doors-of-a-hub', as: 'S1' },
    edits: [
      {
        file: DOORS,
        original: 'if (tree.doors.length < DOORS_PER_LOG_MAX) return change',
        changed: `if (tree.doors.length < 4) return change
  const [first] = tree.doors
  if (first !== undefined) return closeDoor(change, first.id, childrenOf(tree, first.id))`,
      },
    ],
  },
  {
    name: 'committer-uploads-the-roster',
    breaks: 'the hub takes the roster that the committer made, and he left somebody out',
    caught: { at: 'doors-of-a-hub', as: 'S1' },
    edits: [
      {
        file: 'packages/protocol/src/log/roster.ts',
        original: 'const child = [...kept, ...delta.added]',
        changed: 'const child = [...kept, ...delta.added].slice(0, -1)',
      },
    ],
  },
  {
    name: 'tombstone-dropped-with-the-row',
    breaks: 'what is burned is forgotten altogether',
    caught: { at: 'sent-again', as: 'S6' },
    edits: [
      {
        file: RESEND_WORLD,
        original: 'return { ...state, rows: state.rows.filter((one) => one !== row) }',
        changed:
          'return { ...state, rows: state.rows.filter((one) => one !== row), seen: state.seen.filter((one) => one !== row) }',
      },
    ],
  },
  {
    name: 'resend-in-any-order',
    breaks: 'what is sent again goes in no order',
    caught: { at: 'sent-again', as: 'S6' },
    edits: [
      {
        file: 'packages/protocol/src/succession/resend.ts',
        original: '.toSorted((a, b) => a.number - b.number)',
        changed: '.toSorted((a, b) => b.number - a.number)',
      },
    ],
  },
  {
    name: 'welcome-taken-unasked',
    breaks: 'a Welcome to a known room is taken from anybody',
    caught: { at: 'welcomes-of-anybody', as: 'S5' },
    edits: [
      {
        file: 'packages/protocol/src/succession/take-welcome.ts',
        original: 'return isAsked && isReceipted &&',
        changed: 'return isReceipted &&',
      },
    ],
  },
  {
    name: 'tag-per-epoch-with-5-kept',
    breaks: 'each epoch has its own meeting secret, and five are kept',
    caught: { at: 'away-for-weeks', as: 'L5' },
    edits: [
      { file: MEETINGS, original: 'return at.removes ||', changed: 'return true || at.removes ||' },
      { file: MEETINGS, original: '.slice(-MEETING_SECRETS_MAX)', changed: '.slice(-5)' },
    ],
  },
]
