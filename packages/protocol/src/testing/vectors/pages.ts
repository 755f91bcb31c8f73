import type { Crypto } from '../../crypto/crypto.ts'
import { archiveVectors } from './archive-vectors.ts'
import { blobVectors } from './blob-vectors.ts'
import { byteVectors, contentVectors, timerVectors } from './content-vectors.ts'
import { deliveryVectors } from './delivery-vectors.ts'
import { identityVectors } from './identity-vectors.ts'
import { linkingVectors } from './linking-vectors.ts'
import { roomVectors } from './room-vectors.ts'
import { withSeed } from './seeded-crypto.ts'
import { selfRoomVectors } from './self-room-vectors.ts'
import { storedVectors } from './stored-vectors.ts'
import { survivalVectors } from './survival-vectors.ts'
import type { VectorPage } from './vector-case.ts'
import { wireVectors } from './wire-vectors.ts'

/** All vectors of `spec/vectors`, the same whoever makes them. What was made once is not made otherwise later: a file only grows. */
export async function makeVectors(crypto: Crypto): Promise<readonly VectorPage[]> {
  const seeded = (page: string): Crypto => withSeed(crypto, `Rushlight vectors: ${page}`)
  return [
    { file: 'bytes', page: 'README', cases: byteVectors() },
    { file: 'identity', page: 'identity', cases: await identityVectors(seeded('identity')) },
    { file: 'rooms', page: 'rooms', cases: await roomVectors(seeded('rooms')) },
    { file: 'delivery', page: 'delivery', cases: await deliveryVectors(seeded('delivery')) },
    { file: 'content', page: 'content', cases: await contentVectors(seeded('content')) },
    { file: 'blobs', page: 'blobs', cases: await blobVectors(seeded('blobs')) },
    { file: 'self-room', page: 'self-room', cases: selfRoomVectors(seeded('self-room')) },
    { file: 'linking', page: 'linking', cases: await linkingVectors(seeded('linking')) },
    { file: 'timers', page: 'timers', cases: timerVectors() },
    { file: 'wire', page: 'wire', cases: await wireVectors(seeded('wire')) },
    { file: 'survival', page: 'survival', cases: await survivalVectors(seeded('survival')) },
    { file: 'stored-formats', page: 'stored-formats', cases: await storedVectors(seeded('stored-formats')) },
    { file: 'archive', page: 'archive', cases: await archiveVectors(seeded('archive')) },
  ]
}
