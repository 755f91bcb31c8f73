import { Trans, useLingui } from '@lingui/react/macro'
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { PersonView } from '@rushlight/core'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { notFoundWords } from '../new-conversation/find-words.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { classes } from '../parts/class-names.ts'
import { TextField } from '../parts/text-field.tsx'

export type PeoplePickerProps = {
  readonly chosen: readonly PersonView[]
  readonly onChange: (chosen: readonly PersonView[]) => void
  /** Who is in already. */
  readonly without?: readonly string[]
}

/** People one knows, and others by name. */
export function PeoplePicker({ chosen, onChange, without = [] }: PeoplePickerProps): ReactNode {
  const contacts = useObserved(useSession().contacts)
  const known = contacts.filter(({ account, isBlocked }) => !isBlocked && !without.includes(account))
  const listed = [...known, ...chosen.filter(({ account }) => !known.some((one) => one.account === account))]
  const has = (person: PersonView): boolean => chosen.some(({ account }) => account === person.account)

  function toggle(person: PersonView): void {
    onChange(has(person) ? chosen.filter(({ account }) => account !== person.account) : [...chosen, person])
  }

  return (
    <div className="space-y-3">
      <AddByName
        onAdd={(person) => !has(person) && !without.includes(person.account) && onChange([...chosen, person])}
      />
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map((person) => (
            <ChosenPerson key={person.account} person={person} onRemove={() => toggle(person)} />
          ))}
        </ul>
      )}
      <ul className="rounded-2xl border border-line bg-pane p-1.5 empty:hidden">
        {listed.map((person) => (
          <li key={person.account}>
            <button
              type="button"
              role="checkbox"
              aria-checked={has(person)}
              onClick={() => toggle(person)}
              className="flex w-full items-center gap-3 rounded-xl px-2.5 py-2 text-start hover:bg-hover"
            >
              <Avatar id={person.account} name={person.handle} size={36} />
              <span className="min-w-0 flex-1 truncate">{person.handle}</span>
              <span
                aria-hidden
                className={classes(
                  'grid size-6 place-items-center rounded-full border',
                  has(person) ? 'border-flame bg-flame text-on-flame' : 'border-line-strong',
                )}
              >
                {has(person) && <Check size={14} strokeWidth={3} />}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

function ChosenPerson({ person, onRemove }: { readonly person: PersonView; readonly onRemove: () => void }): ReactNode {
  const { t } = useLingui()
  const name = person.handle
  return (
    <li className="flex items-center gap-1 rounded-full bg-flame-soft py-0.5 ps-3 pe-1 text-sm">
      {name}
      <button
        type="button"
        aria-label={t`Remove ${name}`}
        onClick={onRemove}
        className="grid size-7 place-items-center rounded-full hover:bg-hover"
      >
        <X aria-hidden size={14} />
      </button>
    </li>
  )
}

function AddByName({ onAdd }: { readonly onAdd: (person: PersonView) => void }): ReactNode {
  const { t, i18n } = useLingui()
  const { engine } = useApp()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | undefined>(undefined)
  const [isBusy, setBusy] = useState(false)

  async function add(): Promise<void> {
    if (text.trim() === '') return
    setBusy(true)
    setError(undefined)
    const found = await engine.call('findByHandle', text).catch(() => ({ kind: 'unreachable' }) as const)
    if (found.kind === 'found') {
      onAdd(await engine.call('person', found.account))
      setText('')
    } else setError(notFoundWords(found, i18n.locale))
    setBusy(false)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    void add()
  }

  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label={t`Add people by name`}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={error}
        />
      </div>
      <Button className="mt-[1.6rem]" isBusy={isBusy} disabled={text.trim() === ''} onClick={() => void add()}>
        <Trans>Add</Trans>
      </Button>
    </div>
  )
}
