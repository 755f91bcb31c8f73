import assert from 'node:assert/strict'
import { test } from 'node:test'
import { escapeHtml } from '../../src/readable/escape-html.ts'
import { indexPage, roomPage } from '../../src/readable/readable-pages.ts'
import { READABLE_WORDS } from '../../src/readable/readable-words.ts'
import { linkTo, safeName } from '../../src/readable/safe-names.ts'

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><script src="https://evil.example/x.js"></script>',
  'javascript:alert(1)',
  '<!--',
  ']]>',
  '&lt;b&gt;',
  '\u202Etxt.exe',
  '\u0000\u001B[31m',
  '`${alert(1)}`',
]

test('whatever a name, a title, a text or a file is called, a page has no mark-up but its own', () => {
  const clean = pageWith('x')
  for (const hostile of HOSTILE) {
    const page = pageWith(hostile)
    assert.equal(tagsOf(page).join(' '), tagsOf(clean).join(' '), hostile)
    assert.doesNotMatch(page, /<script/i)
    // oxlint-disable-next-line no-control-regex -- what must not be there
    assert.doesNotMatch(page, /[\u202E\u0000\u001B]/)
    assert.match(page, /default-src &#39;none&#39;/)
  }
  for (const href of pageWith('javascript:alert(1)').matchAll(/(?:href|src)="([^"]*)"/g))
    assert.match(href[1] ?? '', /^(\.\.\/|page-|files\/|rooms\/)/)
})

function pageWith(text: string): string {
  const frame = { words: READABLE_WORDS.en, language: 'en', title: text }
  const file = { name: text, mediaType: 'image/png', bytes: 3, path: `files/${safeName(text, 'file')}` }
  const line = {
    id: 'id',
    from: text,
    isOwn: true,
    time: 'now',
    what: 'text',
    text,
    repliedTo: text,
    vanishes: undefined,
    files: [file],
  } as const
  const lines = [line, { ...line, what: 'event' }, { ...line, what: 'deleted' }] as const
  const room = roomPage({ ...frame, lines, number: 2, hasNext: true })
  return (
    room +
    indexPage(
      frame,
      [{ title: text, path: `rooms/${safeName(text, 'room')}/page-0001.html`, messages: 1, leftOut: 1 }],
      'now',
    )
  )
}

/** Names of elements and of attributes, in their order. */
function tagsOf(page: string): readonly string[] {
  return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replaceAll(/"[^"]*"/g, '""'))
}

test('texts are escaped once, and read as they were written', () => {
  assert.equal(escapeHtml('a & b < c "d" \'e\''), 'a &#38; b &#60; c &#34;d&#34; &#39;e&#39;')
  assert.equal(escapeHtml('line\nline\tend'), 'line\nline\tend')
})

test('a name that somebody chose is safe in every file system, and opens as no page', () => {
  const names: Readonly<Record<string, string>> = {
    '../../etc/passwd': 'passwd',
    'C:\\Windows\\system32\\x.dll': 'x.dll',
    '.bashrc': 'bashrc',
    'con.txt': '_con.txt',
    'holiday photo (1).jpg': 'holiday_photo_(1).jpg',
    'page.html': 'page.html.txt',
    'picture.SVG': 'picture.SVG.txt',
    'a\u202Egpj.exe': 'agpj.exe',
    '': 'file',
    '...': 'file',
    '日本語.png': '日本語.png',
  }
  for (const [name, expected] of Object.entries(names)) assert.equal(safeName(name, 'file'), expected)
  assert.ok(safeName('x'.repeat(500), 'file').length <= 80)
  assert.equal(linkTo("rooms/a b'c"), 'rooms/a%20b%27c')
})
