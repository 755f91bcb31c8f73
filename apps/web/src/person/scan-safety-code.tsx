import { Trans, useLingui } from '@lingui/react/macro'
import { Camera, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/text-field.tsx'
import { toasts } from '../parts/toasts.tsx'
import { createCodeReader } from './code-reader.ts'
import type { CodeReader } from './code-reader.ts'

type ScanProps = {
  /** One's own, as text, for whoever has no camera. */
  readonly code: string
  readonly onScan: (text: string) => void
}

/** By camera where the browser reads QR codes; and by text everywhere. */
export function ScanSafetyCode({ code, onScan }: ScanProps): ReactNode {
  const { t } = useLingui()
  const [reader] = useState(createCodeReader)
  const [isScanning, setScanning] = useState(false)
  const [pasted, setPasted] = useState('')

  function take(event: FormEvent): void {
    event.preventDefault()
    onScan(pasted)
    setPasted('')
  }

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(code)
    toasts.add({ description: t`Code copied.` })
  }

  function scanned(text: string): void {
    setScanning(false)
    onScan(text)
  }

  return (
    <div className="space-y-4">
      <div className="flex flex-wrap justify-center gap-2">
        {reader !== undefined && (
          <Button aria-pressed={isScanning} onClick={() => setScanning(!isScanning)}>
            <Camera aria-hidden size={18} />
            {isScanning ? <Trans>Stop the camera</Trans> : <Trans>Scan their code</Trans>}
          </Button>
        )}
        <Button onClick={() => void copy()}>
          <Copy aria-hidden size={17} />
          <Trans>Copy code as text</Trans>
        </Button>
      </div>
      {reader !== undefined && isScanning && (
        <Viewfinder reader={reader} onScan={scanned} onEnd={() => setScanning(false)} />
      )}
      <form onSubmit={take} className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label={t`Their code as text`}
            value={pasted}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setPasted(event.currentTarget.value)}
          />
        </div>
        <Button type="submit" disabled={pasted.trim() === ''}>
          <Trans>Check</Trans>
        </Button>
      </form>
    </div>
  )
}

type ViewfinderProps = {
  readonly reader: CodeReader
  readonly onScan: (text: string) => void
  readonly onEnd: () => void
}

export function Viewfinder({ reader, onScan, onEnd }: ViewfinderProps): ReactNode {
  const { t } = useLingui()
  const video = useRef<HTMLVideoElement>(null)
  const handlers = useRef({ onScan, onEnd })
  useEffect(() => {
    handlers.current = { onScan, onEnd }
  })
  useEffect(() => {
    const { current } = video
    if (current === null) return undefined
    return reader.read(current, {
      found: (text) => handlers.current.onScan(text),
      refused: () => {
        toasts.add({ description: t`The browser gives no camera to this page. Paste the code as text.` })
        handlers.current.onEnd()
      },
    })
  }, [reader, t])
  return (
    <video
      ref={video}
      aria-label={t`What the camera sees`}
      playsInline
      muted
      className="mx-auto aspect-square w-full max-w-72 rounded-2xl bg-black object-cover"
    />
  )
}
