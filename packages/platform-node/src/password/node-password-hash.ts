import { argon2 } from 'node:crypto'
import type { PasswordHash } from '@rushlight/core'

/** Argon2id by the platform's own library, on a thread of the pool. */
export function createNodePasswordHash(): PasswordHash {
  return {
    argon2id(password, { salt, memoryKib, passes }) {
      const parameters = {
        message: Buffer.from(password),
        nonce: salt,
        parallelism: 1,
        tagLength: HASH_BYTES,
        memory: memoryKib,
        passes,
      }
      return new Promise((resolve, reject) => {
        argon2('argon2id', parameters, (error, hash) => {
          if (error) reject(error)
          else resolve(new Uint8Array(hash))
        })
      })
    },
  }
}

const HASH_BYTES = 32
