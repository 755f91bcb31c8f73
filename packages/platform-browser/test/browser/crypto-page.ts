/** Runs in the page: the adapter that ships, examined by the browser's own cryptography. */
import { runMlsVectors } from '@rushlight/core/testing'
import type { VectorResult } from '@rushlight/core/testing'
import { cryptoExam, hpkeExam, runWycheproof } from '@rushlight/protocol/testing'
import type { WycheproofResult } from '@rushlight/protocol/testing'
import { createWebCrypto, hasSufficientWebCrypto } from '../../src/crypto/web-crypto.ts'

declare global {
  interface Window {
    cryptoPage: CryptoPage
  }
}

export type CryptoPage = {
  /** What went wrong. */
  readonly examine: () => Promise<readonly string[]>
  readonly runWycheproof: (name: string, text: string) => Promise<WycheproofResult>
  readonly runVectors: (file: string, content: unknown) => Promise<VectorResult>
}

const crypto = createWebCrypto()

window.cryptoPage = {
  async examine() {
    const failures = (await hasSufficientWebCrypto()) ? [] : ['the browser is not sufficient']
    for (const { name, run } of [...cryptoExam(crypto), ...hpkeExam(crypto)]) {
      await run().catch((error: unknown) => failures.push(`${name}: ${String(error)}`))
    }
    return failures
  },
  runWycheproof: (name, text) => runWycheproof(crypto, name, text),
  runVectors: (file, content) => runMlsVectors(crypto, file, { content }),
}
