/** How long somebody needs who has stolen the provider's disk and can try ten thousand passwords a second. */
export type Strength = { readonly level: 0 | 1 | 2 | 3 | 4; readonly guessesLog10: number }

/** What can be said of a password now. */
export type Measured =
  | { readonly kind: 'nothing' | 'checking' | 'unknown' }
  | { readonly kind: 'measured'; readonly strength: Strength }

export type StrengthMeter = (password: string, words: readonly string[]) => Strength

/** Shorter ones are refused: every machine goes through all of them. */
const PASSWORD_LENGTH_MIN = 8
const PASSWORD_LENGTH_MAX = 256

export type PasswordFault = 'tooShort' | 'tooLong' | 'tooWeak'

export function passwordFault(password: string, strength: Strength | undefined): PasswordFault | undefined {
  if (password.length < PASSWORD_LENGTH_MIN) return 'tooShort'
  if (password.length > PASSWORD_LENGTH_MAX) return 'tooLong'
  // The very first guesses of everybody: no hash is slow enough for these.
  return strength !== undefined && strength.level === 0 ? 'tooWeak' : undefined
}

/** Loaded when somebody begins to think of a password: the dictionaries are large. */
export async function loadStrengthMeter(): Promise<StrengthMeter> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ])
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
  })
  return (password, words) => {
    const { score, guessesLog10 } = zxcvbn.check(password.slice(0, CHECKED_LENGTH_MAX), [...words, 'rushlight'])
    return { level: score, guessesLog10 }
  }
}

/** What follows makes it no weaker, but the estimate slow. */
const CHECKED_LENGTH_MAX = 64
