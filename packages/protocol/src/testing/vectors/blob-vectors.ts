import { concat, equal } from '../../bytes/bytes.ts'
import { createBlobCipher } from '../../blobs/blob-cipher.ts'
import { blobLayoutOf } from '../../blobs/blob-layout.ts'
import { openBlob } from '../../blobs/open-blob.ts'
import { sealBlob } from '../../blobs/seal-blob.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { blobId } from '../../ids/ids.ts'
import { FILE_CHUNK_BYTES } from '../../limits.ts'
import type { DerivationCase, VectorCase } from './vector-case.ts'
import { derivation } from './vector-case.ts'

/** Byte i of every sample file. A prime, so that no two chunks are alike. */
const byteAt = (i: number): number => i % 251
const LENGTHS = [0, 1, FILE_CHUNK_BYTES, FILE_CHUNK_BYTES + 1, 3 * FILE_CHUNK_BYTES - 5]

export async function blobVectors(crypto: Crypto): Promise<readonly VectorCase[]> {
  const cases: VectorCase[] = []
  for (const fileBytes of LENGTHS) {
    const fileKey = crypto.randomBytes(32)
    cases.push(derivation('header', { fileKey }, () => createBlobCipher(crypto, fileKey).header))
    cases.push(derivation('length of the blob', { fileBytes }, () => blobLayoutOf(fileBytes).blobBytes))
    cases.push(await blobCase(crypto, { fileKey, fileBytes }))
  }
  return cases
}

export function sampleFile(fileBytes: number): Uint8Array {
  return Uint8Array.from({ length: fileBytes }, (_, i) => byteAt(i))
}

export async function sealSample(crypto: Crypto, fileKey: Uint8Array, fileBytes: number): Promise<Uint8Array> {
  const file = sampleFile(fileBytes)
  const source = { bytes: fileBytes, read: async (from: number, length: number) => file.slice(from, from + length) }
  const parts: Uint8Array[] = []
  for await (const part of sealBlob({ crypto, fileKey, source })) parts.push(part)
  return concat(...parts)
}

type Sample = { readonly fileKey: Uint8Array; readonly fileBytes: number }

async function blobCase(crypto: Crypto, { fileKey, fileBytes }: Sample): Promise<DerivationCase> {
  const blob = await sealSample(crypto, fileKey, fileBytes)
  return {
    kind: 'derivation',
    name: 'id of the blob of a file whose byte i is i mod 251',
    given: { fileKey, fileBytes },
    result: blobId.fromBytes(crypto.sha256(blob)),
    holds: async () => {
      const read = async (from: number, length: number): Promise<Uint8Array> => blob.subarray(from, from + length)
      const opened = await openBlob({ crypto, fileKey, fileBytes, read })
      const file = await opened?.read(0, fileBytes)
      return file !== undefined && equal(file, sampleFile(fileBytes))
    },
  }
}
