import { t } from '@lingui/core/macro'
import type { NotStored, WentOnHere } from '../engine/engine-api.ts'
import { arrivalFault } from './arrival-words.ts'
import type { ArrivalFault } from './arrival-words.ts'

export type ExportFault = {
  readonly field: ArrivalFault['field'] | 'file' | 'passphrase'
  readonly text: string
}

/** Why nobody can go on with an export, and what to do about it. */
export function exportFault(result: WentOnHere | NotStored, locale: string): ExportFault | undefined {
  switch (result.kind) {
    case 'wrongPassphrase':
      return { field: 'passphrase', text: t`That is not the passphrase of this file. Nobody can reset it; try again.` }
    case 'noExport':
    case 'broken':
      return {
        field: 'file',
        text: t`That is no export, or it is damaged: nothing of it was taken. Look for another copy.`,
      }
    case 'tooNew':
      return { field: 'file', text: t`A newer version of Rushlight has written this file. Use that one.` }
    case 'keyLost':
      return {
        field: 'file',
        text: t`The account has got other keys since this export, so nobody can go on with it. It can still be read in a terminal.`,
      }
    default:
      return arrivalFault(result, locale)
  }
}
