import { ERASE_AFTER_TRIES } from '@rushlight/protocol'
import { chooseErasing, unlockProfile } from '@rushlight/platform-node'
import { oneOfWords, requiredText } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { note } from '../output/print.ts'
import { askPassword } from '../profile/ask-password.ts'
import { ensureUnlocked, failingAs } from '../profile/open-profile-host.ts'

/** What happens after wrong passwords. It is asked for by whoever knows the right one, whether the profile is in use or not. */
export async function runLock(context: Context, args: Arguments): Promise<number> {
  requiredText(args, 'erase-after')
  const tries =
    oneOfWords(args, 'erase-after', [String(ERASE_AFTER_TRIES), 'never']) === 'never' ? 0 : ERASE_AFTER_TRIES
  const { directory } = context
  ensureUnlocked(await failingAs(unlockProfile({ directory, password: await askPassword(context, 'open') })))
  await failingAs(chooseErasing(directory, tries))
  await note(context, context.words.output.erasing(tries))
  return 0
}
