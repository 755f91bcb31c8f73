import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useApp, useObserved } from '../app/app-context.ts'

/** The link of a server that offers itself was opened: it leads to where it can be added, and adds nothing by itself (R30). */
export function OpenAdoptLink(): ReactNode {
  const { model } = useApp()
  const navigate = useNavigate()
  const { adoptLink } = useObserved(model.brought)
  const led = useRef<string | undefined>(undefined)
  useEffect(() => {
    if (adoptLink === undefined || led.current === adoptLink) return
    led.current = adoptLink
    void navigate({ to: '/providers' })
  }, [adoptLink, navigate])
  return undefined
}
