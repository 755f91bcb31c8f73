/**
 * Everything that can be set, once: as a flag `--tls-cert`, as `RUSHLIGHT_TLS_CERT`, and as the key `tls-cert` of the
 * configuration file. A flag outranks the environment, that the file, and that the default.
 */
export type Option = {
  readonly value: 'text' | 'yes'
  /** As the usage shows it. */
  readonly hint: string
  readonly help: string
}

export type OptionName =
  | 'data'
  | 'listen'
  | 'domain'
  | 'tls-cert'
  | 'tls-key'
  | 'trust-proxy'
  | 'registration'
  | 'web'
  | 'key-phrase-file'
  | 'federation'
  | 'federation-allow'
  | 'federation-deny'
  | 'resolve'
  | 'peer-authority'
  | 'config'

export const OPTIONS: Readonly<Record<OptionName, Option>> = {
  data: { value: 'text', hint: 'DIR', help: 'where everything is kept (default: ./data)' },
  listen: { value: 'text', hint: 'HOST:PORT', help: 'where to listen (default: localhost:8080)' },
  domain: {
    value: 'text',
    hint: 'NAME',
    help: 'the name of this provider: the part after @ (default: localhost:PORT)',
  },
  'tls-cert': { value: 'text', hint: 'FILE', help: 'certificate chain (PEM), read again on SIGHUP' },
  'tls-key': { value: 'text', hint: 'FILE', help: 'its private key (PEM)' },
  'trust-proxy': { value: 'yes', hint: '', help: 'believe X-Forwarded-For and X-Forwarded-Proto: TLS ends in front' },
  registration: { value: 'text', hint: 'open|invite|closed', help: 'who may sign up (default: open)' },
  web: { value: 'text', hint: 'DIR', help: 'the built web app (default: the one that was built here)' },
  'key-phrase-file': {
    value: 'text',
    hint: 'FILE',
    help: 'at a first start: take the 24 words in it instead of a new key',
  },
  federation: { value: 'text', hint: 'on|off', help: 'speak with other providers (default: on)' },
  'federation-allow': { value: 'text', hint: 'NAME,...', help: 'speak with these providers only' },
  'federation-deny': { value: 'text', hint: 'NAME,...', help: 'never speak with these providers' },
  resolve: {
    value: 'text',
    hint: 'NAME=HOST:PORT,...',
    help: 'where other providers are, instead of what DNS says (tests, split DNS)',
  },
  'peer-authority': {
    value: 'text',
    hint: 'FILE',
    help: 'also trust certificates of this authority (PEM) of other providers',
  },
  config: { value: 'text', hint: 'FILE', help: 'JSON with any of these as keys, without the dashes' },
}

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name)
}

export const PREFIX = 'RUSHLIGHT_'

/** Variables of the same prefix that are for other programs of the house. */
export const FOREIGN_VARIABLES: readonly string[] = ['RUSHLIGHT_PASSWORD', 'RUSHLIGHT_VECTORS', 'RUSHLIGHT_PROFILE']

/** The known name that is meant, most likely. */
export function nearestOf(name: string, known: readonly string[]): string | undefined {
  const [nearest] = known.map((one) => ({ one, far: distance(name, one) })).toSorted((a, b) => a.far - b.far)
  return nearest?.one
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of b.split('').entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
