import { Trans, useLingui } from '@lingui/react/macro'
import { Pencil, X } from 'lucide-react'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import type { DeviceView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { TextField } from '../parts/text-field.tsx'
import { dayName } from '../time/time-words.ts'
import { useNow } from '../time/use-now.ts'

const HOUR_MS: number = 60 * 60 * 1000
const NAME_LENGTH_MAX = 40

/** One device: how it is called, when it was used, and what can be done with it. */
export function DeviceRow({
  device,
  onRemove,
}: {
  readonly device: DeviceView
  readonly onRemove: () => void
}): ReactNode {
  const { t } = useLingui()
  const [isNaming, setNaming] = useState(false)
  const name = device.name === '' ? t`Without a name` : device.name
  if (isNaming) return <NameForm device={device} onDone={() => setNaming(false)} />
  return (
    <li className="flex flex-wrap items-center gap-x-1 py-2">
      <div className="min-w-40 flex-1 py-1">
        <p className="font-medium break-words">{name}</p>
        <p className="mt-0.5 text-sm text-ink-soft">
          <Use device={device} />
        </p>
      </div>
      <div className="ms-auto flex">
        <IconButton label={t`Rename ${name}`} onClick={() => setNaming(true)}>
          <Pencil size={18} />
        </IconButton>
        {!device.isThis && (
          <IconButton label={t`Remove ${name}`} onClick={onRemove}>
            <X size={18} />
          </IconButton>
        )}
      </div>
    </li>
  )
}

function Use({ device: { isThis, usedAt, addedAt } }: { readonly device: DeviceView }): ReactNode {
  const { i18n } = useLingui()
  const now = useNow(HOUR_MS)
  if (isThis) {
    return (
      <span className="font-medium text-good">
        <Trans>This device</Trans>
      </span>
    )
  }
  if (usedAt === undefined || addedAt === undefined) return <Trans>Has not been online yet</Trans>
  const used = dayName(usedAt, now, i18n.locale)
  const added = dayName(addedAt, now, i18n.locale)
  return (
    <Trans>
      Last used: {used} · Added: {added}
    </Trans>
  )
}

function NameForm({ device, onDone }: { readonly device: DeviceView; readonly onDone: () => void }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [name, setName] = useState(device.name)

  async function rename(event: FormEvent): Promise<void> {
    event.preventDefault()
    await engine.call('renameDevice', device.id, name)
    onDone()
  }

  return (
    <li className="py-3">
      <form className="flex flex-wrap items-end gap-2" onSubmit={(event) => void rename(event)}>
        <div className="min-w-40 flex-1">
          <TextField
            label={t`Name of the device`}
            maxLength={NAME_LENGTH_MAX}
            autoFocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </div>
        <Button type="submit" disabled={name.trim() === ''}>
          <Trans>Rename</Trans>
        </Button>
      </form>
    </li>
  )
}
