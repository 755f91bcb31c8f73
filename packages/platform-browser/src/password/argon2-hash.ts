import type { PasswordHash } from '@rushlight/core'

/** Argon2id in WebAssembly, loaded at its first use. Blocks its thread while it works: call it in a worker. */
export function createPasswordHash(): PasswordHash {
  return {
    async argon2id(password, { salt, memoryKib, passes }) {
      const { argon2id } = await import('hash-wasm')
      return argon2id({
        password,
        salt,
        parallelism: 1,
        iterations: passes,
        memorySize: memoryKib,
        hashLength: HASH_BYTES,
        outputType: 'binary',
      })
    },
  }
}

const HASH_BYTES = 32
