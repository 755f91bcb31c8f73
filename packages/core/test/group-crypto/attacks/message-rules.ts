import type { PolicyRule } from './rule.ts'

const MLS = 'core/src/group-crypto/mls'
const file = './message-attacks.ts'

/** Of single messages. */
export const messageRules: readonly PolicyRule[] = [
  {
    attack: 'publicFrame',
    file,
    says: 'handshakes come as PrivateMessage only',
    held: 'void: malformed',
    broken: 'inForce',
    without: [
      {
        file: `${MLS}/wire/private-message.ts`,
        original: ' || !FRAME.every((byte, i) => bytes[i] === byte)',
        changed: '',
      },
    ],
  },
  {
    attack: 'commitAsApplication',
    file,
    says: 'a message is of the kind that its header says',
    held: 'otherContent',
    broken: 'malformed',
    without: [
      {
        file: `${MLS}/framing.ts`,
        original: "  if (header.contentType !== wanted) return fault('otherContent')\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'forgedSignature',
    file,
    says: 'only its sender makes a message',
    held: 'void: signatureInvalid',
    broken: 'inForce',
    without: [
      {
        file: `${MLS}/open-handshake.ts`,
        original:
          "  if (!(await isContentSigned(state, incoming, said))) return { kind: 'void', reason: 'signatureInvalid', group }\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'messageAgain',
    file,
    says: 'a message is opened once in its epoch (R14)',
    held: 'generationGone',
    broken: 'pay me',
    without: [
      {
        file: `${MLS}/keys/secret-tree.ts`,
        original: 'const skipped = [...ratchet.skipped, ...passed]',
        changed: 'const skipped = [...ratchet.skipped, ...passed, messageKey]',
      },
    ],
  },
  {
    attack: 'lateMessageAgain',
    file,
    says: 'a message that comes late is opened once, too (R14)',
    held: 'generationGone',
    broken: 'pay me',
    without: [
      {
        file: `${MLS}/keys/secret-tree.ts`,
        original: 'skipped: ratchet.skipped.filter((skipped) => skipped !== messageKey)',
        changed: 'skipped: ratchet.skipped',
      },
    ],
  },
  {
    attack: 'heldBack',
    file,
    says: 'of the messages jumped over twenty keys are kept (R14)',
    held: 'generationGone',
    broken: 'of long ago',
    without: [
      {
        file: `${MLS}/keys/secret-tree.ts`,
        original: 'if (generation - at <= GENERATIONS_SKIPPED_MAX) passed.push',
        changed: 'passed.push',
      },
      {
        file: `${MLS}/keys/secret-tree.ts`,
        original: 'skipped.splice(0, Math.max(0, skipped.length - GENERATIONS_SKIPPED_MAX))',
        changed: 'skipped.slice(0, 0)',
      },
    ],
  },
  {
    attack: 'voidCommitAgain',
    file,
    says: 'a void commit uses up its key',
    held: 'generationGone',
    broken: 'pathMissing',
    without: [
      {
        file: `${MLS}/open-handshake.ts`,
        original: "return { kind: 'void', reason: 'pathMissing', group: new Group(after) }",
        changed: "return { kind: 'void', reason: 'pathMissing', group }",
      },
    ],
  },
  {
    attack: 'farAhead',
    file,
    says: 'a message that jumps too far costs nothing',
    held: 'generationGone',
    broken: 'doesNotOpen',
    without: [
      {
        file: `${MLS}/keys/secret-tree.ts`,
        original: '  if (place.generation - ratchet.generation > FORWARD_GENERATIONS_MAX) return undefined\n',
        changed: '',
      },
    ],
  },
  {
    attack: 'hugeMessage',
    file,
    says: 'a message that no provider would take is not looked at',
    held: 'malformed',
    broken: 'application',
    without: [
      {
        file: `${MLS}/wire/private-message.ts`,
        original: 'bytes.length > MESSAGE_BYTES_MAX || ',
        changed: '',
      },
    ],
  },
  {
    attack: 'hiddenBehind',
    file,
    says: 'nothing but zeros follows the signature',
    held: 'refused',
    broken: 'taken',
    without: [
      {
        file: `${MLS}/framing.ts`,
        original: 'return rest.every((byte) => byte === 0) ? taken : undefined',
        changed: 'return taken',
      },
    ],
  },
]
