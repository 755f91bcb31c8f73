export type Start = {
  readonly url: string
  /** Only at the first start. */
  readonly first: { readonly keyPhrase: string; readonly operatorToken: string } | undefined
}

/** What a start prints: the address, and at the first one all that is said only once. */
export function welcomeText({ url, first }: Start): string {
  const address = `Rushlight is running on ${url}\n`
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
