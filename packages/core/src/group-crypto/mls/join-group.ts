import { equal } from '@rushlight/protocol'
import type { Crypto, KemKeyPair } from '@rushlight/protocol'
import { Group } from './group.ts'
import type { NodeKeys } from './group.ts'
import { parsePrivateKeys, readKeyPackage } from './key-package.ts'
import { confirmationTag, epochFromJoiner, isConfirmed } from './keys/key-schedule.ts'
import { verifyWithLabel } from './keys/labels.ts'
import { createSecretTree } from './keys/secret-tree.ts'
import { suiteNamed } from './keys/suite.ts'
import type { Suite } from './keys/suite.ts'
import { CONTEXT_EXTENSIONS_BYTES_MAX, GROUP_ID_BYTES_MAX } from './limits.ts'
import { openGroupInfo, openSecrets, readWelcome } from './open-welcome.ts'
import type { Own, WelcomeFault } from './open-welcome.ts'
import { climb, keysFor, leadsTo } from './path/path-secrets.ts'
import { isTreeValid } from './tree/judge-tree.ts'
import { filteredPathOf, leafAt, leavesOf, parentAt, parseTree } from './tree/ratchet-tree.ts'
import type { RatchetTree } from './tree/ratchet-tree.ts'
import { treeHash } from './tree/tree-hash.ts'
import { directPathOf, isBelow, nodeOfLeaf } from './tree/tree-math.ts'
import { byteLengthOf, findExtension, isSoundList, RATCHET_TREE } from './wire/extension.ts'
import { encodeGroupContext, encodeGroupInfoTBS, encodeLeafNode } from './wire/ts-mls.ts'
import type { GroupInfo, GroupSecrets } from './wire/ts-mls.ts'

export type Invitation = {
  readonly welcome: Uint8Array
  /** One's own, and what `createKeyPackage` gave with it. */
  readonly keyPackage: Uint8Array
  readonly privateKeys: Uint8Array
}

type JoinFault =
  | WelcomeFault
  | 'malformed'
  | 'contextInvalid'
  | 'treeInvalid'
  | 'signatureInvalid'
  | 'confirmationInvalid'

export type Joined =
  | { readonly kind: 'joined'; readonly group: Group; /** Leaf of who sent the Welcome. */ readonly inviter: number }
  | { readonly kind: 'failed'; readonly reason: JoinFault }

/**
 * Joins from a Welcome (RFC 9420 §12.4.3.1). Lifetimes of leaves are not looked at: whoever is in the group was judged
 * when he came, by the time that counted then (R13), and a group of silent members must stay open to newcomers (F2).
 */
export async function joinGroup(crypto: Crypto, invitation: Invitation): Promise<Joined> {
  const keyPackage = readKeyPackage(invitation.keyPackage)
  const suite = keyPackage && suiteNamed(crypto, keyPackage.cipherSuite)
  const privateKeys = suite && parsePrivateKeys(suite, invitation.privateKeys)
  if (keyPackage === undefined || suite === undefined || privateKeys === undefined) {
    throw new TypeError('not a KeyPackage of this device')
  }
  const welcome = readWelcome(invitation.welcome)
  if (welcome === undefined) return failed('malformed')
  if (welcome.cipherSuite !== suite.name) return failed('notForUs')
  const own: Own = { suite, keyPackage, privateKeys }
  const secrets = await openSecrets(own, welcome)
  if (typeof secrets === 'string') return failed(secrets)
  const groupInfo = await openGroupInfo(suite, welcome, secrets.joinerSecret)
  if (groupInfo === undefined) return failed('doesNotOpen')
  const tree = await judgeGroupInfo(suite, groupInfo)
  return typeof tree === 'string' ? failed(tree) : enter(own, { groupInfo, tree, secrets })
}

/** The tree, if the GroupInfo is a sound description of a group, signed by one of its members. */
async function judgeGroupInfo(suite: Suite, groupInfo: GroupInfo): Promise<RatchetTree | JoinFault> {
  const { groupContext } = groupInfo
  const { groupId, extensions } = groupContext
  const contextSound =
    groupContext.version === 'mls10' &&
    groupContext.cipherSuite === suite.name &&
    groupId.length <= GROUP_ID_BYTES_MAX &&
    isSoundList(extensions) &&
    isSoundList(groupInfo.extensions) &&
    byteLengthOf(extensions) <= CONTEXT_EXTENSIONS_BYTES_MAX
  if (!contextSound) return 'contextInvalid'
  const treeBytes = findExtension(groupInfo.extensions, RATCHET_TREE)
  const tree = treeBytes && parseTree(treeBytes)
  const signer = tree && leafAt(tree, groupInfo.signer)
  if (tree === undefined || signer === undefined) return 'treeInvalid'
  if (!equal(treeHash(suite, tree), groupContext.treeHash)) return 'treeInvalid'
  const { signature } = groupInfo
  const signed = { label: 'GroupInfoTBS', content: encodeGroupInfoTBS(groupInfo), signature }
  if (!(await verifyWithLabel(suite, signer.node.signaturePublicKey, signed))) return 'signatureInvalid'
  return (await isTreeValid(suite, tree, { groupId, extensions })) ? tree : 'treeInvalid'
}

type Found = { readonly groupInfo: GroupInfo; readonly tree: RatchetTree; readonly secrets: GroupSecrets }

async function enter(own: Own, found: Found): Promise<Joined> {
  const { suite, privateKeys } = own
  const { groupInfo, tree, secrets } = found
  const ownLeaf = ownLeafIn(own, tree)
  if (ownLeaf === undefined || ownLeaf === groupInfo.signer) return failed('notForUs')
  const keys = await keysIn(own, found, ownLeaf)
  if (keys === undefined || !canFollow(tree, ownLeaf, keys)) return failed('secretsInvalid')
  const context = groupInfo.groupContext
  const contextBytes = encodeGroupContext(context)
  const epoch = epochFromJoiner(suite, secrets.joinerSecret, contextBytes)
  const expected = confirmationTag(suite, epoch.confirmationKey, context.confirmedTranscriptHash)
  if (!isConfirmed(expected, groupInfo.confirmationTag)) return failed('confirmationInvalid')
  const group = new Group({
    suite,
    context,
    contextBytes,
    tree,
    ownLeaf,
    keys,
    signaturePrivateKey: privateKeys.signature,
    confirmationTag: groupInfo.confirmationTag,
    secrets: epoch.secrets,
    ratchets: createSecretTree(tree.nodes.length, epoch.encryption),
  })
  return { kind: 'joined', group, inviter: groupInfo.signer }
}

function ownLeafIn({ keyPackage }: Own, tree: RatchetTree): number | undefined {
  const bytes = encodeLeafNode(keyPackage.leafNode)
  return leavesOf(tree).find(({ leaf }) => equal(leaf.bytes, bytes))?.index
}

/** `undefined` if the path secret does not lead to the keys in the tree. */
async function keysIn(own: Own, { groupInfo, tree, secrets }: Found, ownLeaf: number): Promise<NodeKeys | undefined> {
  const { suite, keyPackage, privateKeys } = own
  const leafKeys = { privateKey: privateKeys.encryption, publicKey: keyPackage.leafNode.hpkePublicKey.slice() }
  const known: (readonly [number, KemKeyPair])[] = [[nodeOfLeaf(ownLeaf), leafKeys]]
  if (secrets.pathSecret === undefined) return keysFor(tree, ownLeaf, known)
  const shared = filteredPathOf(tree, groupInfo.signer).filter(({ node }) => isBelow(ownLeaf, node))
  const climbed = await climb(
    suite,
    secrets.pathSecret,
    shared.map(({ node }) => node),
  )
  if (climbed.secrets.length === 0 || !leadsTo(tree, climbed)) return undefined
  for (const { node, keys } of climbed.secrets) known.push([node, keys])
  return keysFor(tree, ownLeaf, known)
}

/** Each node above knows of us, by a secret that we hold or as an unmerged leaf; else the next commit would lose us. */
function canFollow(tree: RatchetTree, ownLeaf: number, keys: NodeKeys): boolean {
  return directPathOf(nodeOfLeaf(ownLeaf), tree.nodes.length).every(
    (node) => keys.has(node) || (parentAt(tree, node)?.unmergedLeaves.includes(ownLeaf) ?? true),
  )
}

function failed(reason: JoinFault): Joined {
  return { kind: 'failed', reason }
}
