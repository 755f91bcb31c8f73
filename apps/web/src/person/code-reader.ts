/** The camera and the browser's own reader of QR codes. Nothing that it sees leaves the page. */
export interface CodeReader {
  /** Looks until something is found, or until what it answers is called. */
  read(video: HTMLVideoElement, on: CodeReading): () => void
}

type CodeReading = { readonly found: (text: string) => void; readonly refused: () => void }

/** Of the Shape Detection API what is used here; TypeScript does not know it. */
interface BarcodeDetector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>
}

type BarcodeDetectorConstructor = new (options: { readonly formats: readonly string[] }) => BarcodeDetector

const LOOK_EVERY_MS = 200

/** `undefined`: this browser reads no codes. */
export function createCodeReader(): CodeReader | undefined {
  const Detector = detectorOf(globalThis)
  if (Detector === undefined || !('mediaDevices' in navigator)) return undefined
  const detector = new Detector({ formats: ['qr_code'] })
  return {
    read(video, on) {
      const looking = new AbortController()
      void look({ detector, video, on }, looking.signal)
      return () => looking.abort()
    },
  }
}

type Looking = { readonly detector: BarcodeDetector; readonly video: HTMLVideoElement; readonly on: CodeReading }

async function look({ detector, video, on }: Looking, signal: AbortSignal): Promise<void> {
  const stream = await openCamera()
  if (stream === undefined) return on.refused()
  try {
    video.srcObject = stream
    await video.play()
    while (!signal.aborted) {
      const [found] = await detector.detect(video)
      if (found !== undefined) return on.found(found.rawValue)
      await new Promise((resolve) => {
        setTimeout(resolve, LOOK_EVERY_MS)
      })
    }
  } catch {
    if (!signal.aborted) on.refused()
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}

async function openCamera(): Promise<MediaStream | undefined> {
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  } catch {
    return undefined
  }
}

function detectorOf(world: object): BarcodeDetectorConstructor | undefined {
  const found: unknown = 'BarcodeDetector' in world ? world.BarcodeDetector : undefined
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the platform has it under this name, or not at all
  return typeof found === 'function' ? (found as BarcodeDetectorConstructor) : undefined
}
