import { equal } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { parseDictionary, writeBareItem } from './structured-field.ts'

/** The Content-Digest of a body (RFC 9530), by SHA-256. */
export function contentDigest(crypto: Pick<Crypto, 'sha256'>, body: Uint8Array): string {
  return `sha-256=${writeBareItem({ kind: 'bytes', value: crypto.sha256(body) })}`
}

/** Does the field speak of this body? Digests by algorithms that we know all have to; there is at least one. */
export function isDigestOf(crypto: Pick<Crypto, 'sha256' | 'sha512'>, field: string, body: Uint8Array): boolean {
  const digests = [...(parseDictionary(field) ?? [])].flatMap(([algorithm, member]) => {
    const expected =
      algorithm === 'sha-256' ? crypto.sha256(body) : algorithm === 'sha-512' ? crypto.sha512(body) : undefined
    return expected === undefined ? [] : [{ expected, member }]
  })
  return (
    digests.length > 0 &&
    digests.every(
      ({ expected, member }) =>
        member.kind === 'item' && member.value.kind === 'bytes' && equal(member.value.value, expected),
    )
  )
}
