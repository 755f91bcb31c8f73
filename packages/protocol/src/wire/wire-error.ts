import { field, mapped, optional, struct, text, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { WIRE_ERROR_TEXTS } from './wire-error-texts.ts'
import type { WireErrorCode } from './wire-error-texts.ts'

/**
 * What a provider says when it does not do what was asked: a code for programs, a text in both languages with the next
 * step for people, and how long to wait where waiting helps (`spec/wire.md` §5). Never anything that someone typed.
 */
export type WireError = { readonly code: WireErrorCode; readonly retryAfterMs?: number }

function isWireErrorCode(code: string): code is WireErrorCode {
  return Object.hasOwn(WIRE_ERROR_TEXTS, code)
}

const CODE_BYTES_MAX = 64
const TEXT_BYTES_MAX = 1024

const codeCodec: Codec<WireErrorCode> = mapped(text(CODE_BYTES_MAX), {
  // A newer provider may know more codes than we do; what they mean for us is that something failed there.
  parse: (code) => (isWireErrorCode(code) ? code : 'internal'),
  encode: (code): string => code,
})

type WireErrorOnWire = WireError & { readonly en: string; readonly nl: string }

const onWireCodec: Codec<WireErrorOnWire> = struct({
  code: field(0, codeCodec),
  en: field(1, text(TEXT_BYTES_MAX)),
  nl: field(2, text(TEXT_BYTES_MAX)),
  retryAfterMs: optional(3, uint()),
})

export const wireErrorCodec: Codec<WireError> = {
  toCbor: (error) => onWireCodec.toCbor({ ...error, ...WIRE_ERROR_TEXTS[error.code] }),
  fromCbor(cbor) {
    const { code, retryAfterMs } = onWireCodec.fromCbor(cbor)
    return retryAfterMs === undefined ? { code } : { code, retryAfterMs }
  },
}
