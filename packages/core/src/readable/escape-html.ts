/** What others wrote, as text of a page that nobody but us has written: no mark-up, no quotes, nothing that turns it around. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(TURNING, '')
    .replaceAll(STEERING, '\u{FFFD}')
    .replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`)
}

const TURNING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g
/** All but the line feed and the tab. */
const STEERING = /[\p{Cc}--[\n\t]]/gv
