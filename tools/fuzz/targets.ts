import { makeMlsTargets } from '@rushlight/core/testing'
import type { ByteTarget } from '@rushlight/core/testing'
import {
  base64url,
  createBlobCipher,
  encodeCbor,
  encodeExportHead,
  FILE_KEY_BYTES,
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

/** Every decoder that takes bytes from outside. */
export async function makeTargets(): Promise<readonly ByteTarget[]> {
  const crypto = createNodeCrypto()
  const pages = await makeVectors(crypto)
  const structures = pages
    .flatMap(({ cases }) => cases)
    .flatMap((one): ByteTarget[] =>
      one.kind === 'structure' ? [{ name: one.name, samples: [one.bytes], read: one.parse, parts: cborParts }] : [],
    )
  return [...structures, ...(await makeMlsTargets(crypto)), ...texts(), blobHeader()]
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

function blobHeader(): ByteTarget {
  const cipher = createBlobCipher(createNodeCrypto(), new Uint8Array(FILE_KEY_BYTES))
  return { name: 'blob header', samples: [cipher.header], read: (bytes) => cipher.isHeader(bytes) || undefined }
}
