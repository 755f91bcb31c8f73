/** How a browser is called in the list of one's devices until its owner calls it otherwise: "Firefox on Linux". */
export function deviceNameOf(userAgent: string): string {
  const browser = BROWSERS.find(([, mark]) => userAgent.includes(mark))?.[0] ?? 'Browser'
  const system = SYSTEMS.find(([, mark]) => userAgent.includes(mark))?.[0]
  return system === undefined ? browser : `${browser} on ${system}`
}

/** In the order in which they are looked for: most claim to be others, too. */
const BROWSERS: readonly (readonly [string, string])[] = [
  ['Edge', 'Edg/'],
  ['Opera', 'OPR/'],
  ['Firefox', 'Firefox/'],
  ['Firefox', 'FxiOS/'],
  ['Chrome', 'CriOS/'],
  ['Chrome', 'Chrome/'],
  ['Safari', 'Safari/'],
]

const SYSTEMS: readonly (readonly [string, string])[] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['macOS', 'Mac OS X'],
  ['ChromeOS', 'CrOS'],
  ['Linux', 'Linux'],
]
