const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `30s`, `10m`, `1.5h`, `7d`, `2w`; a bare number is seconds. `undefined`: none of these. */
export function parseDuration(text: string): number | undefined {
  const [, digits = '', unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|[smhdw])?$/.exec(text) ?? []
  const unitMs = UNIT_MS[unit]
  return digits === '' || unitMs === undefined ? undefined : Math.round(Number(digits) * unitMs)
}

/** The shortest way to write a span to its largest unit and the next: `2d 3h`, `4m 5s`, `9s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  if (first === -1) return '0s'
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ')
}
