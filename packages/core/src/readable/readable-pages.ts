import { escapeHtml } from './escape-html.ts'
import type { ReadableWords } from './readable-words.ts'
import { linkTo } from './safe-names.ts'

/** One line of a conversation as a page shows it: what others wrote is not escaped yet. */
export type ReadableLine = {
  readonly id: string
  readonly from: string
  readonly isOwn: boolean
  readonly time: string
  readonly what: 'text' | 'deleted' | 'undelivered' | 'unknown' | 'event'
  readonly text: string
  readonly repliedTo: string | undefined
  readonly vanishes: string | undefined
  readonly files: readonly ReadableFile[]
}

export type ReadableFile = {
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** Beside the page; `undefined`: not here. */
  readonly path: string | undefined
}

export type PageFrame = { readonly words: ReadableWords; readonly language: string; readonly title: string }

/** No script, nothing from elsewhere: what the policy forbids, the pages do not have. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: blob:"

const STYLE = `
:root{color-scheme:light dark;--back:#fbfaf7;--text:#23211c;--soft:#6d675b;--line:#e3dfd5;--own:#e9f0e4}
@media (prefers-color-scheme:dark){:root{--back:#191814;--text:#ece8de;--soft:#a39c8c;--line:#35322b;--own:#26301f}}
body{margin:0 auto;max-width:46rem;padding:1.5rem 1rem 4rem;background:var(--back);color:var(--text);font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;overflow-wrap:anywhere}a{color:inherit}p.soft,footer,time,.event,.status{color:var(--soft)}
ol,ul{list-style:none;margin:0;padding:0}li{border-top:1px solid var(--line);padding:.6rem .5rem;overflow-wrap:anywhere}
li.own{background:var(--own)}.from{font-weight:600}time,.status{font-size:.85rem}.text{white-space:pre-wrap;margin:.2rem 0 0}
blockquote{margin:.2rem 0;padding-left:.6rem;border-left:3px solid var(--line);color:var(--soft)}
img{display:block;max-width:100%;max-height:30rem;margin:.4rem 0;border-radius:.4rem}nav a{margin-right:.8rem}
`

function pageOf({ language, title }: PageFrame, body: string): string {
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${body}
</body>
</html>
`
}

export type RoomPage = PageFrame & {
  readonly lines: readonly ReadableLine[]
  readonly number: number
  /** Of pages; 0: not known yet. */
  readonly hasNext: boolean
}

export function roomPage(page: RoomPage): string {
  const { words, title, lines, number, hasNext } = page
  const links = [
    `<a href="../../index.html">${escapeHtml(words.back)}</a>`,
    number > 1 ? `<a rel="prev" href="${pageName(number - 1)}">← ${escapeHtml(words.page(number - 1))}</a>` : '',
    hasNext ? `<a rel="next" href="${pageName(number + 1)}">${escapeHtml(words.page(number + 1))} →</a>` : '',
  ].join(' ')
  const nav = `<nav>${links}</nav>`
  const items = lines.map((line) => lineHtml(words, line)).join('\n')
  return pageOf(
    page,
    `${nav}\n<main>\n<h1><bdi>${escapeHtml(title)}</bdi></h1>\n<ol>\n${items}\n</ol>\n</main>\n${nav}`,
  )
}

export function pageName(number: number): string {
  return `page-${String(number).padStart(4, '0')}.html`
}

function lineHtml(words: ReadableWords, line: ReadableLine): string {
  const { from, time, isOwn, what, text } = line
  const head = `<bdi class="from">${escapeHtml(from)}</bdi> <time>${escapeHtml(time)}</time>`
  if (what === 'event') return `<li class="event">${head} <bdi>${escapeHtml(text)}</bdi></li>`
  const reply =
    line.repliedTo === undefined
      ? ''
      : `<blockquote>${escapeHtml(words.replied)} <bdi>${escapeHtml(line.repliedTo)}</bdi></blockquote>`
  const said =
    what === 'text'
      ? `<p class="text" dir="auto">${escapeHtml(text)}</p>`
      : `<p class="soft">${escapeHtml(words[what])}</p>`
  const vanishes =
    line.vanishes === undefined ? '' : `<p class="status">${escapeHtml(words.vanishes(line.vanishes))}</p>`
  const files = line.files.map((file) => fileHtml(words, file)).join('')
  const list = files === '' ? '' : `<ul>${files}</ul>`
  return `<li${isOwn ? ' class="own"' : ''}>${head}${reply}${said}${list}${vanishes}</li>`
}

/** What a browser shows as a picture and nothing else. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

function fileHtml(words: ReadableWords, { name, mediaType, bytes, path }: ReadableFile): string {
  const shown = `<bdi>${escapeHtml(name)}</bdi>`
  if (path === undefined) return `<li>${shown} <span class="status">(${escapeHtml(words.absentFile)})</span></li>`
  const link = escapeHtml(linkTo(path))
  const picture = PICTURES.has(mediaType) ? `<img src="${link}" alt="" loading="lazy">` : ''
  return `<li><a href="${link}" download>${picture}${shown}</a> <span class="status">${bytes} B</span></li>`
}

export type IndexRoom = {
  readonly title: string
  readonly path: string
  readonly messages: number
  readonly leftOut: number
}

export function indexPage(frame: PageFrame, rooms: readonly IndexRoom[], madeAt: string): string {
  const { words, title } = frame
  const items = rooms.map(({ title: name, path, messages, leftOut }) => {
    const rest = leftOut === 0 ? '' : ` · ${escapeHtml(words.leftOut(leftOut))}`
    const shown = `<bdi>${escapeHtml(name)}</bdi>`
    const link = messages === 0 ? shown : `<a href="${escapeHtml(linkTo(path))}">${shown}</a>`
    return `<li>${link} <span class="status">${escapeHtml(words.messages(messages))}${rest}</span></li>`
  })
  const list = `<h2>${escapeHtml(words.conversations)}</h2>\n<ul>\n${items.join('\n')}\n</ul>`
  return pageOf(
    frame,
    `<main>\n<h1>${escapeHtml(title)}</h1>\n<p class="soft">${escapeHtml(words.made(madeAt))}</p>\n${list}\n</main>`,
  )
}
