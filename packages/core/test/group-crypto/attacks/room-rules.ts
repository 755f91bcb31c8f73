import type { PolicyRule } from './rule.ts'

const JUDGE_COMMIT = 'core/src/group-crypto/judge-commit.ts'
const JUDGE_ENTRY = 'core/src/group-crypto/judge-entry.ts'
const JUDGE_CHANGE = 'protocol/src/room/judge-change.ts'
const file = './room-attacks.ts'

/** Of rooms: who comes in, as whom, when, and what the hub was told. */
export const roomRules: readonly PolicyRule[] = [
  {
    attack: 'newcomer',
    file,
    says: 'who is put in as the rules say, comes in',
    held: 'commit',
    broken: 'void',
    without: [
      { file: JUDGE_COMMIT, original: "return verdict.kind === 'void' ? voided", changed: 'return true ? voided' },
    ],
  },
  {
    attack: 'bareName',
    file,
    says: 'every new leaf has our one shape of credential',
    held: 'void',
    broken: 'stuck',
    without: [
      {
        file: JUDGE_COMMIT,
        original: 'const added = readAdded(opened.added)',
        changed: 'const added = readAdded(opened.added) ?? []',
      },
    ],
  },
  {
    attack: 'successorOfAnother',
    file,
    says: 'a path does not change who the committer is',
    held: 'void',
    broken: 'stuck',
    without: [
      { file: JUDGE_COMMIT, original: '  if (!isCommitterUnchanged(room, opened)) return voided\n', changed: '' },
    ],
  },
  {
    attack: 'welcomeAmongStrangers',
    file,
    says: 'a Welcome leads only into rooms whose every leaf has that shape',
    held: 'malformed',
    broken: 'room',
    without: [
      {
        file: 'core/src/group-crypto/room-group.ts',
        original: "if (leaf === undefined) return { kind: 'malformed' }",
        changed: 'if (leaf === undefined) continue',
      },
    ],
  },
  {
    attack: 'leafWithMore',
    file,
    says: 'an extension that does not belong into a leaf is refused',
    held: 'void',
    broken: 'commit',
    without: [
      {
        file: 'protocol/src/room/leaf-extensions.ts',
        original: 'return others.length === 0 && only?.type === type',
        changed: 'return others.length >= 0 && only?.type === type',
      },
    ],
  },
  {
    attack: 'roomWithMore',
    file,
    says: 'an extension that does not belong into a room is refused',
    held: 'void',
    broken: 'stuck',
    without: [{ file: JUDGE_COMMIT, original: "after?.kind === 'malformed' || ", changed: '' }],
  },
  {
    attack: 'vouchedByAnother',
    file,
    says: 'the account key vouches for every leaf',
    held: 'void',
    broken: 'commit',
    without: [
      {
        file: JUDGE_CHANGE,
        original: "    if (!(await verifyCredential(crypto, account, leaf))) return 'credentialInvalid'\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'chainMissing',
    file,
    says: 'a commit carries the records by which it is judged (R16)',
    held: 'void',
    broken: 'commit',
    without: [
      {
        file: JUDGE_CHANGE,
        original:
          "    if (carried?.head.hash !== head.hash || compareHeads(carried.head, head) !== 0) return 'recordMissing'\n    if (earlier === undefined) continue\n",
        changed: '    if (carried === undefined || earlier === undefined) continue\n',
      },
      {
        file: JUDGE_CHANGE,
        original: "    if (account === undefined || participant?.head.hash !== head.hash) return 'recordMissing'\n",
        changed: '    if (account === undefined) continue\n',
      },
    ],
  },
  {
    attack: 'tooLate',
    file,
    says: 'a KeyPackage counts in its lifetime only (R13)',
    held: 'void',
    broken: 'commit',
    without: [
      {
        file: JUDGE_CHANGE,
        original: "isAlive(added, change.acceptedAt)) ? undefined : 'lifetimeInvalid'",
        changed: "isAlive(added, added.notBefore)) ? undefined : 'lifetimeInvalid'",
      },
    ],
  },
  {
    attack: 'longAgo',
    file,
    says: 'lifetimes are judged by the receipt, not by the clock of who looks (R13)',
    held: 'commit',
    broken: 'void',
    without: [
      {
        file: JUDGE_CHANGE,
        original: 'isAlive(added, change.acceptedAt)',
        changed: 'isAlive(added, Date.now())',
      },
    ],
  },
  {
    attack: 'endlessKeyPackage',
    file,
    says: 'no KeyPackage lives for ever',
    held: 'void',
    broken: 'commit',
    without: [{ file: JUDGE_CHANGE, original: '    short && notBefore', changed: '    notBefore' }],
  },
  {
    attack: 'deltaOfAnother',
    file,
    says: 'a commit asks of the hub what it does, no more and no less (R9)',
    held: 'void',
    broken: 'commit',
    without: [{ file: JUDGE_CHANGE, original: '    judgeDelta(before, change) ??\n', changed: '' }],
  },
  {
    attack: 'hubAskedForMore',
    file,
    says: 'the hub was asked for what the commit says (R9)',
    held: 'void',
    broken: 'commit',
    without: [
      {
        file: JUDGE_ENTRY,
        original: ' && equal(hashOfDelta(crypto, context.delta), receipt.deltaHash)',
        changed: '',
      },
    ],
  },
  {
    attack: 'otherDoor',
    file,
    says: 'a commit that told the hub of another door makes stuck (R9, R15)',
    held: 'stuck',
    broken: 'commit',
    without: [{ file: JUDGE_COMMIT, original: ' && door === commit.receipt.child', changed: '' }],
  },
  {
    attack: 'headOfTheFuture',
    file,
    says: 'nobody has judged what comes after his entry (R17)',
    held: 'void',
    broken: 'commit',
    without: [
      {
        file: JUDGE_ENTRY,
        original: 'return head.log !== receipt.log || head.seq < receipt.seq',
        changed: 'return head.seq >= 0 && receipt.seq >= 0',
      },
    ],
  },
  {
    attack: 'deviceTwice',
    file,
    says: 'a device has one leaf',
    held: 'void',
    broken: 'commit',
    without: [
      { file: JUDGE_CHANGE, original: "  if (devices.size !== after.length) return 'deviceTwice'\n", changed: '' },
    ],
  },
  {
    attack: 'memberRemoves',
    file,
    says: 'who may do what, the room says',
    held: 'void',
    broken: 'removed',
    without: [
      {
        file: JUDGE_CHANGE,
        original: "    if (!may('canRemoveParticipant') || role === 'banned') return 'notAllowed'\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'beyondAll',
    file,
    says: 'nobody stops a room by asking for what its devices do not know (R13)',
    held: 'void',
    broken: 'unknownFeature',
    without: [
      {
        file: JUDGE_COMMIT,
        original: "return knowLevel(leaves, after.featureLevel) ? { kind: 'unknownFeature' } : voided",
        changed: "return leaves.length > 0 ? { kind: 'unknownFeature' } : voided",
      },
    ],
  },
]
