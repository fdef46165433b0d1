import { useState } from 'react'
import { InlineCode } from './InlineCode.tsx'

interface HintsProps {
  opened: readonly string[]
  count: number
  /** The next one is being fetched. */
  busy: boolean
  onOpen: (index: number) => void
}

/** Hints, one by one: the next can be opened, those after it wait for it. */
export function Hints({ opened, count, busy, onOpen }: HintsProps) {
  const [readBefore] = useState(opened.length)
  if (count === 0) return null
  const next = opened.length
  return (
    <div className="hints">
      {opened.map((hint, index) => (
        <details key={index} open={index >= readBefore}>
          <summary>
            Hint {index + 1} of {count}
            {index < readBefore ? ', read' : ''}
          </summary>
          <p role={index >= readBefore ? 'status' : undefined}>
            <InlineCode text={hint} />
          </p>
        </details>
      ))}
      {next < count ? (
        <button type="button" className="next" aria-disabled={busy} onClick={() => !busy && onOpen(next)}>
          Hint {next + 1} of {count}
          {busy ? ', coming' : ''}
        </button>
      ) : null}
      {next + 1 < count ? (
        <div className="locked">
          {laterWords(next + 2, count)} after hint {next + 1}
        </div>
      ) : null}
    </div>
  )
}

/** `Hint 3 opens`, `Hints 2 and 3 open`, `Hints 2 to 4 open` */
function laterWords(first: number, last: number): string {
  if (first === last) return `Hint ${last} opens`
  return `Hints ${first} ${last - first === 1 ? 'and' : 'to'} ${last} open`
}
