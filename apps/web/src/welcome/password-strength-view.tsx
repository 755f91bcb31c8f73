import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { classes } from '../parts/class-names.ts'
import type { Strength } from './password-strength-model.ts'

const COLORS: readonly string[] = ['bg-danger', 'bg-danger', 'bg-flame', 'bg-good', 'bg-good']

export function StrengthView({ strength }: { readonly strength: Strength | undefined }): ReactNode {
  const level = strength?.level ?? -1
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
        <StrengthWords strength={strength} />
      </p>
    </div>
  )
}

function StrengthWords({ strength }: { readonly strength: Strength | undefined }): ReactNode {
  switch (strength?.level) {
    case undefined:
      return <Trans>Three or four random words make a good one. Nobody can reset it for you.</Trans>
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
