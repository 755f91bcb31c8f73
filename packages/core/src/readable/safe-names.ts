/**
 * Names out of what others wrote, fit for any file system and for a browser that opens the file: no folders, nothing hidden,
 * nothing that a system reserves, and no page that would run something.
 */
export function safeName(name: string, fallback: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const clean = last
    .normalize('NFC')
    .replaceAll(STEERING, '')
    .replaceAll(/[<>:"|?*%#&'`$;\s]+/g, '_')
    .replace(/^[._-]+/, '')
    .replace(/[._-]+$/, '')
  const ending = /\.[^.]{1,16}$/u.exec(clean)?.[0] ?? ''
  const stem = Array.from(clean.slice(0, clean.length - ending.length))
    .slice(0, NAME_CHARACTERS_MAX)
    .join('')
  const whole = stem === '' ? fallback : `${stem}${ending}`
  const named = RESERVED.test(whole) ? `_${whole}` : whole
  // A browser would open these, and do what stands in them.
  return ACTIVE.test(named) ? `${named}.txt` : named
}

/** For a link: each part on its own. */
export function linkTo(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll("'", '%27'))
    .join('/')
}

const NAME_CHARACTERS_MAX = 60
/** Steers a terminal, or turns text around. */
const STEERING = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i
const ACTIVE = /\.(x?html?|xht|shtml|mhtml?|svgz?|xml|xslt?|m?js|wasm|swf|pdf|hta|url|lnk|desktop|webloc)$/i
