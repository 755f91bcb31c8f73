import { resolve } from 'node:path'
import { isSet, positional, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { exportAccount, exportReadable } from '../methods/archive-methods.ts'
import { byteSize } from '../output/byte-size.ts'
import { note, print } from '../output/print.ts'
import { askPassphrase } from '../profile/ask-passphrase.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import { warnOfConnection } from './warn.ts'

/** `export FILE`: the account with everything it was told, in one encrypted file; `export --readable DIR`: to be read as it is. */
export function runExport(context: Context, args: Arguments): Promise<number> {
  return isSet(args, 'readable') ? runReadable(context, args) : runSealed(context, args)
}

function runReadable(context: Context, args: Arguments): Promise<number> {
  const folder = resolve(positional(args, 0))
  const { output, language } = context.words
  return withMessenger(context, async (messenger) => {
    const withVanishing = isSet(args, 'with-vanishing')
    const written = await messenger.call(exportReadable, {
      folder,
      room: textOf(args, 'room'),
      withVanishing,
      language,
    })
    await warnOfConnection(context, messenger)
    if (written.leftOut > 0) await note(context, output.readableLeftOut(written.leftOut))
    const { messages, kept } = written
    await print(context, { type: 'readable', folder, ...written }, output.readableWritten(folder, messages, kept))
    return 0
  })
}

function runSealed(context: Context, args: Arguments): Promise<number> {
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
