import type { FileInfo } from '@rushlight/core'
import { rgbaToThumbHash } from 'thumbhash'

/** Pictures that a browser draws and that cannot run anything. */
const PICTURE_TYPES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])
const HASHED_SIDE_PX = 100

export function isPicture(mediaType: string): boolean {
  return PICTURE_TYPES.has(mediaType)
}

/** What goes with a file: its name, what it says it is, and of a picture its shape and a blurred copy of a few bytes. */
export async function fileInfoOf(file: File): Promise<FileInfo> {
  const info = { name: file.name, mediaType: file.type }
  if (!isPicture(file.type)) return info
  const preview = await previewOf(file).catch(() => undefined)
  return preview === undefined ? info : { ...info, preview }
}

async function previewOf(file: File): Promise<FileInfo['preview']> {
  const picture = await createImageBitmap(file)
  const { width, height } = picture
  const scale = Math.min(1, HASHED_SIDE_PX / Math.max(width, height))
  const [w, h] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  const canvas = new OffscreenCanvas(w, h).getContext('2d')
  if (canvas === null) return undefined
  canvas.drawImage(picture, 0, 0, w, h)
  picture.close()
  return { width, height, thumbhash: rgbaToThumbHash(w, h, canvas.getImageData(0, 0, w, h).data) }
}
