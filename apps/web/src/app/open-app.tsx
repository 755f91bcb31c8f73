import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useLeaveWarning } from '../files/use-leave-warning.ts'
import { createAppRouter } from './routes.tsx'

/** Everything behind the door. */
export function OpenApp(): ReactNode {
  useLeaveWarning()
  const [router] = useState(createAppRouter)
  return <RouterProvider router={router} />
}
