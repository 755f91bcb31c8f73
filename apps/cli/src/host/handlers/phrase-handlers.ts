import { askPhrase, checkPhrase, confirmPhrase, showPhrase } from '../../methods/methods.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'

export const phraseHandlers: readonly Handler[] = [
  handler(showPhrase, async ({ client }) => ({ words: client.phrase.words() })),

  handler(checkPhrase, async ({ client }, { phrase }) => {
    const checked = await client.phrase.check(phrase)
    const count = checked.kind === 'wrongCount' ? checked.count : undefined
    return { result: checked.kind, count: checked.kind === 'unknownWord' ? checked.place : count }
  }),

  handler(askPhrase, async ({ client }) => ({ places: client.phrase.ask() })),

  handler(confirmPhrase, async ({ client }, { words }) => ({ confirmed: await client.phrase.confirm(words) })),
]
