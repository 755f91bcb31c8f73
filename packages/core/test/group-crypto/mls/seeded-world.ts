import { createHash } from 'node:crypto'
import { createNodeCrypto } from '@rushlight/platform-node'
import { createGroup } from '../../../src/group-crypto/mls/index.ts'
import { GROUP_ID, World } from './world.ts'

/** A world whose randomness follows from a seed: the same run twice gives the same bytes. */
export class SeededWorld extends World {
  static override async of(names: readonly string[]): Promise<World> {
    let drawn = 0
    const randomBytes = (length: number): Uint8Array => {
      const hash = createHash('shake256', { outputLength: length }).update(`seed ${drawn++}`)
      return new Uint8Array(hash.digest())
    }
    const world = new SeededWorld(1, createNodeCrypto(randomBytes))
    const [founder = 'alice', ...others] = names
    const own = await world.device(founder)
    world.groups.set(founder, await createGroup(world.crypto, { groupId: GROUP_ID, extensions: [], ...own }))
    await world.add(founder, others)
    return world
  }
}
