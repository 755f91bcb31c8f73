import { WIRE_ERROR_TEXTS } from '@rushlight/protocol'
import type { WireError } from '@rushlight/protocol'

/** What a provider's error says to a person: cause and next step, in the language of the page. */
export function wireErrorWords({ code }: WireError, locale: string): string {
  const texts = WIRE_ERROR_TEXTS[code]
  return locale === 'nl' ? texts.nl : texts.en
}
