import { EMPTY } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, parseWith, struct, union, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { pad, unpad } from '../bytes/padding.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { openUnder, sealUnder } from '../crypto/sealed.ts'
import { logId } from '../ids/ids.ts'
import type { LogId } from '../ids/ids.ts'
import { LETTER_BYTES_MAX } from '../limits.ts'
import { providerNameCodec } from '../identity/provider.ts'
import type { ProviderName } from '../identity/provider.ts'

/**
 * What a provider leaves in a device's queue, sealed under the item key of the address it came by. Notices all have one
 * size, so a queue on the disk shows neither rooms nor lengths (`spec/delivery.md` §6, S9).
 */
export type QueueItem =
  /** There is something new in this log: pull it. */
  | { readonly kind: 'news'; readonly hub: ProviderName; readonly log: LogId }
  /** A commit added this address's KeyPackage: fetch the Welcome at that place of the log. */
  | { readonly kind: 'welcome'; readonly hub: ProviderName; readonly log: LogId; readonly seq: number }
  /** HPKE to the letterbox's key. */
  | { readonly kind: 'letter'; readonly sealed: Uint8Array }

/** Every notice, and the least letter. */
const ITEM_PADDED_BYTES_MIN = 384

const queueItemCodec: Codec<QueueItem> = union<QueueItem>({
  news: [1, struct({ hub: field(0, providerNameCodec), log: field(1, logId.codec) })],
  welcome: [2, struct({ hub: field(0, providerNameCodec), log: field(1, logId.codec), seq: field(2, uint()) })],
  letter: [3, struct({ sealed: field(0, bytes({ max: LETTER_BYTES_MAX })) })],
})

export function sealQueueItem(crypto: Crypto, itemKey: Uint8Array, item: QueueItem): Promise<Uint8Array> {
  const data = pad(encodeWith(queueItemCodec, item), ITEM_PADDED_BYTES_MIN)
  return sealUnder(crypto, itemKey, { data, associated: EMPTY })
}

/** `undefined` if it did not come by the address with this key. */
export async function openQueueItem(
  crypto: Crypto,
  itemKey: Uint8Array,
  sealed: Uint8Array,
): Promise<QueueItem | undefined> {
  const padded = await openUnder(crypto, itemKey, { data: sealed, associated: EMPTY })
  const data = padded === undefined ? undefined : unpad(padded)
  return data === undefined ? undefined : parseWith(queueItemCodec, data)
}
