import { Menu } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { classes } from './class-names.ts'

const POPUP_CLASSES =
  'pop-motion z-50 min-w-52 rounded-xl border border-line bg-raised p-1.5 text-[0.9375rem] shadow-pop outline-none'

export type ActionMenuProps = {
  /** The button that opens it; has its own label. */
  readonly trigger: ReactElement
  readonly icon: ReactNode
  readonly align?: 'start' | 'end'
  readonly children: ReactNode
}

export function ActionMenu({ trigger, icon, align = 'end', children }: ActionMenuProps): ReactNode {
  return (
    <Menu.Root>
      <Menu.Trigger render={trigger}>{icon}</Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align={align} className="z-50 outline-none">
          <Menu.Popup className={POPUP_CLASSES}>{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

export type ActionProps = {
  readonly icon: ReactNode
  readonly isDanger?: boolean
  readonly onClick: () => void
  readonly children: ReactNode
}

export function Action({ icon, isDanger = false, onClick, children }: ActionProps): ReactNode {
  return (
    <Menu.Item
      onClick={onClick}
      className={classes(
        'flex min-h-10 items-center gap-3 rounded-lg px-3 py-1.5 outline-none data-highlighted:bg-hover',
        isDanger ? 'text-danger' : 'text-ink',
      )}
    >
      {icon}
      {children}
    </Menu.Item>
  )
}
