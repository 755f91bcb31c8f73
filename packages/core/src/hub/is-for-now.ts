import type { WireError } from '@rushlight/protocol'

/** The same question may well be answered in a while. */
export function isForNow({ code }: WireError): boolean {
  return code === 'providerUnreachable' || code === 'unavailable' || code === 'tooManyRequests'
}
