import { accountId, parseAccountName } from '@rushlight/protocol'
import { OPTIONS } from '../settings/options.ts'
import { complain, runCommand, USAGE_ERROR } from './command-line.ts'
import type { CommandLine, CommandSpec, Given } from './command-line.ts'
import { askProvider, textOf } from './desk-questions.ts'

const NAMES: CommandSpec = {
  usage: `Usage: rushlight names --data DIR
       rushlight names give NAME ACCOUNT --data DIR
       rushlight names admit ACCOUNT --data DIR

After a loss of data, at a provider that runs or not: lists the names that several accounts claim, and who was refused because nobody
may sign up. \`give\` decides whose a name is; \`admit\` lets an account in the next time that it comes, which is within minutes. Ask the
person by another way which account is theirs: \`rushlight whoami\` and the app's settings say it.

  --data DIR   ${OPTIONS.data.help}

Exit codes: those of \`rushlight serve\` · 1 no such account here · 66 there is no provider in the data folder
`,
  words: [0, 3],
  flags: {},
}

/** `names`: what R31 leaves to the operator (\`spec/identity.md\` §8). */
export function names(line: CommandLine): Promise<number> {
  return runCommand(line, NAMES, (given) => {
    const [verb, ...rest] = given.words
    if (verb === undefined) return list(line, given)
    if (verb === 'give' && rest.length === 2) return give(line, given, rest)
    if (verb === 'admit' && rest.length === 1) return admit(line, given, rest)
    return Promise.resolve(complain(line, `see --help\n${NAMES.usage}`, USAGE_ERROR))
  })
}

async function list({ out }: CommandLine, { settings }: Given): Promise<number> {
  return askProvider(
    settings,
    { kind: 'names' },
    {
      during: async (answer) => {
        const [contested, returning] = [linesOf(answer, 'contested'), linesOf(answer, 'returning')]
        out(
          contested.length === 0
            ? 'No name is claimed by several accounts.\n'
            : `Claimed by several:\n${contested.join('')}`,
        )
        if (returning.length > 0) out(`Refused, as nobody may sign up:\n${returning.join('')}`)
        return 0
      },
    },
  )
}

async function give(line: CommandLine, { settings }: Given, [typed = '', of = '']: readonly string[]): Promise<number> {
  const [name, account] = [parseAccountName(typed), accountId.parse(of)]
  if (name === undefined || account === undefined) return complain(line, 'give NAME ACCOUNT', USAGE_ERROR)
  const isGiven = await askProvider(
    settings,
    { kind: 'giveName', name, account },
    { during: async (answer) => answer === true },
  )
  if (!isGiven) return complain(line, 'no such account here, or the name was given up for ever', 1)
  line.out('Given\n')
  return 0
}

async function admit(line: CommandLine, { settings }: Given, [of = '']: readonly string[]): Promise<number> {
  const account = accountId.parse(of)
  if (account === undefined) return complain(line, 'admit ACCOUNT', USAGE_ERROR)
  await askProvider(settings, { kind: 'admit', account }, { during: async () => undefined })
  line.out('Let in\n')
  return 0
}

function linesOf(answer: unknown, key: 'contested' | 'returning'): readonly string[] {
  const text = textOf(answer, key) ?? ''
  return text === '' ? [] : text.split('\n').map((one) => `  ${one}\n`)
}
