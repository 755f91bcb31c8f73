import { bigEndian, concat, equal, parseBigEndian, utf8 } from '../bytes/bytes.ts'

/**
 * How an export file begins, whatever its format (`spec/stored-formats.md` §7): so that a program which is older than the
 * file says so instead of calling it broken. What follows is in `archive/`.
 */
const MAGIC = utf8('RUSHLIGH')
const FORMAT_BYTES = 2
/** The newest that this program can read. */
const EXPORT_FORMAT = 1

export type ExportHead =
  /** The body begins at `bodyAt`. */
  | { readonly kind: 'known'; readonly format: number; readonly bodyAt: number }
  /** Made by a newer program: this one has to be updated. */
  | { readonly kind: 'tooNew' }
  | { readonly kind: 'noExport' }

export function encodeExportHead(): Uint8Array {
  return concat(MAGIC, bigEndian(EXPORT_FORMAT, FORMAT_BYTES))
}

export function parseExportHead(file: Uint8Array): ExportHead {
  const bodyAt = MAGIC.length + FORMAT_BYTES
  const format = parseBigEndian(file.subarray(MAGIC.length, bodyAt))
  const isExport = file.length >= bodyAt && equal(file.subarray(0, MAGIC.length), MAGIC) && format > 0
  if (!isExport) return { kind: 'noExport' }
  return format > EXPORT_FORMAT ? { kind: 'tooNew' } : { kind: 'known', format, bodyAt }
}
