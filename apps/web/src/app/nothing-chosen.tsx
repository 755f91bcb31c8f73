import { Link } from '@tanstack/react-router'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { RushlightPicture } from '../parts/rushlight-picture.tsx'

/** Beside the list, while no conversation is open. */
export function NothingChosen(): ReactNode {
  return (
    <div className="door-light grid h-full flex-1 place-items-center p-8 text-center">
      <div className="flex max-w-sm flex-col items-center">
        <RushlightPicture />
        <p className="mt-4 text-lg font-semibold">
          <Trans>What you say here burns down</Trans>
        </p>
        <p className="mt-2 text-ink-soft">
          <Trans>
            Choose a conversation, or begin one. Only the people in it can read it, and it goes when its fuse is
            through.
          </Trans>
        </p>
        <Link
          to="/new"
          className="mt-5 inline-flex min-h-11 items-center rounded-xl bg-flame px-5 font-medium text-on-flame hover:bg-flame-strong"
        >
          <Trans>New conversation</Trans>
        </Link>
      </div>
    </div>
  )
}
