import { Trans, useLingui } from '@lingui/react/macro'
import { Camera } from 'lucide-react'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/text-field.tsx'
import { createCodeReader } from '../person/code-reader.ts'
import { Viewfinder } from '../person/scan-safety-code.tsx'

export type CodeFormProps = {
  readonly begun: string
  readonly error: string | undefined
  readonly onCode: (text: string) => void
}

/** What the other device shows: typed, pasted, or, where the browser reads pictures, scanned. */
export function CodeForm({ begun, error, onCode }: CodeFormProps): ReactNode {
  const { t } = useLingui()
  const [text, setText] = useState(begun)
  const [reader] = useState(createCodeReader)
  const [isScanning, setScanning] = useState(false)

  function submit(event: FormEvent): void {
    event.preventDefault()
    onCode(text.trim())
  }

  return (
    <div className="space-y-3 py-3">
      {reader !== undefined && (
        <Button className="w-full" aria-pressed={isScanning} onClick={() => setScanning(!isScanning)}>
          <Camera aria-hidden size={18} />
          {isScanning ? <Trans>Stop the camera</Trans> : <Trans>Scan its code</Trans>}
        </Button>
      )}
      {reader !== undefined && isScanning && (
        <Viewfinder
          reader={reader}
          onScan={(found) => {
            setScanning(false)
            onCode(found)
          }}
          onEnd={() => setScanning(false)}
        />
      )}
      <form className="space-y-3" onSubmit={submit}>
        <TextField
          label={t`Code or link of the other device`}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="K7QF-2M9X"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={error}
        />
        <Button type="submit" tone="primary" className="w-full" disabled={text.trim() === ''}>
          <Trans>Go on</Trans>
        </Button>
      </form>
    </div>
  )
}
