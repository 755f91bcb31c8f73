import { resolve } from 'node:path'
import { positional, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { exportAccount } from '../methods/methods.ts'
import { byteSize } from '../output/byte-size.ts'
import { note, print } from '../output/print.ts'
import { askPassphrase } from '../profile/ask-passphrase.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import { warnOfConnection } from './warn.ts'

/** `export FILE`: the account with everything it was told, in one encrypted file. */
export function runExport(context: Context, args: Arguments): Promise<number> {
  const file = resolve(positional(args, 0))
  return withMessenger(context, async (messenger) => {
    const passphrase = await askPassphrase(context, args, 'choose')
    const written = await messenger.call(exportAccount, { file, passphrase, room: textOf(args, 'room') })
    await warnOfConnection(context, messenger)
    await note(context, context.words.output.exportMeaning)
    await print(context, { type: 'export', ...written }, context.words.output.exported(file, byteSize(written.bytes)))
    return 0
  })
}
