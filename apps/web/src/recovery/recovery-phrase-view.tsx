import { Trans, useLingui } from '@lingui/react/macro'
import { KeyRound } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import type { PhraseState } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { Button } from '../parts/button.tsx'
import { Pane } from '../parts/pane.tsx'
import { TextField } from '../parts/text-field.tsx'
import { tellPhraseKept } from './phrase-reminder.tsx'

type Stage =
  | { readonly kind: 'loading' }
  | { readonly kind: PhraseState }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'asked'; readonly places: readonly number[] }
  | { readonly kind: 'done' }

/** The 24 words, shown while the vault is open and until three of them were given back; they go into no clipboard. */
export function RecoveryPhraseScreen(): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [stage, setStage] = useState<Stage>({ kind: 'loading' })
  useEffect(() => {
    void engine.call('phraseState').then((kind) => setStage({ kind }))
  }, [engine])

  async function show(): Promise<void> {
    const words = await engine.call('phraseWords')
    setStage(words === undefined ? { kind: 'kept' } : { kind: 'words', words })
  }

  async function ask(): Promise<void> {
    setStage({ kind: 'asked', places: await engine.call('askPhrase') })
  }

  return (
    <Pane title={t`Recovery phrase`}>
      {stage.kind === 'unwritten' && <Introduction onShow={() => void show()} />}
      {stage.kind === 'words' && <Words words={stage.words} onWritten={() => void ask()} />}
      {stage.kind === 'asked' && (
        <AskedBack places={stage.places} onBack={() => void show()} onDone={() => setStage({ kind: 'done' })} />
      )}
      {(stage.kind === 'kept' || stage.kind === 'done') && <Kept />}
    </Pane>
  )
}

function Introduction({ onShow }: { readonly onShow: () => void }): ReactNode {
  return (
    <div className="space-y-4">
      <p>
        <Trans>
          24 words bring your account back when every device and the password are lost. They also put out whoever stole
          a device of yours: nothing outranks them.
        </Trans>
      </p>
      <p className="text-ink-soft">
        <Trans>
          Take pen and paper, and see that nobody looks over your shoulder. Whoever has the words has your account: no
          photo, no note on a computer.
        </Trans>
      </p>
      <Button tone="primary" className="w-full" onClick={onShow}>
        <Trans>Show the words</Trans>
      </Button>
    </div>
  )
}

type WordsProps = { readonly words: readonly string[]; readonly onWritten: () => void }

function Words({ words, onWritten }: WordsProps): ReactNode {
  return (
    <div className="space-y-5">
      <p>
        <Trans>Write them down in this order, with their numbers.</Trans>
      </p>
      <ol className="grid grid-flow-col grid-cols-2 grid-rows-12 gap-x-4 gap-y-1.5 sm:grid-cols-3 sm:grid-rows-8">
        {words.map((word, i) => (
          <li key={word + String(i)} className="flex items-baseline gap-2 border-b border-line py-1.5">
            <span className="w-6 flex-none text-end text-sm text-ink-soft tabular-nums">{i + 1}</span>
            <span className="font-mono text-[1.0625rem] select-none">{word}</span>
          </li>
        ))}
      </ol>
      <Button tone="primary" className="w-full" onClick={onWritten}>
        <Trans>I have written them down</Trans>
      </Button>
    </div>
  )
}

type AskedBackProps = {
  readonly places: readonly number[]
  readonly onBack: () => void
  readonly onDone: () => void
}

function AskedBack({ places, onBack, onDone }: AskedBackProps): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [typed, setTyped] = useState<ReadonlyMap<number, string>>(new Map())
  const [isWrong, setWrong] = useState(false)
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    setBusy(true)
    const isRight = await engine.call(
      'confirmPhrase',
      places.map((place) => ({ place, word: typed.get(place) ?? '' })),
    )
    setBusy(false)
    setWrong(!isRight)
    if (!isRight) return
    tellPhraseKept()
    onDone()
  }

  return (
    <form className="space-y-5" onSubmit={(event) => void submit(event)}>
      <p>
        <Trans>Read these three words from your paper.</Trans>
      </p>
      {places.map((place) => (
        <TextField
          key={place}
          label={t`Word ${place}`}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          value={typed.get(place) ?? ''}
          onChange={(event) => setTyped(new Map([...typed, [place, event.currentTarget.value]]))}
        />
      ))}
      {isWrong && (
        <p role="alert" className="rounded-xl bg-danger-soft px-4 py-3 text-sm text-danger">
          <Trans>That is not what is shown. Compare your paper with the words, one by one.</Trans>
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onBack}>
          <Trans>Show the words again</Trans>
        </Button>
        <Button type="submit" tone="primary" className="flex-1" isBusy={isBusy}>
          <Trans>Confirm</Trans>
        </Button>
      </div>
    </form>
  )
}

function Kept(): ReactNode {
  return (
    <div className="space-y-4">
      <p className="flex items-start gap-3 font-medium">
        <KeyRound aria-hidden size={20} className="mt-0.5 flex-none text-flame-ink" />
        <Trans>Your recovery phrase is on your paper, and nowhere else.</Trans>
      </p>
      <p>
        <Trans>
          If you lose every device or the password, or somebody steals a device: choose “Forgot your password, or lost
          all devices?” where one signs in, and type the 24 words. Every other device is put out, and your rooms let the
          new one in.
        </Trans>
      </p>
      <p className="text-ink-soft">
        <Trans>Keep the paper where you keep your passport. Nobody can show the words again.</Trans>
      </p>
    </div>
  )
}
