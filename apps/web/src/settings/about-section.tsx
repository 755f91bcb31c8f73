import { Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Section } from '../parts/pane.tsx'
import { BUILD, COMMIT, SOURCE_URL, VERSION } from '../start/build.ts'

const LINK = 'font-medium text-flame-ink underline underline-offset-2'

/** Who made what, and where its source is (AGPL §13). */
export function AboutSection(): ReactNode {
  const { t } = useLingui()
  return (
    <Section title={t`About`}>
      <div className="space-y-2 py-3 text-sm text-ink-soft">
        <p className="text-ink">
          Rushlight {VERSION} · <Trans>commit {COMMIT}</Trans> · <Trans>build {BUILD}</Trans>
        </p>
        <p>
          <Trans>Free software under the GNU AGPL, version 3 or later. You may run, read, change and share it.</Trans>
        </p>
        <p>
          <a className={LINK} href={SOURCE_URL} target="_blank" rel="noopener noreferrer">
            <Trans>Source code of this version</Trans>
          </a>
        </p>
        <p>
          <a className={LINK} href="/third-party-notices.txt" target="_blank" rel="noopener">
            <Trans>What it is made of: third-party notices</Trans>
          </a>
        </p>
        <p>
          <Trans>Press ? anywhere for the keyboard shortcuts.</Trans>
        </p>
      </div>
    </Section>
  )
}
