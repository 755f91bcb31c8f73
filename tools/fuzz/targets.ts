import { makeMlsTargets } from '@rushlight/core/testing'
import type { ByteTarget } from '@rushlight/core/testing'
import {
  base64url,
  blobId,
  encodeCbor,
  encodeExportHead,
  parseAccountName,
  parseBase64url,
  parseCbor,
  parseExportHead,
  parseHandle,
  parseHex,
  parseProviderName,
  parseUtf8,
  utf8,
} from '@rushlight/protocol'
import type { Cbor } from '@rushlight/protocol'
import { makeVectors } from '@rushlight/protocol/testing'
import { createNodeCrypto } from '@rushlight/platform-node'
import { readNewBlob, readNumber, readRange, readToken } from '@rushlight/server/testing'
import { blobTargets } from './blob-targets.ts'

/** Every decoder that takes bytes from outside. */
export async function makeTargets(): Promise<readonly ByteTarget[]> {
  const crypto = createNodeCrypto()
  const pages = await makeVectors(crypto)
  const structures = pages
    .flatMap(({ cases }) => cases)
    .flatMap((one): ByteTarget[] =>
      one.kind === 'structure' ? [{ name: one.name, samples: [one.bytes], read: one.parse, parts: cborParts }] : [],
    )
  return [...structures, ...(await makeMlsTargets(crypto)), ...texts(), ...(await blobTargets(crypto)), tusHeaders()]
}

const cborParts: NonNullable<ByteTarget['parts']> = {
  split: parseCbor,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a bent value may be one that CBOR has not; then it throws
  join: (value) => encodeCbor(value as Cbor),
}

/** What stands in links, names and files. */
function texts(): readonly ByteTarget[] {
  const text = (name: string, samples: readonly string[], read: (text: string) => unknown): ByteTarget => ({
    name,
    samples: samples.map((sample) => utf8(sample)),
    read: (bytes) => read(parseUtf8(bytes) ?? bytes.toHex()),
  })
  return [
    { name: 'UTF-8', samples: [utf8('text \u{1F600} \u00e9')], read: parseUtf8 },
    text('hex', ['00ff'], parseHex),
    text('base64url', [base64url(utf8('some bytes'))], parseBase64url),
    text('account name', ['alice', 'a.b_c-1'], parseAccountName),
    text('handle', ['alice@chat.example.org'], parseHandle),
    text('provider name', ['chat.example.org', 'localhost:8080', '[::1]:8080'], parseProviderName),
    { name: 'export head', samples: [encodeExportHead()], read: parseExportHead },
  ]
}

/** Requests about blobs as a provider reads them: one header a line. */
function tusHeaders(): ByteTarget {
  const metadata = [
    `blob ${Buffer.alloc(blobId.lengthBytes, 1).toString('base64')}`,
    `release ${Buffer.alloc(32, 2).toString('base64')}`,
    `ttl ${Buffer.from('3').toString('base64')}`,
  ]
  const lines = {
    create: ['upload-length: 65585', `upload-metadata: ${metadata.join(',')}`, 'authorization: Bearer a-token_1'],
    append: ['upload-offset: 65536', 'authorization: Bearer a-token_1'],
    read: ['range: bytes=0-65535', 'upload-length: 70721'],
  }
  return {
    name: 'tus headers',
    samples: Object.values(lines).map((some) => utf8(some.join('\n'))),
    read: (bytes) => readTus(Buffer.from(bytes).toString('latin1')),
    parts: {
      split: (bytes) => Buffer.from(bytes).toString('latin1').split('\n'),
      join: (value) => Buffer.from(Array.isArray(value) ? value.map(String).join('\n') : '', 'latin1'),
    },
  }
}

/** Header values are bytes that stand for Latin-1 when they come out of HTTP. */
function readTus(text: string): unknown {
  const headers = new Map(
    text.split('\n').map((line) => [line.split(':', 1)[0], line.slice(line.indexOf(':') + 1).trim()]),
  )
  const length = headers.get('upload-length')
  const read = {
    created: readNewBlob(length, headers.get('upload-metadata')),
    offset: readNumber(headers.get('upload-offset')),
    range: readRange(headers.get('range'), readNumber(length) ?? 0),
    token: readToken(headers.get('authorization')),
  }
  return Object.values(read).every((part) => part === undefined) ? undefined : read
}
