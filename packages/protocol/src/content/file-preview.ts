import { bytes, decodeCbor, list, tuple, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Cbor } from '../bytes/cbor.ts'
import { FILES_PER_MESSAGE_MAX, PREVIEW_BYTES_MAX } from '../limits.ts'

/** How a picture looks until it is there: its shape, and a blurred copy of a few bytes (thumbhash). */
export type FilePreview = {
  /** Which of the message's files. */
  readonly file: number
  readonly width: number
  readonly height: number
  readonly thumbhash: Uint8Array
}

const SIDE_MAX = 65_535

const previewsCodec: Codec<readonly (readonly [number, number, number, Uint8Array])[]> = list(
  tuple<readonly [number, number, number, Uint8Array]>(
    uint(FILES_PER_MESSAGE_MAX - 1),
    uint(SIDE_MAX),
    uint(SIDE_MAX),
    bytes({ max: PREVIEW_BYTES_MAX }),
  ),
  FILES_PER_MESSAGE_MAX,
)

export function encodePreviews(previews: readonly FilePreview[]): Cbor {
  return previewsCodec.toCbor(previews.map(({ file, width, height, thumbhash }) => [file, width, height, thumbhash]))
}

/** They only adorn: what cannot be read counts as absent, and so does what belongs to no file. */
export function parsePreviews(cbor: Cbor | undefined, files: number): readonly FilePreview[] {
  const read = cbor === undefined ? undefined : decodeCbor(previewsCodec, cbor)?.value
  return (read ?? []).flatMap(([file, width, height, thumbhash]) =>
    file < files && width > 0 && height > 0 ? [{ file, width, height, thumbhash }] : [],
  )
}
