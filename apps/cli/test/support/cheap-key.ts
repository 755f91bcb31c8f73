/**
 * The key file of a profile to come (`spec/stored-formats.md` §2), with the least work that a file may ask for. What opens
 * a profile hundreds of times in tests is spared nine tenths of it; the program opens it as it does any other.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNodeCrypto, createNodePasswordHash } from '@rushlight/platform-node'
import { encodeCbor } from '@rushlight/protocol'

const MEMORY_KIB_MIN = 19 * 1024
const PASSES = 1

export async function prepareCheapProfile(directory: string, password: string): Promise<void> {
  const crypto = createNodeCrypto()
  const [salt, nonce, key] = [crypto.randomBytes(16), crypto.randomBytes(12), crypto.randomBytes(32)]
  const cost = { salt, memoryKib: MEMORY_KIB_MIN, passes: PASSES }
  const wrapping = await createNodePasswordHash().argon2id(password, cost)
  const wrapped = await crypto.sealAesGcm(wrapping, nonce, { data: key, associated: new Uint8Array() })
  const costMap = new Map<number, Uint8Array | number>([
    [0, salt],
    [1, MEMORY_KIB_MIN],
    [2, PASSES],
  ])
  const file = new Map<number, number | Uint8Array | typeof costMap>([
    [0, 1],
    [1, costMap],
    [2, nonce],
    [3, wrapped],
  ])
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  writeFileSync(join(directory, 'vault.key'), encodeCbor(file), { mode: 0o600, flag: 'wx' })
}
