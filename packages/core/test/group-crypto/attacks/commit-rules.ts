import type { PolicyRule } from './rule.ts'

const MLS = 'core/src/group-crypto/mls'
const PROPOSALS = `${MLS}/proposals.ts`
const UPDATE_PATH = `${MLS}/path/update-path.ts`
const APPLY = `${MLS}/apply-commit.ts`
const file = './commit-attacks.ts'

const UNSUPPORTED = "else return { kind: 'void', reason: 'proposalUnsupported' }"
const unlessOfType = (type: string): PolicyRule['without'] => [
  {
    file: PROPOSALS,
    original: UNSUPPORTED,
    changed: UNSUPPORTED.replace('else ', `else if (proposal.proposalType !== ${type}) `),
  },
]

/** Of commits: what they propose, what their path is, and who can follow. */
export const commitRules: readonly PolicyRule[] = [
  {
    attack: 'byReference',
    file,
    says: 'proposals come by value',
    held: 'void: proposalByReference',
    broken: 'inForce',
    without: [
      {
        file: PROPOSALS,
        original: "if (item.proposalOrRefType === 'reference') return { kind: 'void', reason: 'proposalByReference' }",
        changed: "if (item.proposalOrRefType === 'reference') continue",
      },
    ],
  },
  {
    attack: 'externalInit',
    file,
    says: 'nobody comes in by an external commit',
    held: 'void: proposalUnsupported',
    broken: 'inForce',
    without: unlessOfType("'external_init'"),
  },
  {
    attack: 'reInit',
    file,
    says: 'a room is not made anew by a ReInit',
    held: 'void: proposalUnsupported',
    broken: 'inForce',
    without: unlessOfType("'reinit'"),
  },
  {
    attack: 'preSharedKey',
    file,
    says: 'no PSK is mixed in',
    held: 'void: proposalUnsupported',
    broken: 'inForce',
    without: unlessOfType("'psk'"),
  },
  {
    attack: 'unknownProposal',
    file,
    says: 'an unknown proposal is refused',
    held: 'void: proposalUnsupported',
    broken: 'inForce',
    without: unlessOfType('0xf777'),
  },
  {
    attack: 'extensionsTwice',
    file,
    says: 'a commit changes the extensions once',
    held: 'void: extensionsTwice',
    broken: 'inForce',
    without: [
      {
        file: PROPOSALS,
        original: "  if (extensions.length > 1) return { kind: 'void', reason: 'extensionsTwice' }\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'unknownExtension',
    file,
    says: 'an extension that a member does not know is refused',
    held: 'void: extensionsUnsupported',
    broken: 'inForce',
    without: [
      {
        file: PROPOSALS,
        original: 'if (!mustSupport.every((leaf) => leaf !== undefined && supportsContext(leaf, extensions))) {',
        changed: 'if (!mustSupport.every((leaf) => leaf !== undefined)) {',
      },
      {
        file: UPDATE_PATH,
        original: ' || !supportsContext(leaf, before.extensions)',
        changed: '',
      },
    ],
  },
  {
    attack: 'hugeContext',
    file,
    says: 'the GroupContext has a size',
    held: 'void: extensionsInvalid',
    broken: 'inForce',
    without: [
      {
        file: PROPOSALS,
        original: ' && byteLengthOf(extensions) <= CONTEXT_EXTENSIONS_BYTES_MAX',
        changed: '',
      },
    ],
  },
  {
    attack: 'manyExtensions',
    file,
    says: 'a list of extensions has a length',
    held: 'void: extensionsInvalid',
    broken: 'void: extensionsUnsupported',
    without: [
      {
        file: `${MLS}/wire/extension.ts`,
        original: ' && extensions.length <= EXTENSIONS_MAX',
        changed: '',
      },
    ],
  },
  {
    attack: 'endlessProposals',
    file,
    says: 'a list of proposals that no tree can hold is not looked at',
    held: 'void: malformed',
    broken: 'void: removeInvalid',
    without: [
      {
        file: `${MLS}/open-handshake.ts`,
        original: ' || part.value.proposals.length > 2 * MEMBERS_MAX + 1',
        changed: '',
      },
    ],
  },
  {
    attack: 'tooManyMembers',
    file,
    says: 'a room has a size',
    held: 'tooManyMembers',
    broken: 'keysNotUnique',
    without: [
      {
        file: PROPOSALS,
        original: '+ proposals.add.length > MEMBERS_MAX',
        changed: '+ proposals.add.length > Infinity',
      },
    ],
  },
  {
    attack: 'sameKeyTwice',
    file,
    says: 'no key stands at two places of the tree',
    held: 'void: keysNotUnique',
    broken: 'inForce',
    without: [
      {
        file: PROPOSALS,
        original:
          "  if (proposals.add.length > 0 && !hasUniqueKeys(tree)) return { kind: 'void', reason: 'keysNotUnique' }\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'brokenKeyPackage',
    file,
    says: 'a KeyPackage is signed by its device',
    held: 'void: keyPackageInvalid',
    broken: 'inForce',
    without: [
      {
        file: PROPOSALS,
        original: "  if (!valid.every(Boolean)) return { kind: 'void', reason: 'keyPackageInvalid' }\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'removalWithoutPath',
    file,
    says: 'a removal always carries a path',
    held: 'void: pathMissing',
    broken: 'inForce',
    without: [{ file: PROPOSALS, original: 'return add.length === 0 || remove.length > 0 || ', changed: 'return ' }],
  },
  {
    attack: 'removedFollows',
    file,
    says: 'a removed device can open no part of the path',
    held: 'reads nothing',
    broken: 'reads node 0',
    without: [
      {
        file: `${MLS}/tree/ratchet-tree.ts`,
        original: 'const blanked = [at, ...directPathOf(at, tree.nodes.length)].map(',
        changed: 'const blanked = [at].map(',
      },
    ],
  },
  {
    attack: 'removesHimself',
    file,
    says: 'nobody removes himself by a commit',
    held: 'removeInvalid',
    broken: 'proposed',
    without: [{ file: PROPOSALS, original: 'leaf !== committer && leafAt(tree, leaf)', changed: 'leafAt(tree, leaf)' }],
  },
  {
    attack: 'othersKeyOnPath',
    file,
    says: 'the keys of a path are new',
    held: 'void: pathKeysNotUnique',
    broken: 'void: parentHashWrong',
    without: [
      {
        file: UPDATE_PATH,
        original: "  if (!hasFreshKeys(tree, committer, path)) return { kind: 'void', reason: 'pathKeysNotUnique' }\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'otherParentHash',
    file,
    says: 'the leaf of a path binds the nodes above it',
    held: 'void: parentHashWrong',
    broken: 'stuck: pathSecret',
    without: [
      {
        file: UPDATE_PATH,
        original:
          "  if (!equal(path.leafNode.parentHash, leafParentHash)) return { kind: 'void', reason: 'parentHashWrong' }\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'deafLeaf',
    file,
    says: 'every member can read the credentials of all',
    held: 'void: pathLeafInvalid',
    broken: 'stuck: pathSecret',
    without: [
      {
        file: `${MLS}/tree/leaf.ts`,
        original: "    capabilities.credentials.includes('basic') &&\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'certificateLeaf',
    file,
    says: 'every leaf has a basic credential',
    held: 'void: pathLeafInvalid',
    broken: 'stuck: pathSecret',
    without: [{ file: `${MLS}/tree/leaf.ts`, original: '    identityOf(node) !== undefined &&\n', changed: '' }],
  },
  {
    attack: 'ciphertextMissing',
    file,
    says: 'a path has a part for every member, for all to see',
    held: 'void: pathMalformed',
    broken: 'stuck: pathSecret',
    without: [
      {
        file: UPDATE_PATH,
        original: '    encryptedPathSecret.length === step.resolution.length &&\n',
        changed: '',
      },
    ],
  },
  {
    attack: 'brokenForBob',
    file,
    says: 'a path that is broken for some makes those stuck, and splits nobody (R15)',
    held: 'inForce, inForce, stuck: pathSecret',
    broken: 'inForce, inForce, void: parentHashWrong',
    without: [
      {
        file: APPLY,
        original: "? { kind: 'stuck', reason: 'pathSecret' }",
        changed: "? { kind: 'void', reason: 'parentHashWrong' }",
      },
    ],
  },
  {
    attack: 'wrongTag',
    file,
    says: 'a wrong tag over a path that opens is stuck (R15)',
    held: 'stuck: confirmationTag',
    broken: 'inForce',
    without: [
      {
        file: APPLY,
        original: 'if (!isConfirmed(epoch.confirmationTag, pending.confirmationTag)) {',
        changed: 'if (path === undefined && !isConfirmed(epoch.confirmationTag, pending.confirmationTag)) {',
      },
    ],
  },
  {
    attack: 'wrongTagWithoutPath',
    file,
    says: 'a wrong tag that all can see is void (R15)',
    held: 'void: confirmationTag',
    broken: 'stuck: confirmationTag',
    without: [{ file: APPLY, original: "kind: path === undefined ? 'void' : 'stuck'", changed: "kind: 'stuck'" }],
  },
  {
    attack: 'secondCommit',
    file,
    says: 'the first valid commit of an epoch counts, and no other (R14)',
    held: 'void: otherEpoch',
    broken: 'void: noSender',
    without: [
      {
        file: `${MLS}/framing.ts`,
        original: "  if (header.epoch !== state.context.epoch) return fault('otherEpoch')\n",
        changed: '',
      },
    ],
  },
  {
    attack: 'keyUsedTwice',
    file,
    says: 'one state makes one ciphertext',
    held: 'two keys',
    broken: 'one key',
    without: [
      {
        file: `${MLS}/stage-commit.ts`,
        original: 'current: new Group({ ...state, ratchets })',
        changed: 'current: new Group(state)',
      },
    ],
  },
]
