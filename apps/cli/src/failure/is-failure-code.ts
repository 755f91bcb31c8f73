import { WIRE_ERROR_TEXTS } from '@rushlight/protocol'
import { OWN_FAILURE_CODES } from './command-failure.ts'
import type { FailureCode } from './command-failure.ts'

const CODES: ReadonlySet<string> = new Set([...OWN_FAILURE_CODES, ...Object.keys(WIRE_ERROR_TEXTS)])

export function isFailureCode(code: string): code is FailureCode {
  return CODES.has(code)
}
