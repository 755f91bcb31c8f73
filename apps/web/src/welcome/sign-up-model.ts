import { parseAccountName } from '@rushlight/protocol'

/** As it will stand: people type capitals and stray spaces. */
export function tidyName(typed: string): string {
  return typed.trim().toLowerCase()
}

export function nameFault(name: string): boolean {
  return parseAccountName(name) === undefined
}
