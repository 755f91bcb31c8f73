import { t } from '@lingui/core/macro'
import type { Attached, FileFailure, FileStateView } from '@rushlight/core'

const KIB = 1024
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** "3.4 MB". */
export function sizeWords(bytes: number, locale: string): string {
  const step = bytes < KIB ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(KIB)))
  const options = { style: 'unit', unit: UNITS[step] ?? 'byte', maximumFractionDigits: step < 2 ? 0 : 1 } as const
  return new Intl.NumberFormat(locale, options).format(bytes / KIB ** step)
}

/** What is going on with a file; nothing where it is simply there. */
export function fileStateWords(state: FileStateView): string | undefined {
  switch (state.kind) {
    case 'sealing':
      return t`encrypting`
    case 'uploading':
      return t`uploading`
    case 'downloading':
      return t`downloading`
    case 'failed':
      return failureWords(state.failure)
    case 'remote':
    case 'attached':
    case 'here':
      return undefined
  }
}

function failureWords(failure: FileFailure): string {
  switch (failure) {
    case 'lost':
      return t`The server has lost it. Its sender was asked to bring it again: try again later.`
    case 'damaged':
      return t`What the server has is not what was sent.`
    case 'tooLarge':
      return t`Too large for this device.`
    case 'unsupported':
      return t`Made by a newer version.`
    case 'unreadable':
      return t`It cannot be read on this device any more. Download it again.`
  }
}

export function refusedFileWords(reason: Extract<Attached, { kind: 'refused' }>['reason'], name: string): string {
  switch (reason) {
    case 'tooLarge':
      return t`${name} is larger than this server takes.`
    case 'tooMany':
      return t`That is too many files for one message. Send them in parts.`
    case 'notInRoom':
      return t`You are not in this conversation any more.`
  }
}
