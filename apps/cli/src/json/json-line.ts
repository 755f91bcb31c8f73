/**
 * One value on one line. What is absent is written as `null`, so every key of a record is always there. Control characters
 * stay escaped beyond what JSON asks for: a line that is shown in a terminal steers nothing.
 */
export function formatJsonLine(value: unknown): string {
  const json = JSON.stringify(value, (_, part: unknown) => (part === undefined ? NOTHING : part))
  return `${json.replaceAll(UNSAFE, escaped)}\n`
}

/** `undefined`: not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

// oxlint-disable-next-line unicorn/no-null -- JSON's word for what is absent
const NOTHING = null

/** DEL, the C1 controls (U+009B begins a command in some terminals), and what reorders or breaks lines. */
const UNSAFE = /[\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g

function escaped(character: string): string {
  return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
