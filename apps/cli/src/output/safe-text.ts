/**
 * What others wrote, made fit for a terminal: characters that steer it are shown as what they are called in Unicode's row of
 * pictures, and characters that turn text around are left out, so nobody can fake a line, a colour or a name.
 */
export function safeText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(TURNING, '')
    .replaceAll(STEERING, (character) => pictureOf(character))
}

/** The same on one line. */
export function safeLine(text: string): string {
  return safeText(text).replaceAll('\n', ' ⏎ ').replaceAll('\t', ' ')
}

const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
/** All but the line feed and the tab. */
const STEERING = /[\p{Cc}--[\n\t]]/gv

const PICTURES_START = 0x24_00
const DELETE = 0x7f
const DELETE_PICTURE = '␡'

function pictureOf(character: string): string {
  const code = character.charCodeAt(0)
  if (code === DELETE) return DELETE_PICTURE
  return code < 0x20 ? String.fromCharCode(PICTURES_START + code) : '�'
}
