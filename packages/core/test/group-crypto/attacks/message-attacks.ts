import { GENERATIONS_SKIPPED_MAX } from '@rushlight/protocol'
import { senderDataKey, takeSignature } from '../../../src/group-crypto/mls/framing.ts'
import { openApplication, openHandshake, sealApplication } from '../../../src/group-crypto/mls/index.ts'
import { FORWARD_GENERATIONS_MAX, MESSAGE_BYTES_MAX } from '../../../src/group-crypto/mls/limits.ts'
import {
  encodePrivateMessage,
  encodeSenderData,
  parsePrivateMessage,
  senderAssociatedData,
} from '../../../src/group-crypto/mls/wire/private-message.ts'
import { forgeCommit } from '../mls/forge-commit.ts'
import { EMPTY, flipped, forge, judge, party, stateOf } from './mallory.ts'

/** Attacks by single messages: what form they have, who made them, how often and how far ahead they come. */

/** The frame says PublicMessage (1) instead of PrivateMessage (2). */
export async function publicFrame(): Promise<string> {
  const world = await party()
  const message = await forgeCommit(world.group('mallory'), {})
  return judge(world, message.with(3, 1))
}

export async function commitAsApplication(): Promise<string> {
  const world = await party()
  const opened = await openApplication(world.group('bob'), await forgeCommit(world.group('mallory'), {}))
  return opened.kind === 'void' ? opened.reason : opened.kind
}

export async function forgedSignature(): Promise<string> {
  return forge(await party(), { forgeSignature: flipped })
}

export async function messageAgain(): Promise<string> {
  const world = await party()
  const message = await world.send('mallory', 'pay me')
  await world.read('bob', message)
  return world.read('bob', message)
}

export async function lateMessageAgain(): Promise<string> {
  const world = await party()
  const first = await world.send('mallory', 'pay me')
  await world.read('bob', await world.send('mallory', 'well'))
  await world.read('bob', first)
  return world.read('bob', first)
}

/** A key of long ago is gone even if nobody used it. */
export async function heldBack(): Promise<string> {
  const world = await party()
  const early = await world.send('mallory', 'of long ago')
  let last = early
  for (let i = 0; i <= GENERATIONS_SKIPPED_MAX; i++) last = await world.send('mallory', 'now')
  await world.read('bob', last)
  return world.read('bob', early)
}

export async function voidCommitAgain(): Promise<string> {
  const world = await party()
  const message = await forgeCommit(world.group('mallory'), { withoutPath: true })
  const opened = await openHandshake(world.group('bob'), message)
  if (opened.kind !== 'void') return opened.kind
  const again = await openHandshake(opened.group, message)
  return again.kind === 'void' ? again.reason : again.kind
}

/** Makes its readers turn a ratchet as far as the number says. */
export async function farAhead(): Promise<string> {
  const world = await party()
  const { suite, secrets, ownLeaf } = stateOf(world, 'mallory')
  const message = parsePrivateMessage(await world.send('mallory', 'hello'))
  if (message === undefined) return 'no message'
  const { key, nonce } = senderDataKey(suite, secrets.senderData, message.ciphertext)
  const generation = FORWARD_GENERATIONS_MAX + 1
  const data = encodeSenderData({ leaf: ownLeaf, generation, reuseGuard: new Uint8Array(4) })
  const sealedSenderData = await suite.hpke.aead.seal(key, nonce, { data, associated: senderAssociatedData(message) })
  return world.read('bob', encodePrivateMessage({ ...message, sealedSenderData }))
}

export async function hugeMessage(): Promise<string> {
  const world = await party()
  const data = new Uint8Array(MESSAGE_BYTES_MAX)
  const { message } = await sealApplication(world.group('mallory'), { data, authenticatedData: EMPTY })
  const opened = await openApplication(world.group('bob'), message)
  return opened.kind === 'void' ? opened.reason : opened.kind
}

/** Something hides behind the signature, where only padding may be. */
export function hiddenBehind(): Promise<string> {
  const signature = [1, 0xaa]
  return Promise.resolve(takeSignature(Uint8Array.of(...signature, 0, 0, 7), 0) === undefined ? 'refused' : 'taken')
}
