import { createInterface } from 'node:readline/promises'
import { ReadStream } from 'node:tty'
import { isSet } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import type { Messenger } from '../methods/method.ts'
import { addDevice, decideLinking, waitForLinking } from '../methods/device-methods.ts'
import { ensureLinked, linkingLines } from '../output/linking-lines.ts'
import { note, print } from '../output/print.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { LinkingRecord } from '../records/device-records.ts'
import { linkTextOf } from './link-code.ts'

/** `device add [CODE]`: adds the device that shows that code, or the one that is given the code shown here. */
export async function runDeviceAdd(context: Context, args: Arguments): Promise<number> {
  const code = await linkTextOf(context, args)
  return withMessenger(context, async (messenger) => {
    let linking = await messenger.call(addDevice, { code })
    for (;;) {
      await tell(context, linking)
      if (linking.state === 'done' || linking.state === 'failed') break
      if (linking.state === 'comparing') await decide(context, messenger, isSet(args, 'yes') && linking.proven === true)
      linking = await nextOf(messenger, linking)
    }
    ensureLinked(linking)
    return 0
  })
}

async function tell(context: Context, linking: LinkingRecord): Promise<void> {
  const { output } = context.words
  if (linking.state === 'done' || context.isJson) return print(context, linking, output.linked)
  const lines = linkingLines(context, linking)
  if (lines !== undefined) await note(context, lines)
}

async function nextOf(messenger: Messenger, { state }: LinkingRecord): Promise<LinkingRecord> {
  for (;;) {
    const linking = await messenger.call(waitForLinking, { after: state })
    if (linking.state !== state) return linking
  }
}

/** Pictures are for eyes: without the secret of a link only somebody who looks can say that they are the same. */
async function decide({ input, errors, words }: Context, messenger: Messenger, isSure: boolean): Promise<void> {
  const allow = isSure || (input instanceof ReadStream && (await isAllowed(input)))
  await messenger.call(decideLinking, { allow })

  async function isAllowed(terminal: ReadStream): Promise<boolean> {
    const asking = createInterface({ input: terminal, output: errors })
    const typed = await asking.question(words.prompt.allowDevice)
    asking.close()
    return words.prompt.yes.includes(typed.trim().toLowerCase())
  }
}
