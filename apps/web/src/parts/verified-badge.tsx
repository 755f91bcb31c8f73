import { useLingui } from '@lingui/react/macro'
import { BadgeCheck, ShieldAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { VerificationView } from '@rushlight/core'

/** Whether the user has made sure who somebody is: beside a name, and in words for who does not see it. */
export function VerifiedBadge({ verification }: { readonly verification: VerificationView }): ReactNode {
  const { t } = useLingui()
  if (verification === 'none') return undefined
  const isVerified = verification === 'verified'
  const words = isVerified ? t`Verified` : t`No longer verified`
  const Icon = isVerified ? BadgeCheck : ShieldAlert
  return (
    <span title={words} className={isVerified ? 'text-flame-ink' : 'text-danger'}>
      <Icon aria-hidden size={16} className="inline align-[-0.15em]" />
      <span className="sr-only">{words}</span>
    </span>
  )
}
