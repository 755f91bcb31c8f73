import { isProviderUrl, keyOf, parseBase64url, parseProviderName, span } from '@rushlight/protocol'
import type { Provider, ProviderPublicKey, ProviderSealingPublicKey } from '@rushlight/protocol'
import { nodeClock } from '../adapters/node-clock.ts'
import { readAtMost } from '../adapters/read-at-most.ts'
import { WELL_KNOWN_PATH } from '../federation/peer-keys.ts'
import { WELL_KNOWN_BYTES_MAX } from '../limits.ts'
import { OPTIONS } from '../settings/options.ts'
import { complain, runCommand, USAGE_ERROR } from './command-line.ts'
import type { CommandLine, CommandSpec } from './command-line.ts'
import { askProvider, successorText } from './desk-questions.ts'

const DAYS_DEFAULT = 30
const DAYS_MAX = 366
const ANSWER_MS_MAX: number = 10 * span.SECOND_MS

const TOMBSTONE: CommandSpec = {
  usage: `Usage: rushlight tombstone --data DIR [--in DAYS] [--successor URL]
       rushlight tombstone --data DIR --clear

Says to everybody that this provider, running or not, is going to end: clients move their conversations elsewhere before it does.
Keep it running until then, so that they hear of it and fetch what they lack.

  --data DIR        ${OPTIONS.data.help}
  --in DAYS         when it ends (default: ${DAYS_DEFAULT})
  --successor URL   a provider that you advise them to go to; it is asked who it is
  --clear           takes it back: the provider stays

Exit codes: those of \`rushlight serve\` · 66 there is no provider in the data folder · 69 the successor does not answer
`,
  words: [0, 0],
  flags: { in: 'text', successor: 'text', clear: 'yes' },
}

/** `tombstone`: a leaving operator's word (R20 d, `spec/survival.md` §11). */
export function tombstone(line: CommandLine): Promise<number> {
  return runCommand(line, TOMBSTONE, async ({ settings, flags }) => {
    if (flags.has('clear')) {
      const wasLeaving = await askProvider(settings, { kind: 'stay' }, { during: async (answer) => answer === true })
      line.out(wasLeaving ? 'It stays, and says so\n' : 'It was not leaving\n')
      return 0
    }
    const days = Number(flags.get('in') ?? DAYS_DEFAULT)
    if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX) {
      return complain(line, `--in is a number of days up to ${DAYS_MAX}`, USAGE_ERROR)
    }
    const url = flags.get('successor')
    const successor = url === undefined ? undefined : await whoIs(url)
    if (url !== undefined && successor === undefined) {
      return complain(line, 'the successor does not answer, or not as a provider of that address', 69)
    }
    const endsAt = nodeClock.now() + days * span.DAY_MS
    const said = successor === undefined ? {} : { successor: successorText(successor) }
    await askProvider(settings, { kind: 'leave', endsAt, ...said }, { during: async () => undefined })
    line.out(`It says that it ends on ${new Date(endsAt).toISOString().slice(0, 10)}\n`)
    return 0
  })
}

/** As it says itself under that address. */
async function whoIs(url: string): Promise<Provider | undefined> {
  if (!isProviderUrl(url)) return undefined
  try {
    const answer = await fetch(new URL(WELL_KNOWN_PATH, url), { signal: AbortSignal.timeout(ANSWER_MS_MAX) })
    const page = answer.ok ? await readAtMost(answer.body ?? [], WELL_KNOWN_BYTES_MAX) : undefined
    return page === undefined ? undefined : readPage(JSON.parse(new TextDecoder().decode(page)), url)
  } catch {
    return undefined
  }
}

function readPage(page: unknown, url: string): Provider | undefined {
  const fields = new Map(typeof page === 'object' && page !== null ? Object.entries(page) : [])
  const text = (name: string): string => String(fields.get(name) ?? '')
  const name = parseProviderName(text('name'))
  const [key, sealingKey] = [parseBase64url(text('key')), parseBase64url(text('sealingKey'))]
  if (name === undefined || key?.length !== KEY_BYTES || sealingKey?.length !== KEY_BYTES) return undefined
  return {
    name,
    key: keyOf<ProviderPublicKey>(key),
    sealingKey: keyOf<ProviderSealingPublicKey>(sealingKey),
    urls: [url],
  }
}

const KEY_BYTES = 32
