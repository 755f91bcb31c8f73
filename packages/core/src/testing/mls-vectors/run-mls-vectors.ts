import type { Crypto } from '@rushlight/protocol'
import { suiteOf } from '../../group-crypto/mls/keys/suite.ts'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'
import { runCryptoBasics, runDeserialization, runPskSecret, runTreeMath } from './basics-vectors.ts'
import { runKeySchedule, runSecretTree, runTranscriptHashes } from './key-vectors.ts'
import { runMessageProtection } from './message-protection-vectors.ts'
import { runMessages } from './messages-vectors.ts'
import { runPassiveClient } from './passive-client-vectors.ts'
import { runTreeOperations, runTreeValidation } from './tree-vectors.ts'
import { runTreeKem } from './treekem-vectors.ts'
import { VectorValue } from './vector-value.ts'
import { runWelcome } from './welcome-vectors.ts'

/**
 * The vectors that the MLS working group publishes, by the names of their files. Our own modules are examined where
 * they do what a vector is about; what Rushlight does not speak (public messages, PSKs, external commits) is examined
 * in the corrected library over our crypto, since tests use it as a second opinion.
 */
const RUNNERS: Readonly<Record<string, (suite: Suite, vector: VectorValue) => Promise<void>>> = {
  'crypto-basics.json': runCryptoBasics,
  'deserialization.json': runDeserialization,
  'key-schedule.json': runKeySchedule,
  'message-protection.json': runMessageProtection,
  'messages.json': runMessages,
  'passive-client-handling-commit.json': runPassiveClient,
  'passive-client-random.json': runPassiveClient,
  'passive-client-welcome.json': runPassiveClient,
  'psk_secret.json': runPskSecret,
  'secret-tree.json': runSecretTree,
  'transcript-hashes.json': runTranscriptHashes,
  'tree-math.json': runTreeMath,
  'tree-operations.json': runTreeOperations,
  'tree-validation.json': runTreeValidation,
  'treekem.json': runTreeKem,
  'welcome.json': runWelcome,
}

export const MLS_VECTOR_FILES: readonly string[] = Object.keys(RUNNERS)

export type VectorResult = {
  /** Those that apply to us. */
  readonly cases: number
  readonly passed: number
  /** Suites that we do not speak, with the number of their cases. */
  readonly notApplicable: Readonly<Record<string, number>>
  readonly failures: readonly VectorFailure[]
}

export type VectorFailure = { readonly index: number; readonly what: string }

/** `content` is what the file holds, parsed from JSON. */
export async function runMlsVectors(
  crypto: Crypto,
  file: string,
  { content }: { readonly content: unknown },
): Promise<VectorResult> {
  const run = RUNNERS[file]
  if (run === undefined) throw new RangeError('unknown file of vectors')
  const failures: VectorFailure[] = []
  const notApplicable: Record<string, number> = {}
  let cases = 0
  for (const [index, vector] of new VectorValue(content).items().entries()) {
    const id = vector.field('cipher_suite').value
    const suite = suiteOf(crypto, typeof id === 'number' ? id : 1)
    if (suite === undefined) {
      const name = `suite ${String(id)}`
      notApplicable[name] = (notApplicable[name] ?? 0) + 1
      continue
    }
    cases++
    const what = await failureOf(() => run(suite, vector))
    if (what !== undefined) failures.push({ index, what })
  }
  return { cases, passed: cases - failures.length, notApplicable, failures }
}

async function failureOf(run: () => Promise<void>): Promise<string | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : 'failed'
  }
}
