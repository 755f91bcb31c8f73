import { textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { askSecret, readFirstLine } from './ask-password.ts'
import type { PasswordPurpose } from './ask-password.ts'

/** Whoever has the file can try as many as he likes. */
const NEW_CHARACTERS_MIN = 10

/** Of an export: out of an open file, or of whoever sits at the terminal. Never from the command line or the environment. */
export async function askPassphrase(context: Context, args: Arguments, purpose: PasswordPurpose): Promise<string> {
  const fd = textOf(args, 'passphrase-fd')
  const { passphrase, newPassphrase } = context.words.prompt
  const prompt = purpose === 'choose' ? newPassphrase : passphrase
  const typed =
    fd === undefined
      ? await askSecret(context, { prompt, purpose, missing: 'passphraseNeeded' })
      : readFirstLine(fd, { option: 'passphrase-fd', failure: 'passphraseNeeded' })
  if (typed === '') throw new CommandFailure('passphraseNeeded')
  if (purpose === 'choose' && Array.from(typed).length < NEW_CHARACTERS_MIN) throw new CommandFailure('passphraseShort')
  return typed
}
