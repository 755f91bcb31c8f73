import {
  commitmentOf,
  equal,
  linkAnswer,
  linkCommitment,
  linkReveal,
  linkVerdict,
  openLinkChannel,
  sealLinkGrant,
} from '@rushlight/protocol'
import type { DeviceEntry, LinkCode, LinkReveal } from '@rushlight/protocol'
import { admitDevice } from '../account/admit-device.ts'
import type { Core } from '../engine/core.ts'
import type { Meeting } from './meeting.ts'
import type { LinkFailure, LinkView } from './link-view.ts'

export type OldSide = {
  readonly code: LinkCode
  readonly tell: (view: LinkView) => void
  /** Whether its owner lets the device in. */
  readonly decide: () => Promise<boolean>
}

const NONCE_BYTES = 32
const KEY_BYTES = 32

/** The device that is on the account: it adds the other one if its owner says so (`spec/linking.md` §3). */
export async function meetAsOld(core: Core, meeting: Meeting, side: OldSide): Promise<'done' | LinkFailure> {
  const { crypto } = core
  const { code, tell, decide } = side
  const commitment = await meeting.read(0)
  const committed = linkCommitment.parse(commitment)
  if (committed === undefined) return 'broken'
  const secret = committed.knowsSecret ? code.secret : undefined
  const ephemeral = crypto.randomBytes(KEY_BYTES)
  const answer = linkAnswer.encode({
    ephemeral: await crypto.x25519PublicKey(ephemeral),
    nonce: crypto.randomBytes(NONCE_BYTES),
    usesSecret: secret !== undefined,
  })
  await meeting.put(1, answer)
  const reveal = await meeting.read(2)
  const revealed = linkReveal.parse(reveal)
  // It shows what it was bound to before it saw our answer, or it is somebody else's.
  const isBound = equal(commitmentOf(crypto, reveal), committed.commitment)
  if (revealed === undefined || !isBound) return 'broken'
  const keys = { own: ephemeral, other: revealed.ephemeral, secret }
  const channel = await openLinkChannel(crypto, keys, { commitment, answer, reveal })
  ephemeral.fill(0)
  if (channel === undefined) return 'broken'
  tell({ kind: 'comparing', emoji: channel.emoji, isProven: secret !== undefined, name: revealed.name })
  if (!(await meeting.until(decide()))) {
    await meeting.put(3, linkVerdict.encode({ kind: 'refused' }))
    return 'refused'
  }
  tell({ kind: 'joining' })
  return grant(core, meeting, { device: revealed.device, name: revealed.name, key: channel.key })
}

type Granting = Pick<LinkReveal, 'device' | 'name'> & { readonly device: DeviceEntry; readonly key: Uint8Array }

async function grant(core: Core, meeting: Meeting, { device, name, key }: Granting): Promise<'done' | LinkFailure> {
  const admitted = await admitDevice(core, device, name)
  const url = core.homes.present.url
  if (admitted !== 'done') return 'unreachable'
  const { account, row } = core.self
  const given = { account: account.id, accountKey: row.accountKey, backupKey: row.backupKey, url }
  const sealed = await sealLinkGrant(core.crypto, key, given)
  await meeting.put(3, linkVerdict.encode({ kind: 'granted', sealed }))
  return 'done'
}
