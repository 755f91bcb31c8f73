/**
 * A vault key under another key that no script can read, only use: so that a reload or another tab of this browser need
 * not ask for the password. Protects against whoever copies the stored bytes; not against whoever uses this browser.
 */
export type WrappedKey = { readonly wrapping: CryptoKey; readonly nonce: Uint8Array; readonly sealed: Uint8Array }

export async function wrapKey(key: Uint8Array): Promise<WrappedKey> {
  const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, wrapping, new Uint8Array(key))
  return { wrapping, nonce, sealed: new Uint8Array(sealed) }
}

/** `undefined`: damaged. */
export async function unwrapKey({ wrapping, nonce, sealed }: WrappedKey): Promise<Uint8Array | undefined> {
  try {
    const iv = new Uint8Array(nonce)
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, wrapping, new Uint8Array(sealed)))
  } catch {
    return undefined
  }
}

export function isWrappedKey(value: unknown): value is WrappedKey {
  return (
    typeof value === 'object' &&
    value !== null &&
    'wrapping' in value &&
    value.wrapping instanceof CryptoKey &&
    'nonce' in value &&
    value.nonce instanceof Uint8Array &&
    'sealed' in value &&
    value.sealed instanceof Uint8Array
  )
}

const NONCE_BYTES = 12
