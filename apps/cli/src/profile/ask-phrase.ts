import { createInterface } from 'node:readline/promises'
import { ReadStream } from 'node:tty'
import { textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { readFd } from './read-fd.ts'

/** The 24 words: out of an open file, or of whoever sits at the terminal. Never from the command line or the environment. */
export async function askPhrase(context: Context, args: Arguments): Promise<string> {
  const given = readGivenPhrase(args)
  if (given !== undefined) return given
  const [typed = ''] = await askAtTerminal(context, [context.words.prompt.phrase])
  return typed
}

/** `undefined`: no file was named. */
export function readGivenPhrase(args: Arguments): string | undefined {
  const fd = textOf(args, 'phrase-fd')
  return fd === undefined
    ? undefined
    : readFd(fd, { option: 'phrase-fd', failure: 'phraseNeeded', isWhole: () => false })
}

/** What is typed is shown: nobody writes so many words unseen. It is kept in no history. */
export async function askAtTerminal(
  { input, errors }: Context,
  questions: readonly string[],
): Promise<readonly string[]> {
  if (!(input instanceof ReadStream)) throw new CommandFailure('phraseNeeded')
  const asking = createInterface({ input, output: errors, historySize: 0 })
  try {
    const answers: string[] = []
    for (const question of questions) answers.push(await asking.question(question))
    return answers
  } finally {
    asking.close()
  }
}
