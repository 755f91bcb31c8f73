import { useNavigate } from '@tanstack/react-router'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import type { PersonView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { Pane } from '../parts/pane.tsx'
import { TextField } from '../parts/text-field.tsx'
import { FormFault } from '../welcome/sign-up-form.tsx'
import { PeoplePicker } from './people-picker.tsx'

const TITLE_LENGTH_MAX = 80

export function NewRoomScreen(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const navigate = useNavigate()
  const [title, setTitle] = useState('')
  const [members, setMembers] = useState<readonly PersonView[]>([])
  const [fault, setFault] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  async function create(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    const accounts = members.map(({ account }) => account)
    const room = await engine.call('createRoom', title.trim(), accounts).catch(() => undefined)
    setBusy(false)
    if (room === undefined)
      setFault(t`The room could not be made: this device was not online yet. Try again in a moment.`)
    else await navigate({ to: '/c/$room', params: { room } })
  }

  return (
    <Pane title={t`New room`}>
      <form className="space-y-6" onSubmit={(event) => void create(event)}>
        <TextField
          label={t`Name of the room`}
          maxLength={TITLE_LENGTH_MAX}
          autoComplete="off"
          autoFocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
          hint={t`Only its members ever see it.`}
        />
        <PeoplePicker chosen={members} onChange={setMembers} />
        <FormFault text={fault} />
        <Button type="submit" tone="primary" className="w-full" isBusy={isBusy} disabled={title.trim() === ''}>
          <Trans>Create room</Trans>
        </Button>
      </form>
    </Pane>
  )
}
