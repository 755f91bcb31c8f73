import { phraseOf } from '@rushlight/protocol'
import { openWithSchema } from '@rushlight/records'
import { nodeClock } from '../adapters/node-clock.ts'
import { rotateKey } from '../identity/another-life.ts'
import { providerSchema } from '../schema.ts'
import { OPTIONS } from '../settings/options.ts'
import { complain, runCommand, USAGE_ERROR } from './command-line.ts'
import type { CommandLine, CommandSpec } from './command-line.ts'
import { openExisting } from './data-folder.ts'
import { commandCrypto } from './desk-questions.ts'

const PROVIDER_KEY: CommandSpec = {
  usage: `Usage: rushlight provider-key rotate --data DIR

Gives the provider, which must not run, another key, and prints its 24 words: write them down, the old ones bring back the old key.
Rooms move over by themselves; logs that were begun under the old key are served under it to their end.

  --data DIR   ${OPTIONS.data.help}

Exit codes: those of \`rushlight serve\` · 66 there is no provider in the data folder
`,
  words: [1, 1],
  flags: {},
}

/** `provider-key rotate`. The name of the provider stays, and is what TLS proves (`spec/federation.md` §5). */
export function providerKey(line: CommandLine): Promise<number> {
  return runCommand(line, PROVIDER_KEY, async ({ settings, words }) => {
    if (words[0] !== 'rotate') return complain(line, `see --help\n${PROVIDER_KEY.usage}`, USAGE_ERROR)
    const store = await openExisting(settings)
    try {
      const opened = await openWithSchema(store, providerSchema)
      const seed = await rotateKey({ store: opened, crypto: commandCrypto, clock: nodeClock })
      line.out(`The key phrase of the new key, for your eyes only:\n\n  ${phraseOf(commandCrypto, seed).join(' ')}\n\n`)
    } finally {
      await store.close()
    }
    return 0
  })
}
