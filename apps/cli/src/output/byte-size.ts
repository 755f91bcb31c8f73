const STEP = 1024
const UNITS = ['KiB', 'MiB', 'GiB']

/** `1.4 MiB` */
export function byteSize(bytes: number): string {
  let value = bytes
  let unit = 'B'
  for (const next of UNITS) {
    if (value < STEP) break
    value /= STEP
    unit = next
  }
  return `${unit === 'B' ? value : value.toFixed(1)} ${unit}`
}
