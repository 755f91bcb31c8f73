import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useLingui } from '@lingui/react/macro'
import { Button, IconButton } from './button.tsx'

/** What passes by: said once, to eyes and to screen readers. Carries no text of a message. */
export const toasts: ReturnType<typeof Toast.createToastManager> = Toast.createToastManager()

export function Toasts({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Toast.Provider toastManager={toasts} timeout={6000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className="fixed inset-x-3 bottom-[calc(0.75rem+env(safe-area-inset-bottom))] z-50 mx-auto flex max-w-sm flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList(): ReactNode {
  const { t } = useLingui()
  const { toasts: shown } = Toast.useToastManager()
  return shown.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      aria-label={t`Notice`}
      className="rounded-xl border border-line bg-raised p-3 ps-4 shadow-pop transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <Toast.Content className="flex items-center gap-2">
        <Toast.Description className="min-w-0 flex-1 text-sm" />
        <Toast.Action render={<Button tone="plain" className="min-h-9 px-3" />} />
        <Toast.Close render={<IconButton label={t`Dismiss`} className="size-9" />}>
          <X size={16} />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
