/** Runs in the browser: asks for the vectors, one file after the other, and says what came of them. */
import { runMlsVectors } from '@rushlight/core/testing'
import { createWebCrypto } from '@rushlight/platform-browser'

const crypto = createWebCrypto()

async function runAll(): Promise<void> {
  const files: unknown = await (await fetch('/files')).json()
  if (!Array.isArray(files)) throw new TypeError('no list of files')
  for (const file of files.filter((one) => typeof one === 'string')) {
    const content: unknown = await (await fetch(`/vectors/${file}`)).json()
    await say(file, await runMlsVectors(crypto, file, { content }))
  }
  await say('', {})
}

async function say(file: string, result: object): Promise<void> {
  await fetch('/result', { method: 'POST', body: JSON.stringify({ file, result }) })
}

runAll().catch((error: unknown) => say('', { failed: String(error) }))
