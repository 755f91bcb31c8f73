import { utf8 } from '../../bytes/bytes.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { encodeApplicationData, parseApplicationData } from '../../content/application-data.ts'
import type { ApplicationData } from '../../content/application-data.ts'
import { messageIdOf, roomUri, senderUri } from '../../content/message-id.ts'
import { encodeStatusReports, parseStatusReports } from '../../content/message-status.ts'
import { composeContent } from '../../content/message.ts'
import type { ComposedMessage, FilePart } from '../../content/message.ts'
import { encodeContent, parseContent } from '../../content/mimi-content.ts'
import { blobId, logId, messageId, roomId } from '../../ids/ids.ts'
import { filePartOf } from '../../blobs/file-part.ts'
import { deadlineOf } from '../../timers/deadline.ts'
import { timeToLiveStep } from '../../log/time-to-live.ts'
import { pad, padme } from '../../bytes/padding.ts'
import { encodeVector } from '../../bytes/tls.ts'
import { sampleReceipts } from './delivery-vectors.ts'
import { SAMPLE_TIME, sampleActor, sampleAddress, sampleProvider } from './cast.ts'
import { derivation, said } from './vector-case.ts'
import type { VectorCase } from './vector-case.ts'

export async function contentVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const provider = await sampleProvider(crypto, 'chat.example.org')
  const { account } = await sampleActor(crypto, { name: 'alice', providers: [provider] })
  const place = {
    senderUri: senderUri(account.id),
    roomUri: roomUri(roomId.fromBytes(crypto.randomBytes(32))),
  }
  const earlier = messageId.fromBytes(crypto.randomBytes(32))
  const messages: readonly (readonly [string, ComposedMessage])[] = [
    ['text', { message: { kind: 'text', text: 'It burns: 🔥', files: [] }, timers: {} }],
    [
      'answer that expires and burns',
      {
        message: { kind: 'text', text: 'yes', files: [], inReplyTo: earlier },
        timers: { expiresAt: SAMPLE_TIME + 600_000, burnAfterMs: 30_000 },
      },
    ],
    ['text with a file', { message: { kind: 'text', text: 'look', files: [fileOf(crypto)] }, timers: {} }],
    ['deletion', { message: { kind: 'deletion', of: earlier }, timers: {} }],
  ]
  const contents = messages.flatMap(([name, composed]) => {
    const content = composeContent(composed, crypto.randomBytes(16))
    const encoded = encodeContent(content)
    return [
      said(name, content, { bytes: encoded, parse: parseContent }),
      derivation(`${name}, its id`, { ...place, content: encoded, salt: content.salt }, () =>
        messageIdOf(crypto, place, { encoded, salt: content.salt }),
      ),
    ]
  })
  const reports = [[earlier, 'read']] as const
  const log = logId.fromBytes(crypto.randomBytes(32))
  const receipts = await sampleReceipts(crypto, { hub: provider, log }, 1)
  const data: readonly ApplicationData[] = [
    { kind: 'content', encoded: utf8('stands for content') },
    { kind: 'status', reports },
    { kind: 'status', reports: [] },
    { kind: 'leave' },
    { kind: 'addresses', addresses: [await sampleAddress(crypto, provider)] },
    { kind: 'record', chain: account.chain },
    ...receipts.map((receipt) => ({ kind: 'receipt', receipt }) as const),
  ]
  return [
    ...contents,
    said('status reports', reports, { bytes: encodeStatusReports(reports), parse: parseStatusReports }),
    ...data.map((one) =>
      said(`application data: ${one.kind}`, one, { bytes: encodeApplicationData(one), parse: parseKnown }),
    ),
  ]
}

function parseKnown(bytes: Uint8Array): ApplicationData | undefined {
  const parsed = parseApplicationData(bytes)
  return parsed.kind === 'known' ? parsed.data : undefined
}

function fileOf(crypto: Crypto): FilePart {
  const blob = blobId.fromBytes(crypto.randomBytes(32))
  const file = { name: 'candle.png', mediaType: 'image/png', bytes: 70_000, blob, fileKey: crypto.randomBytes(32) }
  return filePartOf(file, { baseUrl: 'https://chat.example.org', endsAt: SAMPLE_TIME })
}

const LIFETIMES = [
  {},
  { expiresAt: 2_000 },
  { burnAfterMs: 500 },
  { burnAfterMs: 500, readAt: 1_000 },
  { expiresAt: 2_000, burnAfterMs: 500, readAt: 1_000 },
  { expiresAt: 1_200, burnAfterMs: 500, readAt: 1_000 },
] as const

/** Times, lengths and the little of TLS that is used. */
export function timerVectors(): readonly VectorCase[] {
  return [
    ...LIFETIMES.map((lifetime) => derivation('deadline (−1: none)', lifetime, () => deadlineOf(lifetime) ?? -1)),
    ...[1, 60_000, 60_001, 3_600_000, 86_400_001, 31_622_400_000].map((lifetimeMs) =>
      derivation('time-to-live step', { lifetimeMs }, () => timeToLiveStep(lifetimeMs)),
    ),
  ]
}

export function byteVectors(): readonly VectorCase[] {
  return [
    ...[0, 1, 2, 9, 100, 511, 512, 1000, 4097, 65_535, 1_000_000].map((length) =>
      derivation('PADMÉ', { length }, () => padme(length)),
    ),
    derivation('pad', { data: utf8('candle'), min: 16 }, () => pad(utf8('candle'), 16)),
    ...[0, 63, 64].map((length) =>
      derivation('vec', { data: new Uint8Array(length) }, () => encodeVector(new Uint8Array(length))),
    ),
  ]
}
