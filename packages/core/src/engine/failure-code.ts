import { RecordsError } from '@rushlight/records'
import type { LogCode } from '../ports/log.ts'

/** What to note when something that went on by itself has failed: a store that cannot is life, anything else a mistake of ours. */
export function failureCode(error: unknown): LogCode {
  return error instanceof RecordsError ? 'storeFailed' : 'stepFailed'
}
