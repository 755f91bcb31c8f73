import { Trans, useLingui } from '@lingui/react/macro'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Confirm } from '../parts/dialog.tsx'
import { classes } from '../parts/class-names.ts'
import { isLargeEmoji, partsOf } from './text-model.ts'
import type { TextPart } from './text-model.ts'

/** What somebody wrote, as text and nothing else. */
export function TextView({ text }: { readonly text: string }): ReactNode {
  return (
    <p
      dir="auto"
      className={classes(
        'leading-[1.4] break-words whitespace-pre-wrap [overflow-wrap:anywhere]',
        isLargeEmoji(text) && 'text-4xl leading-tight',
      )}
    >
      {partsOf(text).map((part, index) => (part.kind === 'text' ? part.text : <LinkView key={index} link={part} />))}
    </p>
  )
}

function LinkView({ link }: { readonly link: Extract<TextPart, { kind: 'link' }> }): ReactNode {
  const { t } = useLingui()
  const [isAsking, setAsking] = useState(false)
  const host = new URL(link.url).host
  return (
    <>
      <a
        href={link.url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="font-medium text-flame-ink underline decoration-1 underline-offset-2"
        onClick={(event) => {
          if (!link.isDeceptive) return
          event.preventDefault()
          setAsking(true)
        }}
      >
        {link.text}
        {link.isDeceptive && (
          <TriangleAlert
            role="img"
            aria-label={t`This address may not be what it looks like`}
            size={14}
            className="ms-1 inline align-[-2px] text-danger"
          />
        )}
      </a>
      {link.isDeceptive && (
        <Confirm
          title={t`This address may not be what it looks like`}
          text={<Trans>It really leads to {host}.</Trans>}
          action={t`Open it anyway`}
          isOpen={isAsking}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false)
            open(link.url, '_blank', 'noopener,noreferrer')
          }}
        />
      )}
    </>
  )
}
