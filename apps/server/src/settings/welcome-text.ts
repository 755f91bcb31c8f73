import { formatAdoptLink } from '@rushlight/protocol'
import type { ProviderPublicKey } from '@rushlight/protocol'
import { encodeQR } from 'qr'

export type Start = {
  readonly url: string
  /** By which the server is known from now on. */
  readonly key: ProviderPublicKey
  /** Only at the first start. */
  readonly first: { readonly keyPhrase: string; readonly operatorToken: string } | undefined
}

/** What a start prints: the address, and at the first one all that is said only once. */
export function welcomeText({ url, key, first }: Start): string {
  const address = `Rushlight is running on ${url}\n${adoptionText(formatAdoptLink({ url, key }))}`
  if (first === undefined) return address
  return `${address}
  Next: open ${url} in a browser and sign up, or in a terminal:
    rushlight signup NAME --server ${url}

  To be the operator of this provider, sign up and then open this link within a day. It works once.
    ${operatorLinkOf(url, first.operatorToken)}
  Another one is printed by: rushlight operator-link

  The key phrase of this provider. Write it down now, on paper; it is not shown again. Should this machine be lost, a new
  one that is started with it (--key-phrase-file) is the same provider to everybody who knows it.
${phraseLines(first.keyPhrase)}`
}

/** For those who have lost their own provider: they go on here with all that they have (R30). */
function adoptionText(link: string): string {
  return `
  People whose own provider is gone can go on here. Share this link with them; each opens or pastes it once in the app,
  or in a terminal: rushlight adopt LINK
    ${link}

${indented(encodeQR(link, 'ascii', { ecc: 'low' }))}
`
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}

/** The token stands behind the #: browsers do not send that part. */
export function operatorLinkOf(url: string, token: string): string {
  return `${url}/#operator=${token}`
}

const WORDS_PER_LINE = 6

function phraseLines(phrase: string): string {
  const words = phrase.split(' ').map((word, i) => `${i + 1}. ${word}`.padEnd(14))
  let lines = ''
  for (let i = 0; i < words.length; i += WORDS_PER_LINE) {
    lines += `    ${words
      .slice(i, i + WORDS_PER_LINE)
      .join(' ')
      .trimEnd()}\n`
  }
  return lines
}
