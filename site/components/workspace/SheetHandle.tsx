import { useEffect, useRef, useState } from 'react'

/** On a phone: tabs only, 46 % and all of the screen. */
const heights = ['low', 'half', 'full'] as const
type Height = (typeof heights)[number]
const words: Record<Height, string> = {
  low: 'tabs only',
  half: 'half of the screen',
  full: 'all of the screen',
}

/** Moves the workspace's sheet: dragged, pressed for the next height, or with the arrow keys. */
export function SheetHandle() {
  const [height, setHeight] = useState<Height>('half')
  const from = useRef<{ y: number; moved: boolean } | null>(null)
  useEffect(() => {
    document.documentElement.dataset['sheet'] = height
  }, [height])
  const step = (by: number) => {
    const next = heights[heights.indexOf(height) + by]
    if (next !== undefined) setHeight(next)
  }
  return (
    <button
      type="button"
      className="handle"
      aria-label={`Workspace: ${words[height]}. Larger or smaller`}
      onClick={() => {
        if (from.current?.moved === true) return
        setHeight(heights[(heights.indexOf(height) + 1) % heights.length] ?? 'half')
      }}
      onKeyDown={event => {
        if (event.key === 'ArrowUp') step(1)
        else if (event.key === 'ArrowDown') step(-1)
        else return
        event.preventDefault()
      }}
      onPointerDown={event => {
        from.current = { y: event.clientY, moved: false }
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={event => {
        if (from.current === null || from.current.moved || event.buttons === 0) return
        const by = from.current.y - event.clientY
        if (Math.abs(by) < 40) return
        from.current.moved = true
        step(by > 0 ? 1 : -1)
      }}
    />
  )
}
