import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import type { LabSession } from './lab-session.ts'
import { emptyView, type LabView } from './lab-view.ts'

export const LabContext = createContext<LabSession | null>(null)

/** The page's session; throws outside of LabApp. */
export function useSession(): LabSession {
  const session = useContext(LabContext)
  if (session === null) throw new Error('useSession needs a LabApp above it')
  return session
}

/** The lab as it is now; the component renders anew at each change. */
export function useLab(): LabView {
  const session = useSession()
  return useSyncExternalStore(session.subscribe, session.view, () => emptyView)
}

/** Milliseconds since the epoch, told anew every `everyMs` while `active`. */
export function useNow(active: boolean, everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!active) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [active, everyMs])
  return now
}

/** Calls `read` at once and then every `everyMs`, never twice at a time, while `active` and the page is seen. */
export function usePolling(
  read: (signal: AbortSignal) => Promise<void>,
  { active, everyMs }: { active: boolean; everyMs: number },
): void {
  useEffect(() => {
    if (!active) return
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = async () => {
      if (!document.hidden) await read(ended.signal)
      if (!ended.signal.aborted) timer = setTimeout(() => void again(), everyMs)
    }
    const seen = () => {
      if (document.hidden || timer === undefined) return
      clearTimeout(timer)
      timer = undefined
      void again()
    }
    void again()
    document.addEventListener('visibilitychange', seen)
    return () => {
      ended.abort()
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [read, active, everyMs])
}

const never = () => () => undefined

/** Whether the page's program runs: false in the static HTML, where a click would be lost. */
export function useAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
}

/** A choice that this browser remembers; `initial` until the page has mounted, so that it agrees with the static HTML. */
export function useRemembered<T extends string>(
  key: string,
  initial: T,
  isValid: (value: string) => value is T,
): [T, (value: T) => void] {
  const [value, setValue] = useState(initial)
  useEffect(() => {
    const kept = localStorage.getItem(key)
    if (kept !== null && isValid(kept)) setValue(kept)
  }, [key, isValid])
  const remember = (next: T) => {
    setValue(next)
    localStorage.setItem(key, next)
  }
  return [value, remember]
}
