import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from '../parts/class-names.ts'
import type { Measured, Strength } from './password-strength-model.ts'

const COLORS: readonly string[] = ['bg-danger', 'bg-danger', 'bg-flame', 'bg-good', 'bg-good']

export function StrengthView({ measured }: { readonly measured: Measured }): ReactNode {
  const level = measured.kind === 'measured' ? measured.strength.level : -1
  return (
    <div>
      <div aria-hidden className="flex gap-1">
        {[0, 1, 2, 3].map((step) => (
          <span
            key={step}
            className={classes('h-1.5 flex-1 rounded-full', level > step ? (COLORS[level] ?? 'bg-line') : 'bg-line')}
          />
        ))}
      </div>
      <p aria-live="polite" className="mt-1.5 min-h-10 text-sm text-ink-soft">
        <StrengthWords measured={measured} />
      </p>
    </div>
  )
}

function StrengthWords({ measured }: { readonly measured: Measured }): ReactNode {
  switch (measured.kind) {
    case 'nothing':
      return <Trans>Three or four random words make a good one. Nobody can reset it for you.</Trans>
    case 'checking':
      return <Trans>Checking how strong it is …</Trans>
    case 'unknown':
      return <Trans>How strong it is could not be checked. Three or four random words make a good one.</Trans>
    case 'measured':
      return <LevelWords level={measured.strength.level} />
  }
}

function LevelWords({ level }: Pick<Strength, 'level'>): ReactNode {
  switch (level) {
    case 0:
      return <Trans>Among the first that anybody tries. Choose another.</Trans>
    case 1:
      return <Trans>Weak: guessed within hours by whoever steals the provider’s disk.</Trans>
    case 2:
      return <Trans>Fair: holds against a patient person, not against a rich one. Nobody can reset it for you.</Trans>
    case 3:
      return <Trans>Good. Nobody can reset it for you: keep it somewhere safe.</Trans>
    case 4:
      return <Trans>Strong. Nobody can reset it for you: keep it somewhere safe.</Trans>
  }
}
