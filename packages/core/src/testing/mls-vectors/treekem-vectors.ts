import type { Crypto, KemKeyPair } from '@rushlight/protocol'
import { decodeUpdatePath } from '#ts-mls/updatePath.js'
import type { GroupState } from '../../group-crypto/mls/group.ts'
import { epochFromSecret } from '../../group-crypto/mls/keys/key-schedule.ts'
import { createSecretTree } from '../../group-crypto/mls/keys/secret-tree.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { createPath, sealPath } from '../../group-crypto/mls/path/create-path.ts'
import { openPath } from '../../group-crypto/mls/path/open-path.ts'
import { nodeKeys } from '../../group-crypto/mls/path/path-secrets.ts'
import { judgePath } from '../../group-crypto/mls/path/update-path.ts'
import { parseTree } from '../../group-crypto/mls/tree/ratchet-tree.ts'
import type { RatchetTree } from '../../group-crypto/mls/tree/ratchet-tree.ts'
import { treeHash } from '../../group-crypto/mls/tree/tree-hash.ts'
import { nodeOfLeaf } from '../../group-crypto/mls/tree/tree-math.ts'
import { encodeGroupContext, parseWhole } from '../../group-crypto/mls/wire/ts-mls.ts'
import type { GroupContext, UpdatePath } from '../../group-crypto/mls/wire/ts-mls.ts'
import { ensure, ensureEqual } from './vector-value.ts'
import type { VectorValue } from './vector-value.ts'

/** Each given path is judged and opened by everyone; then each sender makes a path of ours, and so again. */
export async function runTreeKem(suite: Suite, vector: VectorValue): Promise<void> {
  const tree = parseTree(vector.bytes('ratchet_tree'))
  ensure(tree !== undefined, 'a tree')
  const members: readonly GroupState[] = await Promise.all(
    vector.list('leaves_private').map((member) => stateOf(suite, { vector, tree, member })),
  )
  for (const given of vector.list('update_paths')) {
    const sender = given.number('sender')
    const path = parseWhole(decodeUpdatePath, given.bytes('update_path'))
    ensure(path !== undefined, 'an update path')
    const after = await judged(members, { tree, sender, path })
    ensureEqual(treeHash(suite, after), given.bytes('tree_hash_after'), 'the tree hash after')
    await openByAll(members, { tree, after, sender, path, commitSecret: given.bytes('commit_secret') })
    await makeAndOpen(members, tree, sender)
  }
}

async function makeAndOpen(members: readonly GroupState[], tree: RatchetTree, sender: number): Promise<void> {
  const committer = members.find(({ ownLeaf }) => ownLeaf === sender)
  ensure(committer !== undefined, 'a committer')
  const { suite, signaturePrivateKey, context } = committer
  const request = { groupId: context.groupId, committer: sender, signaturePrivateKey, added: [] }
  const created = await createPath(suite, tree, request)
  const path = await sealPath(suite, tree, { path: created, context: contextAfter(committer, created.tree) })
  const after = await judged(members, { tree, sender, path })
  ensureEqual(treeHash(suite, after), treeHash(suite, created.tree), 'the tree of the receivers')
  await openByAll(members, { tree, after, sender, path, commitSecret: created.climb.commitSecret })
}

type Given = { readonly tree: RatchetTree; readonly sender: number; readonly path: UpdatePath }

async function judged([first]: readonly GroupState[], { tree, sender, path }: Given): Promise<RatchetTree> {
  ensure(first !== undefined, 'a member')
  const { suite, context } = first
  const before = { suite, groupId: context.groupId, tree, extensions: [], added: [] }
  const result = await judgePath(before, sender, path)
  ensure(result.kind === 'sound', `a sound path, not ${result.kind === 'void' ? result.reason : ''}`)
  return result.tree
}

type Opened = Given & { readonly after: RatchetTree; readonly commitSecret: Uint8Array }

async function openByAll(members: readonly GroupState[], opened: Opened): Promise<void> {
  const { tree, after, sender, path, commitSecret } = opened
  for (const member of members) {
    if (member.ownLeaf === sender) continue
    const place = { committer: sender, before: tree, after, added: [], context: contextAfter(member, after) }
    const found = await openPath(member, place, path)
    ensureEqual(found?.commitSecret, commitSecret, 'the commit secret')
  }
}

function contextAfter({ suite, context }: GroupState, tree: RatchetTree): Uint8Array {
  return encodeGroupContext({ ...context, treeHash: treeHash(suite, tree) })
}

type Setting = { readonly vector: VectorValue; readonly tree: RatchetTree; readonly member: VectorValue }

async function stateOf(suite: Suite, { vector, tree, member }: Setting): Promise<GroupState> {
  const ownLeaf = member.number('index')
  const context: GroupContext = {
    version: 'mls10',
    cipherSuite: suite.name,
    groupId: vector.bytes('group_id'),
    epoch: BigInt(vector.number('epoch')),
    treeHash: treeHash(suite, tree),
    confirmedTranscriptHash: vector.bytes('confirmed_transcript_hash'),
    extensions: [],
  }
  const own = member.bytes('encryption_priv')
  const keys = new Map<number, KemKeyPair>([[nodeOfLeaf(ownLeaf), await pairOf(suite.crypto, own)]])
  for (const known of member.list('path_secrets')) {
    keys.set(known.number('node'), await nodeKeys(suite, known.bytes('path_secret')))
  }
  const { secrets } = epochFromSecret(suite, new Uint8Array(suite.hashBytes))
  return {
    suite,
    context,
    contextBytes: encodeGroupContext(context),
    tree,
    ownLeaf,
    keys,
    signaturePrivateKey: member.bytes('signature_priv'),
    confirmationTag: new Uint8Array(0),
    secrets,
    ratchets: createSecretTree(tree.nodes.length, new Uint8Array(suite.hashBytes)),
  }
}

async function pairOf(crypto: Crypto, privateKey: Uint8Array): Promise<KemKeyPair> {
  return { privateKey, publicKey: await crypto.x25519PublicKey(privateKey) }
}
