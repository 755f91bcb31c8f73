import { useEffect, useState } from 'react'
import { useSession } from '../app/app-context.ts'

/** The time against which deadlines are held, taken anew every `stepMs`. */
export function useNow(stepMs: number): number {
  const session = useSession()
  const [now, setNow] = useState(() => session.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(session.now()), stepMs)
    return () => clearInterval(timer)
  }, [session, stepMs])
  return now
}
