import { useEffect, useRef } from 'react'

const key = 'slipway:lesson-width'
const [least, most] = [22, 65]

/** The line between lesson and workspace: dragged, or moved with the arrow keys, Home and End; the browser remembers it. */
export function Divider() {
  const line = useRef<HTMLDivElement>(null)
  const apply = (percent: number, keep: boolean) => {
    const width = Math.min(most, Math.max(least, Math.round(percent)))
    document.documentElement.style.setProperty('--lesson', `${width}%`)
    line.current?.setAttribute('aria-valuenow', String(width))
    if (keep) localStorage.setItem(key, String(width))
  }
  useEffect(() => {
    const kept = Number(localStorage.getItem(key))
    if (kept > 0) apply(kept, false)
    else line.current?.setAttribute('aria-valuenow', String(Math.round(now(line.current))))
  }, [])
  return (
    <div
      ref={line}
      className="split"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label="Width of the lesson"
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={35}
      onKeyDown={event => {
        const width = now(line.current)
        const to = { ArrowLeft: width - 2, ArrowRight: width + 2, Home: least, End: most }[event.key]
        if (to === undefined) return
        event.preventDefault()
        apply(to, true)
      }}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={event => {
        if (event.buttons === 1) apply((event.clientX / innerWidth) * 100, true)
      }}
      onDoubleClick={() => {
        localStorage.removeItem(key)
        document.documentElement.style.removeProperty('--lesson')
      }}
    />
  )
}

/** Where it stands, in hundredths of the page. */
const now = (line: HTMLElement | null): number =>
  ((line?.getBoundingClientRect().left ?? 0) / innerWidth) * 100
