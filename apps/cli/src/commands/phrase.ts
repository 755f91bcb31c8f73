import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { askPhrase as askWhichWords, checkPhrase, confirmPhrase, showPhrase } from '../methods/methods.ts'
import type { PhraseCheck } from '../methods/methods.ts'
import { phraseLines } from '../output/phrase-lines.ts'
import { note, print } from '../output/print.ts'
import { askAtTerminal, askPhrase, readGivenPhrase } from '../profile/ask-phrase.ts'
import { withMessenger } from '../profile/with-messenger.ts'

/** `phrase show`: the 24 words, as long as they are not confirmed. */
export function runPhraseShow(context: Context): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const { words } = await messenger.call(showPhrase, undefined)
    if (words === undefined) throw new CommandFailure('phraseKept')
    await print(context, { type: 'phrase', words, confirmed: false }, phraseLines(words))
    await note(context, `\n${context.words.output.phraseMeaning}`)
    return 0
  })
}

/** `phrase check`: is what was written down right? */
export function runPhraseCheck(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const checked = await messenger.call(checkPhrase, { phrase: await askPhrase(context, args) })
    await ensureRight(context, checked)
    await print(context, { type: 'phraseCheck', right: true }, context.words.output.phraseRight)
    return 0
  })
}

/** `phrase confirm`: asks some words back; then the phrase is on paper only. */
export function runPhraseConfirm(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    if ((await messenger.call(showPhrase, undefined)).words === undefined) throw new CommandFailure('phraseKept')
    const { places } = await messenger.call(askWhichWords, undefined)
    const given = await readWords(context, args, places)
    const words = places.map((place, i) => ({ place, word: given[i] ?? '' }))
    const { confirmed } = await messenger.call(confirmPhrase, { words })
    if (!confirmed) throw new CommandFailure('phraseWrong')
    await print(context, { type: 'phrase', words: undefined, confirmed }, context.words.output.phraseConfirmed)
    return 0
  })
}

/** Those at these places: asked for one by one, or out of the whole phrase in a file. */
async function readWords(context: Context, args: Arguments, places: readonly number[]): Promise<readonly string[]> {
  const given = readGivenPhrase(args)
  if (given !== undefined) {
    const all = given.trim().split(/\s+/)
    return places.map((place) => all[place - 1] ?? '')
  }
  return askAtTerminal(
    context,
    places.map((place) => context.words.prompt.phraseWord(place)),
  )
}

/** Says what is wrong with it, as far as that can be told. */
export async function ensureRight(context: Context, { result, count = 0 }: PhraseCheck): Promise<void> {
  const { output } = context.words
  if (result === 'right') return
  if (result === 'another') throw new CommandFailure('phraseAnother')
  if (result === 'unknownWord') await note(context, output.phraseUnknownWord(count))
  if (result === 'wrongCount') await note(context, output.phraseWrongCount(count))
  throw new CommandFailure('phraseWrong')
}
