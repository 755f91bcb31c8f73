import {
  linkAnswer,
  linkCommitment,
  linkReveal,
  linkVerdict,
  commitmentOf,
  openLinkChannel,
  openLinkGrant,
} from '@rushlight/protocol'
import type { LinkCode, LinkGrant } from '@rushlight/protocol'
import { createDevice } from '../account/create-self.ts'
import type { OwnDevice } from '../account/create-self.ts'
import type { Core } from '../engine/core.ts'
import type { Meeting } from './meeting.ts'
import type { LinkFailure, LinkView } from './link-view.ts'

/** What the other side granted, and the device that it granted it to. */
export type Granted = { readonly grant: LinkGrant; readonly device: OwnDevice }

type Told = (view: LinkView) => void

const NONCE_BYTES = 32
const KEY_BYTES = 32

/** The device that is to be added: it commits itself, sees what the other brings, and shows who it is (`spec/linking.md` §3). */
export async function meetAsNew(
  core: Core,
  meeting: Meeting,
  { code, name, tell }: { readonly code: LinkCode; readonly name: string; readonly tell: Told },
): Promise<Granted | LinkFailure> {
  const { crypto } = core
  const device = await createDevice(crypto)
  const ephemeral = crypto.randomBytes(KEY_BYTES)
  const reveal = linkReveal.encode({
    ephemeral: await crypto.x25519PublicKey(ephemeral),
    nonce: crypto.randomBytes(NONCE_BYTES),
    device: device.entry,
    name,
  })
  const { secret } = code
  const knowsSecret = secret !== undefined
  const commitment = linkCommitment.encode({ format: 1, commitment: commitmentOf(crypto, reveal), knowsSecret })
  await meeting.put(0, commitment)
  const answer = await meeting.read(1)
  const answered = linkAnswer.parse(answer)
  if (answered === undefined || (answered.usesSecret && !knowsSecret)) return 'broken'
  await meeting.put(2, reveal)
  const used = answered.usesSecret ? secret : undefined
  const keys = { own: ephemeral, other: answered.ephemeral, secret: used }
  const channel = await openLinkChannel(crypto, keys, { commitment, answer, reveal })
  ephemeral.fill(0)
  if (channel === undefined) return 'broken'
  tell({ kind: 'comparing', emoji: channel.emoji, isProven: used !== undefined })
  const verdict = linkVerdict.parse(await meeting.read(3))
  if (verdict?.kind === 'refused') return 'refused'
  const grant = verdict === undefined ? undefined : await openLinkGrant(crypto, channel.key, verdict.sealed)
  return grant === undefined ? 'broken' : { grant, device }
}
