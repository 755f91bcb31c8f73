import {
  enumTable,
  flatEncoders,
  minimalLengths,
  presenceOctet,
  privateUseSuites,
  treeHashCache,
} from './codec-corrections.ts'
import type { Correction } from './correction.ts'
import {
  blankRoot,
  extensionsPath,
  externalPub,
  externalSenders,
  oldEpochSecrets,
  privateMessagePsk,
  refilledLeaf,
  senderAndData,
  uniqueKeys,
  unmergedLeaves,
} from './protocol-corrections.ts'

/**
 * All that is put right in ts-mls 1.6.4. `core` runs the codecs of the corrected copy; the rest of it is the second
 * opinion that tests hold against our own group code. Each correction has a test that fails without it
 * (`tools/test/ts-mls-corrections.test.ts`). A new version of the library starts with going through this list again.
 */
export const corrections: readonly Correction[] = [
  externalPub,
  externalSenders,
  extensionsPath,
  privateMessagePsk,
  senderAndData,
  oldEpochSecrets,
  unmergedLeaves,
  uniqueKeys,
  refilledLeaf,
  blankRoot,
  privateUseSuites,
  minimalLengths,
  presenceOctet,
  flatEncoders,
  enumTable,
  treeHashCache,
]
